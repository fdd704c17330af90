import PanelResults

/// A stage of a regression with instruments, as a column of its own.
package enum RegressionStage: String, Sendable, Equatable, Decodable, CaseIterable {
  /// An endogenous variable on the instruments: a column for each such variable.
  case first
  /// The outcome on the instruments.
  case reducedForm = "reduced-form"
  /// The structural equation.
  case second

  /// The key of its heading in the glossary.
  fileprivate var word: String { self == .reducedForm ? "reduced" : rawValue }
}

/// The columns of a table of regressions: one per result, or one per stage of those that have
/// instruments.
struct StageColumns {
  private(set) var columns: [RegressionColumn] = []
  /// Endogenous variables, then instruments, as far as columns have them: the rows that come
  /// first, as papers have it.
  private(set) var leading: [String] = []

  /// - Parameters:
  ///   - results: Regressions.
  ///   - stages: The columns of a result with instruments, in this order; `nil` for one.
  ///   - showsConstant: As in ``RegressionColumn``.
  ///   - glossary: The names of stages.
  /// - Throws: Where a result is no regression, or stages are asked for and none has instruments.
  init(
    of results: [NamedResult],
    stages: [RegressionStage]?,
    showsConstant: Bool?,
    glossary: Glossary
  ) throws(DocumentError) {
    var endogenous: [String] = []
    var instruments: [String] = []
    for named in results {
      guard let fit = named.result as? any RegressionFit else {
        throw .invalid(
          "A regression table shows regressions, but '\(named.reference)' is a "
            + "result of the method '\(type(of: named.result).method)'."
        )
      }
      guard let stages, let instrumented = fit as? any InstrumentedFit else {
        append(fit, named, showsConstant)
        continue
      }
      if stages.contains(.second) { endogenous += instrumented.endogenous }
      instruments += instrumented.instruments
      for stage in stages {
        let title = RichText(try glossary.text("stages", stage.word))
        switch stage {
        case .first:
          for (index, first) in instrumented.firstStages.enumerated() {
            append(
              first.regression,
              named,
              showsConstant,
              path: "first_stages[\(index)].regression.",
              stage: title
            )
          }
        case .reducedForm:
          append(
            instrumented.reducedForm,
            named,
            showsConstant,
            path: "reduced_form.",
            stage: title
          )
        case .second: append(fit, named, showsConstant, stage: title)
        }
      }
    }
    guard stages == nil || columns.contains(where: { $0.stage != nil }) else {
      throw .invalid(
        "'stages' asks for the stages of regressions with instruments, but no model of the table "
          + "has any. Take the key out, or add a result of the method 'iv'."
      )
    }
    let terms = Set(columns.flatMap { $0.fit.estimates.map(\.term) })
    leading = (endogenous + instruments).unique.filter(terms.contains)
  }

  private mutating func append(
    _ fit: any RegressionFit,
    _ named: NamedResult,
    _ showsConstant: Bool?,
    path: String = "",
    stage: RichText? = nil
  ) {
    var column = RegressionColumn(
      number: columns.count + 1,
      reference: named.reference,
      fit: fit,
      showsConstant: showsConstant
    )
    column.path = path
    column.stage = stage
    columns.append(column)
  }
}
