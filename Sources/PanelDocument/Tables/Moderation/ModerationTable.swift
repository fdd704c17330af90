import PanelResults

/// A regression table with rows for marginal effects and their region of significance.
struct ModerationTable {
  let recipe: ModerationRecipe
  let results: [ModerationResult]
  let table: RegressionTable

  private var frame: TableFrame { table.frame }
  private var glossary: Glossary { table.glossary }
  private var words: ModeratorWords {
    ModeratorWords(glossary: glossary, typesetting: table.style.typesetting)
  }

  func model() throws(DocumentError) -> TableModel {
    var model = try table.model(explainsDashes: false)
    let place =
      model.blocks.firstIndex { $0.kind == .effects || $0.kind == .statistics }
      ?? model.blocks.count
    var blocks: [TableBlock] = []
    if recipe.showsEffects {
      blocks.append(
        TableBlock(kind: .coefficients, rows: try effectRows(), hasRuleAbove: true)
      )
    }
    if recipe.showsRegion {
      blocks.append(
        TableBlock(kind: .statistics, rows: try regionRows(), hasRuleAbove: !recipe.showsEffects)
      )
    }
    model.blocks.insert(contentsOf: blocks.filter { !$0.rows.isEmpty }, at: place)
    let notes = model.notes + (try self.notes())
    model.notes = TableNote.Kind.allCases.flatMap { kind in notes.filter { $0.kind == kind } }
    return try frame.explainingDashes(in: model)
  }

  // MARK: Marginal effects

  /// A place at which some result has an effect, with the values that it stands for.
  private struct Place: Hashable {
    var place: ModeratorPlace
    /// Of a number that the study gives.
    var value: Double?
  }

  private static func place(of effect: MarginalEffect) -> Place {
    Place(place: effect.place, value: effect.place.kind == .value ? effect.moderator : nil)
  }

  private func effectRows() throws(DocumentError) -> [TableRow] {
    let places = results.flatMap { $0.effects.map(Self.place) }.unique
    guard !places.isEmpty else { return [] }
    var rows = [
      TableRow(
        label: try heading(),
        cells: results.map { _ in .empty },
        hasSpaceAbove: true
      )
    ]
    for place in places {
      var slots: [EstimateWriter.Slot] = []
      var values: [Double] = []
      for (result, column) in zip(results, table.columns) {
        let index = result.effects.firstIndex { Self.place(of: $0) == place }
        if let index { values.append(result.effects[index].moderator) }
        slots.append(
          EstimateWriter.Slot(
            estimate: index.map { result.effects[$0].estimate },
            source: EstimateWriter.Source(
              reference: column.reference,
              path: "effects[\(index ?? 0)].estimate",
              covariance: try table.writer.sentence(
                "covariance-detail",
                about: result.covariance,
                countsClusters: true,
                place: nil
              ).plainText,
              observations: result.sample.n
            )
          )
        )
      }
      var lines = try table.estimateWriter.rows(
        label: try label(of: place, values: values),
        indent: 1,
        slots: slots
      )
      if rows.count == 1 { lines[0].hasSpaceAbove = false }
      rows += lines
    }
    return rows
  }

  /// `Effect of Public capital where Unemployment is`, as far as the columns agree.
  private func heading() throws(DocumentError) -> RichText {
    let treatments = results.map(\.treatment).unique
    let moderators = results.map(\.moderator).unique
    guard treatments.count == 1, moderators.count == 1 else {
      return try glossary.rich("moderation", "effects")
    }
    return try glossary.rich(
      "moderation",
      "effects-of",
      [
        "treatment": try table.labels.word(for: treatments[0]),
        "moderator": try table.labels.word(for: moderators[0]),
      ]
    )
  }

  /// The name of a place, with its value where all columns have the same.
  private func label(of place: Place, values: [Double]) throws(DocumentError) -> RichText {
    let name = try words.name(place.place, value: place.value ?? 0)
    let texts = values.map(words.number).uniqueNumbers
    guard place.value == nil, texts.count == 1 else { return name }
    return try glossary.rich(
      "moderation",
      "place",
      ["name": name, "value": RichText([.number(texts[0])])]
    )
  }

