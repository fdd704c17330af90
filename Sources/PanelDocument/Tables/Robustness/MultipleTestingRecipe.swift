package import PanelResults

/// Hypotheses in rows, with plain and adjusted p-values.
package struct MultipleTestingRecipe: TableRecipe, Equatable {
  package static let kind = "multiple-testing"
  package static let summary =
    "Hypotheses in rows, with their estimates, plain p-values and those adjusted for their number."

  /// Names of the models in the order in which they appear.
  package var models: [LocalizedText] = []
  package var labels = OrderedMapping<LocalizedText>()
  package var stars: StarPolicy?
  /// The p-values that stars go by: an adjustment, or `plain`.
  package var starsBy: String?
  package var options = SharedOptions()

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is MultipleTestingResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "adjusted p-values") {
      $0 as? MultipleTestingResult
    }
    guard values.count == 1 else {
      throw .invalid(
        "A table of the kind '\(Self.kind)' shows one family of hypotheses, and 'of' names "
          + "\(values.count). Give each a table of its own.")
    }
    return try MultipleTestingTable(recipe: self, named: results[0], result: values[0], in: context)
      .model()
  }
}

extension MultipleTestingRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case models, labels, stars
    case starsBy = "stars-by"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    models = try container.list(forKey: .models)
    try container.replace(&labels, forKey: .labels)
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    starsBy = try container.decodeIfPresent(String.self, forKey: .starsBy)
    options = try SharedOptions(from: decoder)
  }

  /// The word for p-values that are not adjusted.
  static let plain = "plain"

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "models",
        .oneOrMore(of: .localizedText),
        default: "(1), (2), …",
        "Names of the models, in the order in which they appear."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of terms and outcomes by raw name or glob."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
      KeyDescription(
        "stars-by",
        .choice(PValueAdjustment.allCases.map(\.rawValue) + [plain]),
        default: "the first adjustment",
        "The p-values that stars go by."
      ),
    ] + SharedOptions.keys
}

/// What a table of the kind `multiple-testing` is made of.
struct MultipleTestingTable {
  let recipe: MultipleTestingRecipe
  let named: NamedResult
  let result: MultipleTestingResult
  let frame: TableFrame
  let writer: EstimateWriter
  /// The place of the adjustment that stars go by; `nil` for plain p-values.
  let starred: Int?
  /// Models in the order in which they appear, with their names.
  let models: [(reference: String, name: RichText)]

  var glossary: Glossary { frame.glossary }

