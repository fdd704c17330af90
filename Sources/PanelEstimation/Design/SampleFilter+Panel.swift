import PanelData
import PanelNumerics
import PanelResults

extension SampleFilter {
  /// Keeps rows where a condition holds.
  ///
  /// - Throws: ``EstimationError/data(_:)`` for a condition that cannot be read or evaluated.
  mutating func keep(where text: String?, in panel: Panel) throws(EstimationError) {
    guard let text else { return }
    let condition = try dataResult { () throws(DataError) in
      try panel.values(of: ExpressionParser.parse(text))
    }
    keep(where: condition.numbers, text: text)
  }

  /// Keeps rows that have a weight.
  ///
  /// - Returns: One weight per row of the panel, positive in every row that stays.
  /// - Throws: ``EstimationError/data(_:)`` for a column that is not there;
  ///   ``EstimationError/invalid(_:)`` for weights that are not positive, with their places.
  mutating func requireWeights(
    _ name: String?,
    in panel: Panel
  ) throws(EstimationError) -> [Double]? {
    guard let name else { return nil }
    let weights = try dataResult { () throws(DataError) in
      try panel.values(of: .column(name))
    }.numbers
    require(weights, of: name, reason: .weightMissing)
    let all = rows ?? (0..<Int32(rowCount)).map { $0 }
    let wrong = all.filter { weights[Int($0)] <= 0 }
    guard !wrong.isEmpty else { return weights }
    let places = wrong.prefix(5).map { row in
      let line = panel.table.lineNumbers.line(ofRow: Int(row)).map { "line \($0)" }
      return "\(line ?? "row \(row + 1)") (\(weights[Int(row)]))"
    }
    let rest = wrong.count > 5 ? " and \(wrong.count - 5) more" : ""
    throw .invalid(
      """
      Weights must be positive, but '\(name)' is zero or negative in \
      \(places.joined(separator: ", "))\(rest). Remove those rows with \
      'where: \(name) > 0', or choose another weight.
      """
    )
  }

  /// No row is left, and why.
  func emptySample() -> EstimationError {
    var reasons = lossesInWords
    if dropped.last?.reason == .singleton {
      reasons +=
        " Each observation is alone in a group of the fixed effects, so there is no variation "
        + "within groups: absorb fewer effects, or add periods."
    }
    return .emptySample(reasons: reasons)
  }

  /// What was lost, and why: a sentence.
  var lossesInWords: String {
    guard !dropped.isEmpty else { return "None of \(rowCount) rows was lost." }
    let lost = dropped.map { loss in
      let subject = loss.subject.map { " (\($0))" } ?? ""
      return "\(loss.rows) for \(Self.words(loss.reason))\(subject)"
    }
    return "Of \(rowCount) rows the model lost \(lost.joined(separator: ", "))."
  }

  private static func words(_ reason: DropReason) -> String {
    switch reason {
    case .whereFalse: "a false condition"
    case .whereMissing: "an undecided condition"
    case .keyMissing: "a missing key"
    case .missing: "missing values"
    case .noNeighbour: "a lag or lead without observation"
    case .weightMissing: "a missing weight"
    case .singleton: "being singletons"
    case .alwaysTreated: "being treated from the first period on"
    case .outsideWindow: "lying outside the window"
    case .unbalanced: "not being observed in all periods"
    case .unitDropped: "being left out"
    case .noComparison: "having no untreated unit to compare with"
    case .notImputable: "having no untreated outcome to be imputed"
    case .otherGroup: "belonging to another group"
    case .unmatchedInJoin: "no match in a join"
    }
  }

  /// The rows that stay, as a result describes them.
  func description(in panel: Panel, weights: String?) -> SampleDescription {
    let rows = rows
    let count = rows?.count ?? rowCount
    var description = SampleDescription(
      n: count,
      rowsAvailable: rowCount,
      dropped: dropped,
      weights: weights
    )
    guard let index = panel.index else {
      description.unitVariable = panel.crossSection?.variable
      description.units = panel.crossSection.map { _ in count }
      return description
    }
    let units = Grouping(codes: index.units, count: index.unitNames.count)
    description.unitVariable = index.unitVariable
    description.timeVariable = index.timeVariable
    description.units = rows.map { units.restricted(to: $0).count } ?? units.count
    var periods = Set<Int>()
    var previous: Int?
    for position in 0..<count {
      let time = index.times[rows.map { Int($0[position]) } ?? position]
      if time != previous { periods.insert(time) }
      previous = time
    }
    description.periods = periods.count
    description.firstPeriod = periods.min()
    description.lastPeriod = periods.max()
    return description
  }
}

/// Runs what may find fault with the data, as part of an estimation.
func dataResult<Value>(
  _ body: () throws(DataError) -> Value
) throws(EstimationError) -> Value {
  do { return try body() } catch { throw .data(error) }
}
