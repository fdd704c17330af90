import PanelResults

/// The words of a Moran scatterplot.
struct MoranScatterWords {
  let figure: FigureWords
  let labels: TermLabels
  let recipe: MoranScatterPlot

  private var glossary: Glossary { figure.glossary }

  func text(
    _ key: String,
    _ values: [String: String] = [:]
  ) throws(DocumentError) -> String {
    try glossary.text("moran-scatter", key, values)
  }

  /// `High–high`.
  func name(of quadrant: MoranQuadrant) throws(DocumentError) -> String {
    try glossary.text("moran-classes", quadrant.rawValue)
  }

  private func label(of weights: SpatialWeightsDescription) -> String {
    weights.label?.text(in: glossary.language) ?? weights.name
  }

  /// What sets a plot apart from the others, such as `Homicide rate, 2005`; empty for a single one.
  func heading(
    of scatter: MoranPoints,
    among all: [MoranPoints]
  ) throws(DocumentError) -> String {
    guard all.count > 1 else { return "" }
    var parts: [String] = []
    if all.map(\.variable).unique.count > 1 {
      parts.append(try labels.label(of: scatter.variable).plainText)
    }
    if all.map(\.weights.name).unique.count > 1 { parts.append(label(of: scatter.weights)) }
    if all.compactMap(\.period).unique.count > 1, let period = scatter.period {
      parts.append(FigureNumber.period(period))
    }
    guard var heading = parts.first else { return "" }
    for part in parts.dropFirst() {
      heading = try glossary.text("lists", "middle", ["list": heading, "item": part])
    }
    return heading
  }

  /// The titles of the axes.
  func axes(of panels: [MoranScatterData.Panel]) throws(DocumentError) -> (x: String, y: String) {
    let variables = panels.map(\.scatter.variable).unique
    var titles = (x: try text("axis-values"), y: try text("axis-lags"))
    if variables.count == 1, let variable = variables.first {
      titles.x = try text(
        "axis-value", ["variable": try labels.label(of: variable).plainText])
      titles.y = try text("axis-lag", ["variable": try labels.word(for: variable).plainText])
    }
    if let own = recipe.axisTitle { titles.x = own.text(in: glossary.language) }
    if let own = recipe.lagTitle { titles.y = own.text(in: glossary.language) }
    return titles
  }

  /// The lines about Moran's I that stand in a plot.
  func corner(of scatter: MoranPoints) throws(DocumentError) -> [String] {
    let test = scatter.global
    var lines = [try text("statistic", ["value": FigureNumber.decimals(test.statistic, 3)])]
    if let number = test.pValue.value {
      let p = try figure.pValue(number)
      lines.append(
        try test.permutations.map { (count) throws(DocumentError) in
          try text("p-permutations", ["p": p, "count": FigureNumber.count(count)])
        } ?? p)
    }
    return lines
  }

  func title(of plot: MoranScatterData) throws(DocumentError) -> String {
    let variables = plot.panels.map(\.scatter.variable).unique
    var names: [String] = []
    for variable in variables { names.append(try labels.word(for: variable).plainText) }
    let periods = plot.panels.compactMap(\.scatter.period).unique
    var values = ["variable": try glossary.list(names)]
    guard !periods.isEmpty else { return try text("title", values) }
    values["periods"] = try glossary.list(periods.map(FigureNumber.period))
    return try text("title-periods", values)
  }

  func summary(of plot: MoranScatterData) throws(DocumentError) -> String {
    let axes = try axes(of: plot.panels)
    var sentences = [try text("reading-axes", ["x": axes.x, "y": axes.y])]
    for panel in plot.panels {
      var counts: [String] = []
      for quadrant in MoranQuadrant.allCases {
        let count = panel.scatter.units.indices.count { panel.quadrant($0) == quadrant }
        counts.append(
          try text(
            "quadrant-count",
            ["quadrant": try name(of: quadrant), "count": FigureNumber.count(count)]))
      }
      let values = [
        "heading": panel.heading, "count": FigureNumber.count(panel.scatter.units.count),
        "statistic": try glossary.list(try corner(of: panel.scatter)),
        "quadrants": try glossary.list(counts),
        "significant": FigureNumber.count(panel.isSignificant?.count { $0 } ?? 0),
      ]
      let key = panel.isSignificant == nil ? "reading" : "reading-local"
      let sentence = try text(key, values)
      sentences.append(
        panel.heading.isEmpty
          ? sentence : try text("reading-of", ["heading": panel.heading, "reading": sentence]))
    }
    return try figure.joined(sentences)
  }
}

// MARK: Notes

extension MoranScatterWords {
  /// - Parameter dropped: Labels without room, of all plots.
  func notes(
    of plot: MoranScatterData,
    dropped: Int
  ) throws(DocumentError) -> [TableNote] {
    let scatters = plot.panels.map(\.scatter)
    var sentences: [String] = [try axesSentence(scatters)]
    sentences += try slopeSentences(plot.panels)
    if let sentence = try inferenceSentence(scatters) { sentences.append(sentence) }
    sentences += try localSentences(scatters)
    sentences += try labelSentences(plot.panels, dropped: dropped)
    let neighbourless = scatters.map(\.neighbourless.count).max() ?? 0
    if neighbourless > 0 {
      sentences.append(try text("note-neighbourless", ["count": FigureNumber.count(neighbourless)]))
    }
    if recipe.aspect == .free { sentences.append(try text("note-free")) }
    return sentences.map { TableNote(.description, RichText($0)) }
      + (try weightsSentences(scatters).map { TableNote(.covariance, RichText($0)) })
  }

