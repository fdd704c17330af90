import PanelData
import PanelResults

/// The rows of each unit: they stand together, ascending in time.
struct UnitSpans {
  let rows: [Range<Int>]

  init(_ index: PanelIndex) {
    var rows = [Range<Int>](repeating: 0..<0, count: index.unitNames.count)
    var start = 0
    for row in index.units.indices {
      let unit = index.units[row]
      if row + 1 == index.units.count || index.units[row + 1] != unit {
        rows[Int(unit)] = start..<row + 1
        start = row + 1
      }
    }
    self.rows = rows
  }
}

/// Timing as it stands in a column, unit by unit.
struct TimingReading {
  var cohorts: [Int?]
  var isAlwaysTreated: [Bool]
  var status: [Double]
  var switchOffs: [TreatmentTiming.SwitchOff] = []
  var uncertainStarts: [Int] = []
  var lateCohorts: [Int] = []
  var roundedCohorts: [Int] = []

  private init(unitCount: Int, status: [Double]) {
    cohorts = [Int?](repeating: nil, count: unitCount)
    isAlwaysTreated = [Bool](repeating: false, count: unitCount)
    self.status = status
  }

  /// Timing from a 0/1 column: the cohort is the first period with a 1.
  init(indicator: [Double], _ spans: UnitSpans, _ index: PanelIndex) {
    self.init(unitCount: spans.rows.count, status: indicator)
    for (unit, rows) in spans.rows.enumerated() {
      guard let first = rows.first(where: { indicator[$0] == 1 }) else { continue }
      cohorts[unit] = index.times[first]
      if let off = rows[(first + 1)...].first(where: { indicator[$0] == 0 }) {
        switchOffs.append(.init(unit: unit, period: index.times[off]))
      }
      guard let known = rows.first(where: { !indicator[$0].isNaN }), known < first else {
        isAlwaysTreated[unit] = true
        continue
      }
      let isSeenBefore =
        indicator[first - 1] == 0 && index.times[first - 1] == index.times[first] - index.step
      if !isSeenBefore { uncertainStarts.append(unit) }
    }
  }

  /// Timing from a column of first treated periods; 0 and missing mean never.
  init(
    cohort: [Double], of name: String, in panel: Panel, _ spans: UnitSpans, _ index: PanelIndex
  ) throws(EstimationError) {
    self.init(
      unitCount: spans.rows.count, status: [Double](repeating: 0, count: index.times.count))
    try Self.checkCohort(cohort, of: name, spans, index)
    guard let start = index.times.min(), let end = index.times.max() else { return }
    for (unit, rows) in spans.rows.enumerated() {
      guard let row = rows.first, Self.isTreated(cohort[row]) else { continue }
      let given = Int(cohort[row])
      let period = start - Self.steps(from: given, to: start, step: index.step) * index.step
      if period > end {
        lateCohorts.append(unit)
        continue
      }
      if period != given { roundedCohorts.append(unit) }
      cohorts[unit] = period
      isAlwaysTreated[unit] = period <= index.times[row]
      for row in rows where index.times[row] >= period { status[row] = 1 }
    }
  }

  /// Whole steps from one time to another, rounded down.
  static func steps(from start: Int, to end: Int, step: Int) -> Int {
    let distance = end - start
    return distance >= 0 ? distance / step : -((step - 1 - distance) / step)
  }

  private static func isTreated(_ cohort: Double) -> Bool { cohort != 0 && cohort.isFinite }

  /// Refuses values other than 0, 1 and missing.
  static func checkIndicator(
    _ numbers: [Double], of name: String, in panel: Panel, _ index: PanelIndex
  ) throws(EstimationError) {
    var wrong: [Double] = []
    var places: [String] = []
    for row in numbers.indices {
      let number = numbers[row]
      guard number != 0, number != 1, !number.isNaN, !wrong.contains(number) else { continue }
      wrong.append(number)
      if wrong.count > 50 { break }
      guard places.count < 3 else { continue }
      let unit = MessageText.shown(index.unitNames[Int(index.units[row])])
      places.append(
        "\(Expression.text(of: number)) (\(index.unitVariable) = \(unit), "
          + "\(index.timeVariable) = \(index.times[row]))")
    }
    guard !wrong.isEmpty else { return }
    let more = wrong.count - places.count
    let rest =
      more <= 0 ? "" : wrong.count > 50 ? " and many other values"
        : more == 1 ? " and one other value" : " and \(more) other values"
    let written = Names.written(name)
    throw .invalid(
      "A treatment is 0 or 1 in each row, but '\(name)' holds "
        + "\(places.joined(separator: ", "))\(rest). Define one under 'variables', such as "
        + "'treated: \(written) > 0', and name that.")
  }

