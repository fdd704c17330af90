package import PanelResults

/// Coefficients under fixed and random effects with their differences, over the tests.
package struct HausmanRecipe: TableRecipe, Equatable {
  package static let kind = "hausman"
  package static let summary =
    "Coefficients under fixed and random effects, their differences, and Hausman tests."

  /// Patterns of the terms to show, in the order of the rows; empty for all.
  package var keep: [String] = []
  /// Patterns of the terms to leave out; they stay part of the tests.
  package var omit: [String] = []
  package var labels = OrderedMapping<LocalizedText>()
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is HausmanResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    try HausmanTable(
      recipe: self,
      results: try Self.values(of: results, name: "Hausman tests") { $0 as? HausmanResult },
      references: results.map(\.reference),
      frame: TableFrame(of: results, labels: labels.entries, in: context)
    ).model()
  }
}

extension HausmanRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case keep, omit, labels }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    keep = try container.list(forKey: .keep)
    omit = try container.list(forKey: .omit)
    try container.replace(&labels, forKey: .labels)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "keep",
        .oneOrMore(of: .text),
        default: "all terms",
        "Terms to show, by raw name or glob; rows follow this order."
      ),
      KeyDescription(
        "omit",
        .oneOrMore(of: .text),
        "Terms to leave out of the rows, by raw name or glob; the tests keep them."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of terms by raw name or glob."
      ),
    ] + SharedOptions.keys
}

private struct HausmanTable {
  let recipe: HausmanRecipe
  let results: [HausmanResult]
  let references: [String]
  let frame: TableFrame

  private var glossary: Glossary { frame.glossary }

  /// The form whose standard errors stand beside the differences.
  private func errors(of result: HausmanResult) -> HausmanForm? {
    result.forms.first { !$0.standardErrors.isEmpty }
  }

  private var hasErrors: Bool { results.contains { errors(of: $0) != nil } }
  private var width: Int { hasErrors ? 4 : 3 }

  func model() throws(DocumentError) -> TableModel {
    var head = [HeadCell(RichText(try glossary.text("tables", "variable")))]
    for key in ["fixed", "random", "difference"] + (hasErrors ? ["error"] : []) {
      head.append(HeadCell(RichText(try glossary.text("hausman", key))))
    }
    var blocks: [TableBlock] = []
    let headings = try headings()
    for (index, result) in results.enumerated() {
      blocks.append(
        TableBlock(
          kind: .coefficients,
          heading: headings[index],
          rows: try contrasts(of: result, references[index]),
          hasRuleAbove: index > 0
        )
      )
      blocks.append(
        TableBlock(
          // Not statistics, which stand apart: these numbers share columns with the contrasts.
          kind: .summary,
          rows: try tests(of: result, references[index]),
          hasRuleAbove: true
        )
      )
    }
    return try frame.model(
      columns: (0..<width).map { _ in
        TableColumn(.decimal, result: references.count == 1 ? references[0] : nil)
      },
      head: [HeadRow(cells: head)],
      blocks: blocks,
      notes: try notes(),
      stub: try glossary.text("tables", "variable")
    )
  }

  /// The outcome over each model's rows where outcomes differ, else its number where there are
  /// several models.
  private func headings() throws(DocumentError) -> [RichText?] {
    guard results.count > 1 else { return results.map { _ in nil } }
    let outcomes = try frame.outcomes(of: results)
    var headings: [RichText?] = []
    for index in results.indices {
      let number = try frame.columnNumber(index)
      headings.append(
        outcomes.uniqueTexts.count == 1
          ? try glossary.rich("hausman", "model", ["number": number])
          : try glossary.rich(
            "hausman",
            "heading",
            ["number": number, "outcome": outcomes[index]]
          )
      )
    }
    return headings
  }

  private func contrasts(
    of result: HausmanResult,
    _ reference: String
  ) throws(DocumentError) -> [TableRow] {
    let form = errors(of: result)
    var rows: [TableRow] = []
    for contrast in try shown(result) {
      let place = result.contrasts.firstIndex(of: contrast) ?? 0
      let error = form?.standardErrors[place]
      var cells = [
        ("fixed", contrast.fixed), ("random", contrast.random), ("difference", contrast.difference),
      ].map { key, value in
        cell(value, error?.value, at: "contrasts.\(contrast.term).\(key)", of: reference)
      }
      if hasErrors {
        switch error {
        case .none: cells.append(.empty)
        case .unavailable(let reason): cells.append(try frame.missing(because: reason))
        case .value(let value):
          cells.append(
            cell(
              value,
              value,
              at: "forms.\(form?.variant.rawValue ?? "").std_errors",
              of: reference
            )
          )
        }
      }
      rows.append(TableRow(label: try frame.labels.label(of: contrast.term), cells: cells))
    }
    return rows
  }

