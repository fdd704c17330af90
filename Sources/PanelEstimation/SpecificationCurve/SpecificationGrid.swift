import PanelData
import PanelResults

/// Every combination of choices, equal ones made one.
struct SpecificationGrid {
  /// A specification to estimate.
  struct Cell: Sendable {
    /// The combinations that are this specification: a place in every list.
    var combinations: [[Int]]
    var formula: Formula
    /// The raw name of the treatment.
    var treatment: String
    var condition: String?
    var covariance: CovarianceSpecification
  }

  private(set) var cells: [Cell] = []
  /// The cell of the base specification.
  private(set) var base: Int?
  private(set) var combinationCount = 0

  static let kinds = ChoiceList.Kind.allCases

  /// - Throws: ``EstimationError/invalid(_:)`` for too many combinations, choices that stand twice
  ///   and a base that is none of them; what a formula or a covariance that cannot be read throws.
  init(_ curve: SpecificationCurve, in panel: Panel) throws(EstimationError) {
    let lists = Self.kinds.map(curve.choices)
    try Self.check(lists)
    let covariances = try curve.covariances.map { (choice) throws(EstimationError) in
      try CovarianceSpecification(parsing: choice.names[0])
    }
    let base = try curve.base.map { (picks) throws(EstimationError) in
      try Self.combination(of: picks, in: lists)
    }
    var known: [String: Int] = [:]
    var combination = lists.map { _ in 0 }
    while true {
      combinationCount += 1
      let cell = try Self.cell(combination, curve, covariances, in: panel)
      let place = known[Self.key(of: cell), default: cells.count]
      if place == cells.count {
        known[Self.key(of: cell)] = place
        cells.append(cell)
      } else {
        cells[place].combinations += cell.combinations
      }
      if combination == base { self.base = place }
      guard let list = combination.indices.last(where: { combination[$0] + 1 < lists[$0].count })
      else { break }
      combination[list] += 1
      for later in (list + 1)..<max(combination.count, list + 1) { combination[later] = 0 }
    }
  }

  private static func check(_ lists: [[SpecificationCurve.Choice]]) throws(EstimationError) {
    var count = 1
    for list in lists {
      let product = count.multipliedReportingOverflow(by: list.count)
      count = product.overflow ? Int.max : product.partialValue
    }
    guard count <= SpecificationCurve.limit else {
      let sizes = zip(kinds, lists).filter { $1.count > 1 }
        .map { "\($1.count) in '\($0.rawValue)'" }
      throw .invalid(
        "The choices (\(sizes.joined(separator: ", "))) make \(count == Int.max ? "far more" : "\(count)") "
          + "specifications; at most \(SpecificationCurve.limit) are estimated. Shorten a list, or "
          + "split it over several entries.")
    }
    for (kind, list) in zip(kinds, lists) {
      for (place, choice) in list.enumerated() {
        guard let first = list.firstIndex(where: { $0.names == choice.names }), first < place else {
          continue
        }
        let written = choice.names.isEmpty ? "the empty choice" : "'\(shown(choice))'"
        throw .invalid(
          "In '\(kind.rawValue)' \(written) stands twice, as choices \(first + 1) and "
            + "\(place + 1).")
      }
    }
  }

  private static func shown(_ choice: SpecificationCurve.Choice) -> String {
    choice.names.joined(separator: ", ")
  }

  /// The places that picks name; the first of a list that they leave out.
  private static func combination(
    of picks: [ChoiceList.Kind: SpecificationCurve.Pick], in lists: [[SpecificationCurve.Choice]]
  ) throws(EstimationError) -> [Int] {
    var combination: [Int] = []
    for (kind, list) in zip(kinds, lists) {
      guard let pick = picks[kind] else {
        combination.append(0)
        continue
      }
      let found: Int?
      let asked: String
      switch pick {
      case .place(let place):
        found = list.indices.contains(place - 1) ? place - 1 : nil
        asked = "\(place)"
      case .names(let names):
        let names = kind == .samples && names == [SpecificationCurve.allRows] ? [] : names
        found =
          list.firstIndex { $0.names == names }
          ?? list.firstIndex { names.count == 1 && $0.label == names[0] }
        asked = names.joined(separator: ", ")
      }
      guard let found else {
        let known = list.map { $0.label ?? ($0.names.isEmpty ? "[]" : shown($0)) }
        throw .invalid(
          "'base' asks for the choice '\(asked)' of '\(kind.rawValue)', which is none of "
            + "\(MessageList.text(known)).")
      }
      combination.append(found)
    }
    return combination
  }

  private static func cell(
    _ combination: [Int], _ curve: SpecificationCurve,
    _ covariances: [CovarianceSpecification], in panel: Panel
  ) throws(EstimationError) -> Cell {
    func choice(_ kind: ChoiceList.Kind) -> [String] {
      let list = kinds.firstIndex(of: kind) ?? 0
      return curve.choices(kind)[combination[list]].names
    }
    let treatment = choice(.treatments)[0]
    let right = ([treatment] + choice(.controls)).joined(separator: " + ")
    let effects = choice(.effects).joined(separator: " + ")
    let text = "\(choice(.outcomes)[0]) ~ \(right)" + (effects.isEmpty ? "" : " | \(effects)")
    let formula = try dataResult { () throws(DataError) in
      try FormulaParser.parse(text, lists: panel.lists)
    }
    let alone = try dataResult { () throws(DataError) in
      try FormulaParser.terms(treatment, lists: panel.lists)
    }
    guard alone.count == 1, let term = alone.first,
      term.factors.allSatisfy({ if case .numeric = $0 { true } else { false } }),
      formula.endogenous.isEmpty
    else {
      throw .invalid(
        "The treatment '\(treatment)' must be one regressor, such as a variable. Name several in "
          + "'treatments'.")
    }
    return Cell(
      combinations: [combination], formula: formula, treatment: term.name,
      condition: choice(.samples).first,
      covariance: covariances[combination[combination.count - 1]])
  }

  /// What tells a specification from others, whatever the order of controls and effects.
  private static func key(of cell: Cell) -> String {
    let formula = cell.formula
    return [
      formula.outcome.description, cell.treatment,
      formula.regressors.map(\.name).filter { $0 != cell.treatment }.sorted()
        .joined(separator: " + "),
      formula.hasConstant ? "1" : "0",
      formula.effects.map(\.name).sorted().joined(separator: " + "), cell.condition ?? "",
      "\(cell.covariance)",
    ].joined(separator: "\u{0}")
  }
}
