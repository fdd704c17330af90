import PanelData
import PanelResults

/// Distances from treatment, and the one whose coefficient each stands under.
struct EventTimeGrid {
  let window: EventWindow?
  let endpoints: EndpointRule

  /// More distances than any figure can show.
  static let limit = 1000

  /// The distance whose coefficient an observation has.
  ///
  /// - Parameter distance: Periods since the first treated one.
  func place(of distance: Int) -> Int {
    guard let window, endpoints == .bin else { return distance }
    return min(max(distance, window.first), window.last)
  }

  /// Whether a coefficient stands for distances beyond it too.
  func bin(at distance: Int) -> EventTimePoint.Bin? {
    guard let window, endpoints == .bin else { return nil }
    return distance == window.first ? .earlier : distance == window.last ? .later : nil
  }

  /// The distances that are shown.
  ///
  /// - Parameter used: Those under which the sample has observations, ascending.
  func shown(_ used: [Int]) -> [Int] {
    if let window { return Array(window.first...window.last) }
    guard let first = used.first, let last = used.last else { return [] }
    return Array(first...last)
  }

  /// Rows of treated units outside the window, where they leave the sample.
  func exclusion(_ timing: TreatmentTiming) -> RowExclusion? {
    guard let window, endpoints == .drop else { return nil }
    let rows = timing.index.units.indices.map { row in
      timing.relativeTime(ofRow: row).map { !window.contains($0) } ?? false
    }
    return RowExclusion(.outsideWindow, subject: "[\(window.first), \(window.last)]", rows: rows)
  }

  /// Refuses a window and a base that cannot be.
  func check(base: [Int]) throws(EstimationError) {
    guard let window else { return }
    let width = window.last.subtractingReportingOverflow(window.first)
    guard !width.overflow, width.partialValue < Self.limit else {
      throw .invalid(
        "The window [\(window.first), \(window.last)] is too wide: at most \(Self.limit) distances "
          + "can be studied. Narrow it; 'endpoints: bin' gathers what lies beyond.")
    }
    if let outside = base.first(where: { !window.contains($0) }) {
      throw .invalid(
        "The base \(outside) lies outside the window [\(window.first), \(window.last)]: the "
          + "reference is one of the distances in it.")
    }
  }
}

/// The observations of a sample by distance from treatment.
struct EventTimeSample {
  let grid: EventTimeGrid
  /// The distance whose coefficient each observation has; `nil` for units never treated.
  let places: [Int?]
  /// Those that occur, ascending.
  let used: [Int]
  /// Observations at each.
  private(set) var observations: [Int: Int] = [:]
  /// Units at each.
  private(set) var units: [Int: Int] = [:]

  init(_ sample: Design, _ timing: TreatmentTiming, _ grid: EventTimeGrid) {
    self.grid = grid
    let rows = sample.rows.map { $0.map(Int.init) } ?? Array(0..<sample.observationCount)
    places = rows.map { timing.relativeTime(ofRow: $0).map(grid.place) }
    // Rows of a unit stand together.
    var lastUnit: [Int: Int32] = [:]
    for (row, place) in zip(rows, places) {
      guard let place else { continue }
      observations[place, default: 0] += 1
      let unit = timing.index.units[row]
      if lastUnit.updateValue(unit, forKey: place) != unit { units[place, default: 0] += 1 }
    }
    used = observations.keys.sorted()
  }

  /// Whether some units are in no distance at all.
  var hasNeverTreated: Bool { places.contains(nil) }

  /// A dummy for one distance.
  func indicator(of place: Int) -> [Double] { places.map { $0 == place ? 1 : 0 } }

  /// The mean outcome of treated units at some distances, weighted as the fit is.
  func outcomeMean(at chosen: [Int], in sample: Design) -> Double? {
    var sum = 0.0
    var total = 0.0
    for (position, place) in places.enumerated() {
      guard let place, chosen.contains(place) else { continue }
      let weight = sample.weights?[position] ?? 1
      sum += weight * sample.outcome[position]
      total += weight
    }
    return total > 0 ? sum / total : nil
  }

  /// Refuses a base without observations, and more distances than can be studied.
  func check(base: [Int], step: Int) throws(EstimationError) {
    guard used.count <= EventTimeGrid.limit, grid.shown(used).count <= EventTimeGrid.limit else {
      throw .invalid(
        "Distances from treatment run from \(used.first ?? 0) to \(used.last ?? 0): at most "
          + "\(EventTimeGrid.limit) can be studied. Give a 'window', such as [-6, 4].")
    }
    guard let empty = base.first(where: { observations[$0] == nil }) else { return }
    let found = used.count > 20 ? used.prefix(10) + used.suffix(10) : used[...]
    let list = found.map(String.init).joined(separator: ", ")
    throw .invalid(
      "No treated unit of the sample is observed at the base \(empty), counted in periods of "
        + "\(step) from treatment. There are observations at \(list): choose one of these as "
        + "'base'; if periods lie further apart, give 'step' under 'data' (--step on the command "
        + "line).")
  }
}
