package import PanelData
import PanelResults

/// Who is treated when, in the whole panel: what every method about a treatment begins with.
///
/// Treatment is absorbing: it begins in a unit's first treated period g and stays. Units are those
/// of the panel's index, by position.
package struct TreatmentTiming: Sendable {
  package let column: TreatmentColumn
  package let index: PanelIndex
  /// The first treated period of each unit; `nil` for one that is never treated in the data.
  ///
  /// A first period between two of the panel's steps counts as the later one; one after the last
  /// period of the data counts as never.
  package let cohorts: [Int?]
  /// Whether each unit is treated in the first period in which its treatment is known.
  package let isAlwaysTreated: [Bool]
  /// One per row: 1 under treatment, 0 otherwise, NaN where it is unknown.
  package let status: [Double]
  /// Units whose treatment ends again, with the first period in which it is off.
  package let switchOffs: [SwitchOff]
  /// Units that are not observed untreated in the period before they are first seen treated.
  package let uncertainStarts: [Int]
  /// Units whose first treated period lies after the data.
  package let lateCohorts: [Int]
  /// Units whose first treated period lies between two periods of the panel.
  package let roundedCohorts: [Int]

  /// A unit whose treatment ends.
  package struct SwitchOff: Sendable, Equatable {
    package var unit: Int
    /// The first period without treatment after one with it.
    package var period: Int
  }

  /// Reads the timing of a treatment.
  ///
  /// - Parameters:
  ///   - column: Where the treatment stands.
  ///   - panel: The data, with unit and time.
  ///   - switching: What becomes of a treatment that ends; `nil` for a method that cannot
  ///     take one.
  /// - Throws: ``EstimationError/data(_:)`` for a column that is not there;
  ///   ``EstimationError/invalid(_:)`` without unit and time, for values that are not 0 or 1 or no
  ///   periods, a cohort that differs within a unit, a treatment that ends, and where no unit is
  ///   treated.
  /// - Complexity: O(n).
  package init(
    of column: TreatmentColumn, in panel: Panel, switching: SwitchingRule? = nil
  ) throws(EstimationError) {
    let index = try panel.requiredIndex()
    let numbers = try column.numbers(in: panel)
    let spans = UnitSpans(index)
    let reading: TimingReading
    switch column {
    case .indicator(let name):
      try TimingReading.checkIndicator(numbers, of: name, in: panel, index)
      reading = TimingReading(indicator: numbers, spans, index)
    case .cohort(let name):
      reading = try TimingReading(cohort: numbers, of: name, in: panel, spans, index)
    }
    self.column = column
    self.index = index
    cohorts = reading.cohorts
    isAlwaysTreated = reading.isAlwaysTreated
    status = reading.status
    switchOffs = reading.switchOffs
    uncertainStarts = reading.uncertainStarts
    lateCohorts = reading.lateCohorts
    roundedCohorts = reading.roundedCohorts
    if switching != .allow, !switchOffs.isEmpty { throw switchesOff(canBeAllowed: switching != nil) }
    if !cohorts.contains(where: { $0 != nil }) { throw nobodyTreated() }
  }

  /// Periods since the first treated one, in steps of the panel: 0 is the first treated period,
  /// negative numbers lie before; `nil` for a unit that is never treated.
  package func relativeTime(ofRow row: Int) -> Int? {
    cohorts[Int(index.units[row])].map {
      TimingReading.steps(from: $0, to: index.times[row], step: index.step)
    }
  }

  /// The cohort of a row's unit.
  package func cohort(ofRow row: Int) -> Int? { cohorts[Int(index.units[row])] }

  /// Units that are never treated in the data.
  package var neverTreatedUnits: [Int] { cohorts.indices.filter { cohorts[$0] == nil } }

  /// Rows whose treatment is unknown, which leave a sample like other missing values.
  package var unknown: RowExclusion? {
    guard status.contains(where: \.isNaN) else { return nil }
    return RowExclusion(.missing, subject: column.name, rows: status.map(\.isNaN))
  }

  /// Rows of units that are treated from their first period on.
  package var ofAlwaysTreatedUnits: RowExclusion? {
    guard isAlwaysTreated.contains(true) else { return nil }
    return RowExclusion(
      .alwaysTreated, subject: column.name, rows: index.units.map { isAlwaysTreated[Int($0)] })
  }

  /// Names of units for a message: at most ten, and how many more.
  package func names(of units: [Int]) -> String {
    MessageList.text(units.map { MessageText.shown(index.unitNames[$0]) })
  }

  /// What an author can do about a treatment that no unit is seen without.
  func adviceOnStart() -> String {
    let example = "'post: \(Names.written(column.name)) & (\(index.timeVariable) >= 2005)'"
    switch column {
    case .indicator where isConstantWithinUnits:
      return "It never changes within a unit, so it says who is treated but not when: define one "
        + "that is 1 from the first treated period on, as in \(example)."
    case .indicator, .cohort: return "Add earlier periods."
    }
  }

  /// Whether the treatment of every unit is the same in all periods.
  private var isConstantWithinUnits: Bool {
    status.indices.dropFirst().allSatisfy { row in
      index.units[row] != index.units[row - 1] || status[row] == status[row - 1]
        || status[row].isNaN || status[row - 1].isNaN
    }
  }

  private func switchesOff(canBeAllowed: Bool) -> EstimationError {
    let places = switchOffs.map {
      "\(MessageText.shown(index.unitNames[$0.unit])) (\($0.period))"
    }
    let count = MessageList.count(switchOffs.count, "unit", "units")
    let advice =
      canBeAllowed
      ? "If treatment may end, say so with 'switching: allow': the regressor stays as it is, and "
        + "cohorts go by the first treated period."
      : "Define one that stays on under 'variables', or use method did with 'switching: allow'."
    return .invalid(
      "The treatment '\(column.name)' ends in \(count), but a treated unit has to stay treated: "
        + "it returns to 0 in \(MessageList.text(places)). \(advice)")
  }

  private func nobodyTreated() -> EstimationError {
    let reason =
      switch column {
      case .indicator where status.allSatisfy(\.isNaN):
        "is missing in \(MessageList.all(status.count, "row", "rows"))"
      case .indicator: "is 1 nowhere"
      case .cohort:
        "is 0, missing, or later than the last period of the data "
          + "(\(index.times.max() ?? 0)) for \(MessageList.all(index.unitNames.count, "unit", "units"))"
      }
    return .invalid(
      "No unit is treated: '\(column.name)' \(reason). Check its definition, and the rows that "
        + "the study keeps.")
  }
}

/// What becomes of a treatment that ends.
package enum SwitchingRule: String, Codable, Sendable, CaseIterable {
  /// It is an error that lists the units.
  case error
  /// It is allowed; cohorts go by the first treated period.
  case allow
}

/// A list in a message.
enum MessageList {
  static let limit = 10

  /// `one unit`, `21 units`.
  static func count(_ count: Int, _ singular: String, _ plural: String) -> String {
    count == 1 ? "one \(singular)" : "\(count) \(plural)"
  }

  /// `the one unit`, `all 21 units`.
  static func all(_ count: Int, _ singular: String, _ plural: String) -> String {
    count == 1 ? "the one \(singular)" : "all \(count) \(plural)"
  }

  /// The items with commas, at most ten, and how many more.
  static func text(_ items: [String]) -> String {
    let more = items.count - limit
    return items.prefix(limit).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }
}

extension Panel {
  /// Unit and time of the rows.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` where they are not declared.
  package func requiredIndex() throws(EstimationError) -> PanelIndex {
    if let index { return index }
    throw .invalid(
      "A treatment in time needs units and periods: give 'unit' and 'time' under 'data' in the "
        + "study.")
  }
}
