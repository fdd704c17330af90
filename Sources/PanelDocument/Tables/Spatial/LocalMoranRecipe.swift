package import PanelResults

/// Units in rows, with their local Moran's I, its p-value and their cluster, by period.
package struct LocalMoranRecipe: TableRecipe, Equatable {
  package static let kind = "local-moran"
  package static let summary =
    "Units in rows with local Moran's I, p-value and cluster, by period; counts of clusters below."

  /// Units to show; absent for all of them, or the significant ones where there are many.
  package var show: Rows?
  /// Periods to show; all where empty.
  package var periods: [Int] = []
  package var labels = OrderedMapping<LocalizedText>()
  package var stars: StarPolicy?
  package var options = SharedOptions()

  package enum Rows: String, Sendable, CaseIterable {
    case all
    /// Those that are significant in a period that is shown.
    case significant
  }

  /// Units up to which all are shown.
  static let usualRows = 60
  /// Periods that fit side by side.
  static let mostPeriods = 6

  package init() {}

  package static func suits(_ results: [NamedResult]) -> Bool {
    !results.isEmpty && results.allSatisfy { $0.result is LocalMoranResult }
  }

  package func table(of results: [NamedResult], in context: DocumentContext) throws(DocumentError)
    -> TableModel
  {
    let values = try Self.values(of: results, name: "local statistics") { $0 as? LocalMoranResult }
    guard let result = values.first, values.count == 1 else {
      throw .invalid(
        "A table of the kind '\(Self.kind)' shows one result, and 'of' names \(values.count). Name "
          + "one of them, such as '\(results[0].reference)'.")
    }
    return try LocalMoranTable(recipe: self, named: results[0], result: result, in: context).model()
  }
}

extension LocalMoranRecipe: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable { case show, years, labels, stars }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let word = try container.decodeIfPresent(String.self, forKey: .show) {
      show = try decoder.word(word, what: "choice of rows")
    }
    periods = try container.list(forKey: .years)
    try container.replace(&labels, forKey: .labels)
    stars = try container.decodeIfPresent(StarPolicy.self, forKey: .stars)
    options = try SharedOptions(from: decoder)
  }

  package static let keys: [KeyDescription] =
    [
      KeyDescription(
        "show",
        .choice(Rows.allCases.map(\.rawValue)),
        default: "all up to 60 units, else significant",
        "The units to show: all, or those significant in a period that is shown."
      ),
      KeyDescription(
        "years",
        .oneOrMore(of: .integer),
        default: "all up to six, else the first and the last",
        "The periods to show, side by side."
      ),
      KeyDescription(
        "labels",
        .mapping(of: .localizedText),
        "Labels of the variable by raw name or glob."
      ),
      KeyDescription(
        "stars",
        .either([.flag, .mapping(of: .number)]),
        default: "the style's",
        "Off, or a mapping from symbol to cut-off."
      ),
    ] + SharedOptions.keys
}

/// What a table of the kind `local-moran` is made of.
struct LocalMoranTable {
  let recipe: LocalMoranRecipe
  let result: LocalMoranResult
  let reference: String
  let frame: TableFrame
  let writer: EstimateWriter
  /// The places of the periods that are shown, in order.
  private let periods: [Int]

  private var glossary: Glossary { frame.glossary }

  init(
    recipe: LocalMoranRecipe,
    named: NamedResult,
    result: LocalMoranResult,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.recipe = recipe
    self.result = result
    reference = named.reference
    frame = TableFrame(of: [named], labels: recipe.labels.entries, in: context)
    writer = try EstimateWriter(
      frame: frame,
      stars: recipe.stars,
      decimals: recipe.options.decimals,
      uncertainty: []
    )
    var places: [Int] = []
    for year in recipe.periods {
      guard let place = result.periods.firstIndex(where: { $0.period == year }) else {
        let known = result.periods.compactMap(\.period).map(String.init)
        throw .invalid(
          "'years' names \(year), but '\(named.reference)' has "
            + (known.isEmpty ? "no periods." : "\(known.joined(separator: ", ")).")
        )
      }
      places.append(place)
    }
    if places.isEmpty {
      let all = Array(result.periods.indices)
      places =
        all.count > LocalMoranRecipe.mostPeriods ? [all[0], all[all.count - 1]] : all
    }
    guard !places.isEmpty else { throw .invalid("'\(named.reference)' holds no period.") }
    guard places.count <= LocalMoranRecipe.mostPeriods else {
      throw .invalid(
        "\(places.count) periods do not fit side by side; name up to "
          + "\(LocalMoranRecipe.mostPeriods) with 'years'.")
    }
    periods = places
  }

