import PanelNumerics
import PanelResults

/// Makes the weights of a study on the units of its panel, one entry after the other.
package struct SpatialWeightsBuilder: Sendable {
  private var context: WeightsContext

  /// - Throws: ``DataError/values(_:)`` for a panel whose rows have no units.
  package init(panel: Panel, threadCount: Int = 2) throws(DataError) {
    guard let units = panel.units else {
      throw .values(
        "Spatial weights join units by name: give 'unit' under 'data', the column that names them."
      )
    }
    guard units.names.count > 1 else {
      throw .values("Spatial weights need two units; the data have one.")
    }
    context = WeightsContext(panel: panel, units: units, threadCount: threadCount)
  }

  /// The weights made so far, by name.
  package var weights: [String: SpatialWeights] { context.weights }

  /// Makes the weights of one entry.
  ///
  /// - Parameter files: What the files of its method hold, by name.
  /// - Throws: ``DataError`` of the method, and for links that are no weights: negative or missing
  ///   ones, one to itself, none at all, units without neighbours where those are an error.
  @discardableResult
  package mutating func add(
    _ entry: SpatialWeightsEntry,
    files: [String: FileContent] = [:]
  ) throws(DataError) -> SpatialWeights {
    for part in entry.method.parts where context.weights[part] == nil {
      throw .values("There are no spatial weights '\(part)' above '\(entry.name)'.")
    }
    context.files = files
    var links = try entry.method.links(in: context)
    links.dropZeros()
    if links.places == nil {
      links.places = entry.method.parts.compactMap { context.links[$0]?.places }.first
    }
    let islands = try checked(links, of: entry)
    let matrix = try standardised(links.matrix, of: entry)
    let ids = context.units.names
    let weights = SpatialWeights(
      ids: ids,
      matrix: matrix,
      description: SpatialWeightsDescription(
        name: entry.name,
        label: entry.options.label,
        method: type(of: entry.method).kind,
        variant: links.variant,
        standardisation: entry.options.standardisation,
        distance: links.measure,
        parameters: links.parameters,
        variables: links.variables,
        parts: entry.method.parts,
        file: links.file,
        units: ids.count,
        links: matrix.count,
        islands: islands.map { ids[$0] },
        isSymmetric: matrix.isSymmetric(tolerance: 1e-12),
        total: Summation.sum(matrix.values)
      ),
      distances: links.distances,
      places: links.places,
      remarks: links.remarks
    )
    context.links[entry.name] = links
    context.weights[entry.name] = weights
    return weights
  }

  /// - Returns: The units without neighbours.
  private func checked(
    _ links: SpatialLinks,
    of entry: SpatialWeightsEntry
  ) throws(DataError) -> [Int] {
    let matrix = links.matrix
    let names = context.units.names
    precondition(matrix.rowCount == names.count && matrix.columnCount == names.count, "odd size")
    var islands: [Int] = []
    for row in names.indices {
      for position in matrix.positions(ofRow: row) {
        let value = matrix.values[position]
        let column = Int(matrix.columns[position])
        let pair = "from \(MessageText.shown(names[row])) to \(MessageText.shown(names[column]))"
        guard value.isFinite else { throw .values("The weight \(pair) is not finite.") }
        guard value >= 0 else {
          throw .values("The weight \(pair) is \(value), but weights are not negative.")
        }
        guard row != column else {
          throw .values(
            "\(MessageText.shown(names[row])) is linked to itself with weight \(value): a unit is "
              + "no neighbour of its own, and the diagonal of weights is zero."
          )
        }
      }
      if matrix.positions(ofRow: row).isEmpty { islands.append(row) }
    }
    guard islands.count < names.count else {
      throw .values(
        "No unit has a neighbour: all weights are zero."
          + (links.islandAdvice.map { " " + $0 } ?? "")
      )
    }
    guard islands.isEmpty || entry.options.islands == .allow else {
      throw .values(
        "\(islands.count == 1 ? "One unit has" : "\(islands.count) units have") no neighbour: "
          + "\(context.list(islands)). "
          + (links.islandAdvice.map { $0 + " Or say" } ?? "Say")
          + " 'islands: allow', and the spatial lag of every variable is 0 there."
      )
    }
    return islands
  }

  private func standardised(
    _ matrix: SparseMatrix,
    of entry: SpatialWeightsEntry
  ) throws(DataError) -> SparseMatrix {
    switch entry.options.standardisation {
    case .none: return matrix
    case .row: return matrix.rowStandardised()
    case .minMax: return matrix.scaled(by: 1 / matrix.minMaxNorm)
    case .spectral:
      guard let radius = matrix.spectralRadius() else {
        throw .values(
          "The largest eigenvalue of the weights could not be told to 12 digits. Say "
            + "'standardise: min-max', which bounds it, or 'standardise: row'."
        )
      }
      guard radius > 0 else {
        throw .values(
          "All eigenvalues of the weights are zero, because links run in one direction alone: say "
            + "'standardise: row' or 'standardise: min-max'."
        )
      }
      return matrix.scaled(by: 1 / radius)
    }
  }
}

extension SpatialLinks {
  /// Leaves out stored links of weight zero.
  fileprivate mutating func dropZeros() {
    guard matrix.values.contains(0) else { return }
    var starts = [0]
    starts.reserveCapacity(matrix.rowCount + 1)
    var columns: [Int32] = []
    var values: [Double] = []
    var kept: [Double] = []
    for row in 0..<matrix.rowCount {
      for position in matrix.positions(ofRow: row) where matrix.values[position] != 0 {
        columns.append(matrix.columns[position])
        values.append(matrix.values[position])
        if let distances { kept.append(distances[position]) }
      }
      starts.append(values.count)
    }
    matrix = SparseMatrix(
      rowCount: matrix.rowCount, columnCount: matrix.columnCount, rowStarts: starts,
      columns: columns, values: values)
    if distances != nil { distances = kept }
  }
}

extension WeightsContext {
  /// Some units by name, the first few of many.
  package func list(_ places: [Int]) -> String {
    let shown = places.prefix(8).map { MessageText.shown(units.names[$0]) }
    let rest = places.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  /// The name of a unit, fit for a message.
  package func name(_ place: Int) -> String { MessageText.shown(units.names[place]) }
}
