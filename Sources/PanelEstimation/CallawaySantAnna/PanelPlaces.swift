import PanelData

/// Where rows stand among periods and units.
struct PanelPlaces {
  private let rows: [Int]
  /// For each row its place among T·n.
  private let places: [Int]
  private let count: Int
  /// A row of each unit.
  let firstRows: [Int]

  init(rows: [Int], units: [Int], times: [Int], index: PanelIndex) {
    var unitPlaces = [Int](repeating: 0, count: index.unitNames.count)
    for (place, unit) in units.enumerated() { unitPlaces[unit] = place }
    var timePlaces: [Int: Int] = [:]
    for (place, time) in times.enumerated() { timePlaces[time] = place }
    var firstRows: [Int] = []
    var places: [Int] = []
    places.reserveCapacity(rows.count)
    // Balanced rows go through the periods in turn.
    var expected = 0
    for row in rows {
      let unit = unitPlaces[Int(index.units[row])]
      if firstRows.count == unit {
        firstRows.append(row)
        expected = 0
      }
      let time = index.times[row]
      let place = times[expected] == time ? expected : timePlaces[time] ?? 0
      places.append(place * units.count + unit)
      expected = place + 1 < times.count ? place + 1 : 0
    }
    self.rows = rows
    self.places = places
    self.firstRows = firstRows
    count = units.count * times.count
  }

  /// The numbers period by period; NaN where there is no row.
  func arranged(_ numbers: [Double]) -> [Double] {
    var arranged = [Double](repeating: .nan, count: count)
    for (row, place) in zip(rows, places) { arranged[place] = numbers[row] }
    return arranged
  }
}