  /// Whether there is room for the moments of each statistic.
  private var isSingle: Bool { periods.count == 1 }

  private var shown: [LocalMoranPeriod] { periods.map { result.periods[$0] } }

  /// The places of units in rows.
  private var rows: [Int] {
    let count = shown[0].units.count
    let rule = recipe.show ?? (count > LocalMoranRecipe.usualRows ? .significant : .all)
    return (0..<count).filter { place in
      rule == .all || shown.contains { $0.units[place].cluster.isSignificant }
    }
  }

  func model() throws(DocumentError) -> TableModel {
    var units: [TableRow] = []
    for place in rows { units.append(try row(place)) }
    let perPeriod: [TableColumn] =
      isSingle
      ? (0..<4).map { _ in TableColumn(.decimal, result: reference) } + [TableColumn(.center)]
      : [
        TableColumn(.decimal, result: reference), TableColumn(.decimal, result: reference),
        TableColumn(.center),
      ]
    return try frame.model(
      columns: periods.flatMap { _ in perPeriod },
      head: try head(),
      blocks: [
        TableBlock(kind: .summary, rows: units),
        TableBlock(kind: .statistics, rows: try summary(), hasRuleAbove: !units.isEmpty),
      ],
      notes: try notes(),
      stub: try stub().plainText
    )
  }

  private func text(_ key: String, _ values: [String: RichText] = [:]) throws(DocumentError)
    -> RichText
  {
    try glossary.rich("local-moran", key, values)
  }

  private func stub() throws(DocumentError) -> RichText {
    guard let variable = result.nameVariable ?? result.sample.unitVariable else {
      return try text("unit")
    }
    return try frame.labels.label(of: variable).capitalised(from: variable)
  }

  private func head() throws(DocumentError) -> [HeadRow] {
    let keys =
      isSingle
      ? ["statistic", "deviation", "score", "p", "cluster"]
      : ["statistic", "p", "cluster"]
    var names: [HeadCell] = [HeadCell(try stub())]
    for _ in periods {
      for key in keys { names.append(HeadCell(try glossary.rich("local-moran-head", key))) }
    }
    guard !isSingle else { return [HeadRow(cells: names)] }
    var spanners = [HeadCell("")]
    for period in shown {
      let name = period.period.map { RichText(String($0)) } ?? ""
      spanners.append(HeadCell(name, span: keys.count, hasRule: true))
    }
    return [HeadRow(cells: spanners), HeadRow(cells: names)]
  }

  private func row(_ place: Int) throws(DocumentError) -> TableRow {
    var cells: [Cell] = []
    for index in periods {
      let unit = result.periods[index].units[place]
      let path = "periods.\(index + 1).units.\(place + 1)"
      cells.append(
        .estimate(
          frame.typesetting.number(unit.statistic, digits),
          stars: unit.pValue.value.map(writer.stars.symbol(for:)) ?? "",
          trace: Trace(
            result: reference,
            path: "\(path).statistic",
            exact: Typesetting.exact(unit.statistic)
          )
        )
      )
      if isSingle {
        cells.append(
          try frame.number(
            unit.variance.mappedRoot, digits, at: "\(path).variance", of: reference))
        cells.append(
          try frame.number(
            unit.zScore, frame.style.digits.testStatistics, at: "\(path).z_score", of: reference))
      }
      cells.append(
        try frame.pValue(
          unit.pValue, cutOffs: writer.stars.levels.map(\.below), at: "\(path).p_value",
          of: reference))
      cells.append(
        unit.cluster == .notSignificant
          ? .empty
          : .text(RichText(try glossary.text("moran-classes", unit.cluster.rawValue))))
    }
    let units = shown[0].units[place]
    let name = units.name ?? frame.labels.value(units.unit, of: result.sample.unitVariable)
    return TableRow(label: RichText(name), cells: cells)
  }