  init(
    recipe: MultipleTestingRecipe,
    named: NamedResult,
    result: MultipleTestingResult,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.named = named
    self.result = result
    frame = TableFrame(of: [named], labels: recipe.labels.entries, in: context)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.options.decimals,
      uncertainty: []
    )
    guard !result.hypotheses.isEmpty, !result.adjustments.isEmpty else {
      throw .invalid("'\(named.reference)' holds no adjusted p-value.")
    }
    let words = [MultipleTestingRecipe.plain] + result.adjustments.map(\.rawValue)
    let word = recipe.starsBy ?? result.adjustments[0].rawValue
    guard words.contains(word) else {
      throw .invalid(
        "'stars-by' names '\(word)', but '\(named.reference)' has: \(words.joined(separator: ", "))."
      )
    }
    starred = result.adjustments.firstIndex { $0.rawValue == word }
    // In the order of the rows, which go by outcome where there are several of terms and outcomes.
    let outcomes = result.hypotheses.map(\.outcome).unique
    let isByTerm = result.hypotheses.map(\.estimate.term).unique.count > 1 && outcomes.count > 1
    let rows =
      isByTerm
      ? outcomes.flatMap { outcome in result.hypotheses.filter { $0.outcome == outcome } }
      : result.hypotheses
    let references = rows.map(\.model).unique
    let names = try frame.headings(recipe.models, over: references.count)
    var models: [(reference: String, name: RichText)] = []
    for (place, reference) in references.enumerated() {
      let name = if let names { names[place] } else { try frame.columnNumber(place) }
      models.append((reference, name))
    }
    self.models = models
  }

  var terms: [String] { result.hypotheses.map(\.estimate.term).unique }
  private var outcomes: [String?] { result.hypotheses.map(\.outcome).unique }
  /// One term of several outcomes: rows are outcomes, and the term stands in the notes.
  var isByOutcome: Bool { terms.count == 1 && outcomes.count > 1 }
  /// Several outcomes and terms: rows are terms under the heading of their outcome.
  private var hasHeadings: Bool { terms.count > 1 && outcomes.count > 1 }
  var hasModels: Bool { models.count > 1 || !recipe.models.isEmpty }

  func model() throws(DocumentError) -> TableModel {
    var blocks: [TableBlock] = []
    if hasHeadings {
      for outcome in outcomes {
        var rows: [TableRow] = []
        for index in result.hypotheses.indices where result.hypotheses[index].outcome == outcome {
          rows.append(try row(index))
        }
        let label = try outcome.map { (name) throws(DocumentError) in
          try frame.labels.label(of: name)
        }
        blocks.append(TableBlock(kind: .summary, heading: label, rows: rows))
      }
    } else {
      var rows: [TableRow] = []
      for index in result.hypotheses.indices { rows.append(try row(index)) }
      blocks.append(TableBlock(kind: .summary, rows: rows))
    }
    let numbers = 3 + result.adjustments.count
    return try frame.model(
      columns: (hasModels ? [TableColumn(.center)] : [])
        + (0..<numbers).map { _ in TableColumn(.decimal, result: named.reference) },
      head: try head(),
      blocks: blocks,
      notes: try notes(),
      stub: try stub()
    )
  }

  private func stub() throws(DocumentError) -> String {
    try glossary.text("multiple-testing", isByOutcome ? "outcome" : "variable")
  }

  private func head() throws(DocumentError) -> [HeadRow] {
    var top = [HeadCell("", span: hasModels ? 4 : 3)]
    var bottom = [HeadCell(RichText(try stub()))]
    if hasModels {
      bottom.append(HeadCell(RichText(try glossary.text("multiple-testing", "model"))))
    }
    for key in ["coefficient", "error"] {
      bottom.append(HeadCell(RichText(try glossary.text("multiple-testing", key))))
    }
    top.append(
      HeadCell(
        RichText(try glossary.text("multiple-testing", "p-values")),
        span: 1 + result.adjustments.count,
        hasRule: true
      )
    )
    bottom.append(HeadCell(RichText(try glossary.text("multiple-testing", "plain"))))
    for adjustment in result.adjustments {
      bottom.append(HeadCell(RichText(try glossary.text("adjustments", adjustment.rawValue))))
    }
    return [HeadRow(cells: top), HeadRow(cells: bottom)]
  }

  private func row(_ index: Int) throws(DocumentError) -> TableRow {
    let hypothesis = result.hypotheses[index]
    let name = isByOutcome ? hypothesis.outcome ?? "" : hypothesis.estimate.term
    let path = "hypotheses.\(index + 1)"
    // The estimate carries the p-value that its stars go by.
    var shown = hypothesis.estimate
    if let starred { shown.pValue = .value(hypothesis.adjusted[starred]) }
    let symbol = shown.pValue.value.map(writer.stars.symbol(for:)) ?? ""
    let slot = EstimateWriter.Slot(
      estimate: hypothesis.estimate,
      source: EstimateWriter.Source(
        reference: named.reference,
        path: "\(path).estimate",
        covariance: try hypothesis.covariance.map { (covariance) throws(DocumentError) in
          try frame.writer.sentence(
            "covariance-detail",
            about: covariance,
            countsClusters: true,
            place: nil
          ).plainText
        },
        observations: hypothesis.observations
      )
    )
    var cells: [Cell] = []
    if hasModels {
      let model = models.first { $0.reference == hypothesis.model }?.name ?? ""
      cells.append(.text(model))
    }
    cells.append(try writer.estimateCell(slot).starred(symbol))
    cells.append(try writer.uncertaintyCell((.standardError, .none), of: slot))
    cells.append(
      try frame.pValue(
        hypothesis.estimate.pValue,
        cutOffs: starred == nil ? cutOffs : [],
        at: "\(path).estimate.p_value",
        of: named.reference
      )
    )
    for (place, p) in hypothesis.adjusted.enumerated() {
      cells.append(
        try frame.pValue(
          .value(p),
          cutOffs: starred == place ? cutOffs : [],
          at: "\(path).adjusted.\(place + 1)",
          of: named.reference
        )
      )
    }
    return TableRow(
      label: try frame.labels.label(of: name),
      indent: hasHeadings ? 1 : 0,
      cells: cells
    )
  }

  private var cutOffs: [Double] { writer.stars.levels.map(\.below) }
}

extension Cell {
  /// The same estimate with other stars.
  fileprivate func starred(_ symbol: String) -> Cell {
    guard case .estimate(let number, _, let trace) = self else { return self }
    return .estimate(number, stars: symbol, trace: trace)
  }
}