  // MARK: The region of significance

  private func regionRows() throws(DocumentError) -> [TableRow] {
    guard results.contains(where: { $0.region.value != nil }) else { return [] }
    var bounds: [Cell] = []
    var shares: [Cell] = []
    for (result, column) in zip(results, table.columns) {
      switch result.region {
      case .unavailable(let reason):
        bounds.append(try frame.missing(because: reason))
        shares.append(try frame.missing(because: reason))
      case .value(let region):
        bounds.append(
          region.bounds.isEmpty
            ? .text(RichText(try glossary.text("moderation", "no-bounds")))
            : .uncertainty(
              region.bounds.map(words.number),
              bracket: .none,
              trace: Trace(
                result: column.reference,
                path: "region.value.bounds",
                exact: region.bounds.map(Typesetting.exact).joined(separator: ", ")
              )
            )
        )
        shares.append(
          frame.number(
            region.share,
            table.style.digits.statistics,
            at: "region.positive_share + region.negative_share",
            of: column.reference
          )
        )
      }
    }
    return [
      TableRow(label: RichText(try glossary.text("moderation", "bounds")), cells: bounds),
      TableRow(label: RichText(try glossary.text("moderation", "share")), cells: shares),
    ]
  }

  // MARK: Notes

  private func notes() throws(DocumentError) -> [TableNote] {
    var supports: [[RichText]] = []
    var regions: [[RichText]] = []
    for result in results {
      supports.append(try support(of: result))
      regions.append(recipe.showsRegion ? try region(of: result) : [])
    }
    return try frame.perColumn(supports, as: .sample) + frame.perColumn(regions, as: .remark)
  }

  private func support(of result: ModerationResult) throws(DocumentError) -> [RichText] {
    let moderator = try table.labels.label(of: result.moderator)
    let support = result.support
    // The name of a column is no word, and keeps its letters.
    let isLabelled = table.labels.given(result.moderator) != nil
    if support.isBinary, let high = support.values.last {
      return [
        try glossary.rich(
          "moderation",
          "support-binary",
          [
            "moderator": moderator, "value": RichText([.number(words.exact(high.value))]),
            "share": words.percent(Double(high.count) / Double(max(support.n, 1))),
          ]
        )
      ].map { isLabelled ? $0.sentenceStart : $0 }
    }
    return [
      try glossary.rich(
        "moderation",
        "support",
        [
          "moderator": moderator, "mean": RichText([.number(words.number(support.mean))]),
          "sd": RichText([.number(words.number(support.standardDeviation))]),
          "low": RichText([.number(words.number(support.minimum))]),
          "high": RichText([.number(words.number(support.maximum))]),
        ]
      )
    ].map { isLabelled ? $0.sentenceStart : $0 }
  }

  private func region(of result: ModerationResult) throws(DocumentError) -> [RichText] {
    guard let region = result.region.value else { return [] }
    let key =
      switch region.kind {
      case .everywhere: "region-everywhere"
      case .nowhere: "region-nowhere"
      case .outside, .inside, .above, .below: "region"
      }
    let (least, greatest) = (result.support.minimum, result.support.maximum)
    let beyond = region.bounds.filter { $0 < least || $0 > greatest }
    var bounds: [RichText] = []
    if !beyond.isEmpty {
      bounds.append(
        try glossary.rich(
          "moderation",
          "bounds-beyond",
          [
            "count": RichText(String(beyond.count)),
            "bounds": try glossary.list(beyond.map { RichText([.number(words.number($0))]) }),
            "moderator": try table.labels.word(for: result.moderator),
          ]
        )
      )
    }
    return [
      try glossary.rich(
        "moderation",
        key,
        [
          "treatment": try table.labels.word(for: result.treatment),
          "moderator": try table.labels.word(for: result.moderator),
          "size": words.size(of: region.level), "range": try words.range(region),
          "share": words.percent(region.share),
        ]
      )
    ] + bounds
  }
}

extension Array<NumberText> {
  /// Equal numbers once, in order of first appearance.
  fileprivate var uniqueNumbers: [NumberText] {
    var found: [NumberText] = []
    for number in self where !found.contains(number) { found.append(number) }
    return found
  }
}
