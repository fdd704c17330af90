import PanelData
import PanelEstimation
import PanelResults
import Testing

/// Small panels made by hand: units by name, each a list of periods and values.
struct TreatmentSample {
  /// Text unit ids, as studies have them.
  var names: [String] = []
  var units: [Int32] = []
  var times: [Int] = []
  var columns: [String: [Double]] = [:]
  var step = 1

  /// A panel from the treatment of each unit by period: 0, 1, or NaN; `nil` where it is not seen.
  init(first: Int = 2000, step: Int = 1, treatment: [(name: String, status: [Double?])]) {
    self.step = step
    for (unit, entry) in treatment.enumerated() {
      names.append(entry.name)
      for (position, status) in entry.status.enumerated() {
        guard let status else { continue }
        units.append(Int32(unit))
        times.append(first + position * step)
        columns["post", default: []].append(status)
      }
    }
  }

  /// A panel from first treated periods; 0 for never.
  init(periods: ClosedRange<Int>, cohorts: [Int]) {
    for (unit, cohort) in cohorts.enumerated() {
      names.append("unit \(unit + 1)")
      for time in periods {
        units.append(Int32(unit))
        times.append(time)
        columns["cohort", default: []].append(Double(cohort))
        columns["post", default: []].append(cohort > 0 && time >= cohort ? 1 : 0)
      }
    }
    addOutcome()
  }

  /// An outcome and a control without pattern, the same at every run.
  mutating func addOutcome() {
    for row in units.indices {
      let wave = Double((row * 7919 + Int(units[row]) * 104729) % 1009) / 100
      let other = Double((row * 6421 + 17) % 911) / 90
      columns["x", default: []].append(other)
      columns["y", default: []].append(
        wave + Double(units[row]) + 0.3 * other + (columns["post"]?[row] ?? 0))
    }
  }

  var panel: Panel {
    var table = DataTable(columns: [
      Column(
        name: "unit", storage: .text(codes: units, levels: names)),
      Column("time", numbers: times.map(Double.init)),
    ])
    for (name, numbers) in columns.sorted(by: { $0.key < $1.key }) {
      table.set(Column(name, numbers: numbers))
    }
    return Panel(
      table: table,
      index: PanelIndex(
        unitVariable: "unit", timeVariable: "time", units: units, unitNames: names, times: times,
        step: step))
  }
}

/// Expects an error of estimation whose text holds a part.
func expectEstimationError(
  _ part: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
  #expect(sourceLocation: sourceLocation) {
    try body()
  } throws: { error in
    let text = String(describing: error)
    if !text.contains(part) {
      Issue.record("'\(text)' does not say '\(part)'", sourceLocation: sourceLocation)
    }
    return error is EstimationError
  }
}