  /// Refuses what is no period, and periods that differ within a unit.
  private static func checkCohort(
    _ numbers: [Double], of name: String, _ spans: UnitSpans, _ index: PanelIndex
  ) throws(EstimationError) {
    if let row = numbers.indices.first(where: {
      numbers[$0].isFinite
        && (Int(exactly: numbers[$0]) == nil || abs(numbers[$0]) > 0x1p53)
    }) {
      let unit = MessageText.shown(index.unitNames[Int(index.units[row])])
      throw .invalid(
        "The first treated period '\(name)' is \(Expression.text(of: numbers[row])) for "
          + "\(index.unitVariable) = \(unit), which is no whole number. It holds periods of "
          + "'\(index.timeVariable)'; 0 or missing means never treated.")
    }
    if let first = index.times.min(), let last = index.times.max(), (first...last).contains(0),
      let row = numbers.firstIndex(of: 0)
    {
      let unit = MessageText.shown(index.unitNames[Int(index.units[row])])
      throw .invalid(
        "The first treated period '\(name)' is 0 for \(index.unitVariable) = \(unit), which can "
          + "mean never treated or treated from period 0, because '\(index.timeVariable)' runs "
          + "from \(first) to \(last). Leave it missing for units that are never treated and count "
          + "periods from another year, or use a 0/1 column with 'treatment'.")
    }
    let varying = spans.rows.indices.filter { unit in
      guard let first = spans.rows[unit].first else { return false }
      return spans.rows[unit].contains { row in
        isTreated(numbers[row]) != isTreated(numbers[first])
          || (isTreated(numbers[row]) && numbers[row] != numbers[first])
      }
    }
    guard !varying.isEmpty else { return }
    let places = varying.map { unit in
      var values: [String] = []
      for row in spans.rows[unit] {
        let text = numbers[row].isNaN ? "missing" : Expression.text(of: numbers[row])
        if !values.contains(text) { values.append(text) }
      }
      let shown = values.prefix(3).joined(separator: ", ") + (values.count > 3 ? ", …" : "")
      return "\(MessageText.shown(index.unitNames[unit])) (\(shown))"
    }
    throw .invalid(
      "The first treated period is one per unit, but '\(name)' changes within "
        + "\(MessageList.count(varying.count, "unit", "units")): "
        + "\(MessageList.text(places)). For a 0/1 column use 'treatment' instead of 'cohort'.")
  }
}

extension TreatmentColumn {
  /// The numbers of the column.
  ///
  /// - Throws: ``EstimationError/data(_:)`` for a column that is not there;
  ///   ``EstimationError/invalid(_:)`` for one of text.
  func numbers(in panel: Panel) throws(EstimationError) -> [Double] {
    guard let column = panel.table[name] else {
      let known = panel.table.names
      guard NearestNames.of(name, in: known).isEmpty, isExpression else {
        throw .data(
          .unknownColumn(name, nearest: NearestNames.of(name, in: known), known: known))
      }
      throw .invalid(
        "'\(name)' is an expression, and a treatment is a column: define it under 'variables', "
          + "such as 'treated: \(name)', and name that.")
    }
    if let numbers = column.numbers { return numbers }
    let examples = (0..<min(column.count, 10_000)).compactMap { column.text(atRow: $0) }
    var distinct: [String] = []
    for text in examples where !distinct.contains(text) && distinct.count < 3 {
      distinct.append(text)
    }
    let shown = distinct.map { "'\(MessageText.shown($0))'" }.joined(separator: ", ")
    let written = Names.written(name)
    switch self {
    case .indicator:
      throw .invalid(
        "A treatment is 0 or 1 in each row, but '\(name)' holds text such as \(shown). Define one "
          + "under 'variables', such as "
          + "\"treated: \(written) == '\(MessageText.shown(distinct.last ?? ""))'\", and name that.")
    case .cohort:
      throw .invalid(
        "'\(name)' should hold each unit's first treated period, but it holds text such as "
          + "\(shown). Leave the cell of a unit that is never treated empty, or make it 0.")
    }
  }

  /// Whether the name reads as more than the name of a column.
  private var isExpression: Bool {
    do throws(DataError) {
      if case .column = try ExpressionParser.parse(name) { return false }
      return true
    } catch {
      return false
    }
  }
}
