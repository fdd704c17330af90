import PanelNumerics
import PanelResults

extension SpatialLinks {
  /// Links stored one by one in memory, at most.
  static let limit = 40_000_000

  /// Links from near places, row by row.
  ///
  /// - Parameter weight: The weight of a link by its distance.
  init(
    _ rows: [[PlaceDistance]],
    weight: (Double) -> Double
  ) {
    var starts = [0]
    starts.reserveCapacity(rows.count + 1)
    let count = rows.reduce(0) { $0 + $1.count }
    var columns: [Int32] = []
    var values: [Double] = []
    var distances: [Double] = []
    columns.reserveCapacity(count)
    values.reserveCapacity(count)
    distances.reserveCapacity(count)
    for row in rows {
      for near in row {
        columns.append(Int32(truncatingIfNeeded: near.place))
        values.append(weight(near.distance))
        distances.append(near.distance)
      }
      starts.append(values.count)
    }
    self.init(
      matrix: SparseMatrix(
        rowCount: rows.count, columnCount: rows.count, rowStarts: starts, columns: columns,
        values: values),
      distances: distances)
  }
}

extension WeightsContext {
  /// The neighbours of each place: all others, or those within a distance.
  func neighbours(
    of places: PlacePoints,
    within cutoff: Double?
  ) throws(DataError) -> [[PlaceDistance]] {
    if let cutoff {
      guard cutoff > 0 else { throw .values("'cutoff' is \(cutoff); a distance is positive.") }
      return places.within(cutoff, threads: threadCount)
    }
    let count = places.count
    guard count * (count - 1) <= SpatialLinks.limit else {
      throw .values(
        "\(count) units have \(count * (count - 1)) links, more than fit in memory. Give 'cutoff', "
          + "the distance beyond which weights are 0, or use the method 'nearest'."
      )
    }
    return places.all(threads: threadCount)
  }

  /// How far a cut-off must reach for no unit to be alone; `nil` where none is.
  func islandAdvice(
    _ rows: [[PlaceDistance]],
    of places: PlacePoints,
    unit: String
  ) -> String? {
    guard rows.contains(where: \.isEmpty) else { return nil }
    let nearest = places.nearest(1, threads: threadCount)
    let needed = rows.indices.filter { rows[$0].isEmpty }.map { nearest[$0][0].distance }.max()
    guard let needed, needed.isFinite else { return nil }
    let reach = Expression.text(of: needed >= 10 ? needed.rounded(.up) : needed)
    return "With a 'cutoff' of \(reach)\(unit.isEmpty ? "" : " \(unit)") every unit has one."
  }
}