  private func cell(
    _ value: Double,
    _ error: Double?,
    at path: String,
    of reference: String
  ) -> Cell {
    .statistic(
      frame.typesetting.number(
        value,
        recipe.options.decimals ?? frame.style.digits.estimates,
        standardError: error
      ),
      trace: Trace(result: reference, path: path, exact: Typesetting.exact(value))
    )
  }

  /// The contrasts asked for.
  private func shown(_ result: HausmanResult) throws(DocumentError) -> [HausmanContrast] {
    let all = results.flatMap { $0.contrasts.map(\.term) }.unique
    for (key, patterns) in [("keep", recipe.keep), ("omit", recipe.omit)] {
      for pattern in patterns where !all.contains(where: NamePattern(pattern).matches) {
        let nearest = NearestNames.list(to: pattern, among: all)
        let shown = all.prefix(30).joined(separator: ", ") + (all.count > 30 ? ", …" : "")
        throw .invalid(
          "'\(key)' names the term '\(pattern)', which no test compares. "
            + (nearest.isEmpty ? "Compared are: \(shown)." : "Did you mean \(nearest)?")
        )
      }
    }
    let rest = result.contrasts.filter { contrast in
      !recipe.omit.contains { NamePattern($0).matches(contrast.term) }
    }
    guard !recipe.keep.isEmpty else { return rest }
    var chosen: [HausmanContrast] = []
    for pattern in recipe.keep.map(NamePattern.init) {
      chosen += rest.filter { contrast in
        pattern.matches(contrast.term) && !chosen.contains(contrast)
      }
    }
    return chosen
  }

  /// A row of headings, then a row for each test: statistic, degrees of freedom, p-value.
  private func tests(
    of result: HausmanResult,
    _ reference: String
  ) throws(DocumentError) -> [TableRow] {
    let rest = [Cell](repeating: .empty, count: width - 3)
    var heads: [Cell] = []
    for key in ["statistic", "freedom", "p"] {
      heads.append(.text(try glossary.rich("hausman", key)))
    }
    var rows = [
      TableRow(label: RichText(try glossary.text("hausman", "test")), cells: heads + rest)
    ]
    for form in result.forms {
      let path = "forms.\(form.variant.rawValue).test"
      let freedom = Int(form.test.degreesOfFreedom)
      rows.append(
        TableRow(
          label: RichText(try glossary.text("tests", form.test.id.rawValue)),
          cells: [
            try frame.testStatistic(form.test.statistic, at: "\(path).statistic", of: reference),
            form.test.statistic.value == nil
              ? .empty : frame.count(freedom, at: "\(path).df", of: reference),
            try frame.pValue(form.test.pValue, at: "\(path).p_value", of: reference),
          ] + rest
        )
      )
    }
    return rows
  }
}

// MARK: Notes

extension HausmanTable {
  private func notes() throws(DocumentError) -> [TableNote] {
    var samples: [[RichText]] = []
    var methods: [[RichText]] = []
    var remarks: [[RichText]] = []
    for result in results {
      samples.append([try sample(of: result)])
      methods.append(try sentences(about: result))
      remarks.append(try frame.remarks(of: result))
    }
    var names: [RichText] = []
    for index in results.indices { names.append(try frame.columnNumber(index)) }
    var notes = try frame.perName(samples, names: names, as: .sample)
    notes.append(TableNote(.covariance, try glossary.rich("hausman", "null")))
    notes += try frame.perName(methods, names: names, as: .covariance)
    notes += try frame.perName(remarks, names: names, as: .remark)
    return try frame.notes(recipe.options, about: results, notes)
  }

  private func sample(of result: HausmanResult) throws(DocumentError) -> RichText {
    try glossary.rich(
      "hausman",
      "sample",
      [
        "count": RichText(frame.typesetting.count(result.sample.n).plainText),
        "units": RichText(frame.typesetting.count(result.sample.units ?? 0).plainText),
      ]
    )
  }

  /// Whose standard errors are printed, and how the forms other than the classic ones are made.
  private func sentences(about result: HausmanResult) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    if let form = errors(of: result),
      result.forms.count(where: { !$0.standardErrors.isEmpty }) > 1
    {
      sentences.append(
        try glossary.rich(
          "hausman",
          "errors",
          ["test": RichText(try glossary.text("tests", form.test.id.rawValue))]
        )
      )
    }
    let unit = try frame.labels.word(for: result.sample.unitVariable ?? "")
    for form in result.forms {
      switch form.variant {
      case .classic, .sigmamore, .sigmaless: continue
      case .robust, .mundlak:
        sentences.append(try glossary.rich("hausman-notes", form.variant.rawValue, ["unit": unit]))
      case .bootstrap:
        guard let bootstrap = form.bootstrap else { continue }
        sentences.append(
          try glossary.rich(
            "hausman-notes",
            form.variant.rawValue,
            ["draws": try frame.draws(bootstrap.replications, seed: bootstrap.seed)]
          )
        )
      }
    }
    return sentences
  }
}