  private func axesSentence(_ scatters: [MoranPoints]) throws(DocumentError) -> String {
    let isMean = scatters.allSatisfy { $0.weights.standardisation == .row }
    return try text(isMean ? "note-axes-mean" : "note-axes-sum")
  }

  private func slopeSentences(
    _ panels: [MoranScatterData.Panel]
  ) throws(DocumentError) -> [String] {
    guard !panels.allSatisfy(\.scatter.slopeIsStatistic) else { return [try text("note-slope")] }
    // The slope depends on the weights alone through their sum.
    var sentences: [String] = []
    for panel in panels {
      let sentence = try text(
        "note-slope-scaled", ["scale": FigureNumber.brief(panel.scatter.scale)])
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    return sentences.count == 1 ? sentences : [try text("note-slope-varies")]
  }

  private func inferenceSentence(_ scatters: [MoranPoints]) throws(DocumentError) -> String? {
    guard let test = scatters.first?.global, test.pValue.value != nil else { return nil }
    let kind = try glossary.text(
      "scatter-inference", test.inference.rawValue,
      ["count": FigureNumber.count(test.permutations ?? 0)])
    let sides = try glossary.text("scatter-sides", test.alternative.rawValue)
    return try text("note-inference", ["inference": kind, "alternative": sides])
  }

  private func localSentences(_ scatters: [MoranPoints]) throws(DocumentError) -> [String] {
    guard let inference = scatters.compactMap(\.local).first?.inference else { return [] }
    return [
      try text(
        "note-filled",
        [
          "level": figure.percent(inference.level),
          "inference": try LocalMoranWords(glossary: glossary).sentencePart(about: inference),
        ])
    ]
  }

  private func labelSentences(
    _ panels: [MoranScatterData.Panel],
    dropped: Int
  ) throws(DocumentError) -> [String] {
    let wanted = panels.reduce(0) { $0 + $1.labelled.count }
    guard wanted > 0 else { return [] }
    var sentences: [String] = []
    switch recipe.labels {
    case .none: return []
    case .all: break
    case .listed: sentences.append(try text("note-labels-listed"))
    case .significant(let limit):
      let most = limit ?? MoranScatterPlot.usualLabels
      let isLocal = panels.allSatisfy { $0.isSignificant != nil }
      let isCut = panels.contains { panel in
        panel.labelled.count == most
          && (panel.isSignificant?.count { $0 } ?? panel.scatter.units.count) > most
      }
      sentences.append(
        isCut
          ? try text(
            isLocal ? "note-labels-largest" : "note-labels-any",
            ["count": FigureNumber.count(most)])
          : try text(isLocal ? "note-labels-significant" : "note-labels-all"))
    }
    if dropped > 0 {
      sentences.append(
        try text(
          "note-dropped",
          ["count": FigureNumber.count(dropped), "all": FigureNumber.count(wanted)]))
    }
    return sentences
  }

  private func weightsSentences(_ scatters: [MoranPoints]) throws(DocumentError) -> [String] {
    var names: [String] = []
    for weights in scatters.map(\.weights) {
      let name = try glossary.text(
        "standardised-weights", weights.standardisation.rawValue, ["weights": label(of: weights)])
      if !names.contains(name) { names.append(name) }
    }
    return [try text("note-weights", ["list": try glossary.list(names)])]
  }
}

/// How local statistics are judged, in words.
struct LocalMoranWords {
  let glossary: Glossary

  /// `999 conditional permutations, smaller tail`, and how p-values are adjusted.
  func sentencePart(about inference: LocalMoranInference) throws(DocumentError) -> String {
    var parts: [String] = []
    if let permutations = inference.permutations {
      parts.append(
        try glossary.text(
          "local-moran", "by-permutations", ["count": FigureNumber.count(permutations)]))
    } else {
      parts.append(try glossary.text("local-moran-moments", inference.moments.rawValue))
    }
    // The normal approximation has no smaller tail: it is two-sided.
    let isFolded = inference.alternative == .folded && inference.permutations != nil
    let sides = isFolded || inference.alternative != .folded ? inference.alternative : .twoSided
    parts.append(try glossary.text("local-moran-sides", sides.rawValue))
    if let adjustment = inference.adjustment {
      let name = try glossary.text("adjustments", adjustment.rawValue)
      parts.append(
        try glossary.text(
          "local-moran", adjustment.isFalseDiscoveryRate ? "adjusted-rate" : "adjusted",
          ["adjustment": name]))
    }
    var text = parts[0]
    for part in parts.dropFirst() {
      text = try glossary.text("lists", "middle", ["list": text, "item": part])
    }
    return text
  }
}