  private var digits: DigitRule {
    recipe.options.decimals ?? frame.style.digits.exceptions["local_moran"] ?? .decimals(3)
  }

  /// Global I and the number of units of each class, below the units.
  private func summary() throws(DocumentError) -> [TableRow] {
    let width = isSingle ? 5 : 3
    var cells: [Cell] = []
    for (index, period) in zip(periods, shown) {
      let test = period.global
      cells.append(
        test.pValue.value.map { p -> Cell in
          .test(
            frame.typesetting.number(test.statistic, digits),
            pValue: frame.typesetting.pValue(p, decimals: frame.style.digits.pValueDecimals),
            trace: Trace(
              result: reference,
              path: "periods.\(index + 1).global.p_value",
              exact: Typesetting.exact(p)
            )
          )
        }
          ?? frame.number(
            test.statistic, digits, at: "periods.\(index + 1).global.statistic", of: reference))
      cells += Array(repeating: .empty, count: width - 1)
    }
    var rows = [TableRow(label: try text("global"), cells: cells)]
    for cluster in LocalMoranCluster.allCases {
      guard cluster != .neighbourless || shown.contains(where: { $0.count(of: cluster) > 0 }) else {
        continue
      }
      var cells: [Cell] = []
      for (index, period) in zip(periods, shown) {
        cells.append(
          frame.count(
            period.count(of: cluster), at: "periods.\(index + 1).units", of: reference))
        cells += Array(repeating: .empty, count: width - 1)
      }
      let name = RichText(try glossary.text("moran-classes", cluster.rawValue))
      rows.append(TableRow(label: try text("units-of", ["class": name]), cells: cells))
    }
    return rows
  }

  private func notes() throws(DocumentError) -> [TableNote] {
    let variable = try frame.labels.word(for: result.variable)
    var notes = [TableNote(.description, try text("note", ["variable": variable]))]
    if rows.count < shown[0].units.count {
      notes.append(
        TableNote(
          .sample,
          try text(
            "note-significant",
            [
              "count": RichText(frame.typesetting.count(rows.count).plainText),
              "all": RichText(frame.typesetting.count(shown[0].units.count).plainText),
            ]))
      )
    }
    let level = RichText(frame.typesetting.percent(result.inference.level))
    let basis = try LocalMoranWords(glossary: glossary).sentencePart(about: result.inference)
    notes.append(TableNote(.covariance, try text("note-p", ["inference": RichText(basis)])))
    notes.append(TableNote(.covariance, try text("note-cluster", ["level": level])))
    if isSingle {
      notes.append(
        TableNote(
          .covariance,
          try glossary.rich("local-moran-note", result.inference.moments.rawValue)))
    }
    let name = result.weights.label?.text(in: glossary.language) ?? result.weights.name
    let weights = try glossary.text(
      "standardised-weights", result.weights.standardisation.rawValue, ["weights": name])
    notes.append(
      TableNote(
        .covariance,
        RichText(try glossary.text("moran-scatter", "note-weights", ["list": weights]))))
    notes += try writer.starNotes()
    notes += try frame.remarks(of: result).map { TableNote(.remark, $0) }
    var part = result
    part.sample.firstPeriod = shown.compactMap(\.period).min()
    part.sample.lastPeriod = shown.compactMap(\.period).max()
    return try frame.notes(recipe.options, about: [part], notes)
  }
}

extension Availability<Double> {
  /// The square root of a variance.
  fileprivate var mappedRoot: Availability<Double> {
    switch self {
    case .value(let value): .value(value.squareRoot())
    case .unavailable: self
    }
  }
}
