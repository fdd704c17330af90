import PanelResults

/// Title, description, notes and data of a plot of placebo effects.
extension PlaceboDensity {
  func title() throws(DocumentError) -> String {
    let values = [
      "count": String(draws.values.count), "placebos": try placebos(), "outcome": outcome ?? "",
      "kind": try words.glossary.text("placebo-kinds", result.kind.rawValue),
    ]
    return try words.treatment(
      outcome == nil ? "placebo-title" : "placebo-title-of",
      values
    )
  }

  private func placebos() throws(DocumentError) -> String {
    let count = draws.values.count
    return try words.treatment(
      "placebos",
      ["count": count == 1 ? "1" : FigureNumber.count(count)]
    )
  }

  func summary(x: ValueAxis) throws(DocumentError) -> String {
    let values = [
      "count": String(draws.values.count), "placebos": try placebos(), "span": try words.span(draws.values),
      "value": FigureNumber.brief(value),
    ]
    var sentences = try whatIsRandom() + [try words.treatment("placebo-reading", values)]
    if let mean = draws.mean.value, let deviation = draws.standardDeviation.value {
      sentences.append(
        try words.treatment(
          "placebo-mean",
          ["mean": FigureNumber.brief(mean), "sd": FigureNumber.brief(deviation)]
        )
      )
    }
    return try words.joined(sentences + verdict())
  }

  /// What is random in the placebos.
  private func whatIsRandom() throws(DocumentError) -> [String] {
    try PlaceboWords(labels: TermLabels(results: [result], in: words.context))
      .sentences(about: result, count: FigureNumber.count)
      .map(\.plainText)
  }

  func notes() throws(DocumentError) -> [TableNote] {
    var texts: [(TableNote.Kind, String)] = [(.description, try distribution())]
    texts += try whatIsRandom().map { (.description, $0) }
    texts.append(
      (
        .description,
        try words.treatment("note-placebo-lines", ["value": FigureNumber.brief(value)])
      )
    )
    texts += try verdict().map { (.remark, $0) }
    texts += try sample().map { (.sample, $0) }
    return texts.map { TableNote($0.0, RichText($0.1)) }
  }

  private func distribution() throws(DocumentError) -> String {
    var values = ["count": String(draws.values.count), "placebos": try placebos()]
    if let density {
      let sentences = DensityWords(words: words)
      values["kernel"] = try sentences.kernel(density)
      values["bandwidth"] = try sentences.bandwidth(density)
    }
    if let histogram { values["bins"] = FigureNumber.count(histogram.counts.count) }
    switch (density, histogram) {
    case (let density?, _):
      let curve = try words.treatment(histogram == nil ? "note-curve" : "note-curve-bars", values)
      guard density.x.first == draws.values.min(), density.x.last == draws.values.max() else {
        return curve
      }
      return try words.glossary.text(
        "figures",
        "sentences",
        ["text": curve, "sentence": try words.treatment("note-curve-range")]
      )
    case (nil, _?): return try words.treatment("note-bars", values)
    case (nil, nil): return try words.treatment("note-spikes", values)
    }
  }

  /// Where the actual effect lies among the placebos; one alone does not tell.
  private func verdict() throws(DocumentError) -> [String] {
    let p = draws.twoSided
    guard p.draws > 1 else { return [try words.treatment("verdict-one")] }
    return [try place(of: p), try pValues()]
  }

  private func place(of p: PermutationPValue) throws(DocumentError) -> String {
    let values = [
      "part": FigureNumber.count(p.count), "draws": FigureNumber.count(p.draws), "p": try text(of: p),
    ]
    if p.count == 0 { return try words.treatment("verdict-outside", values) }
    return try words.treatment(p.plain <= 0.05 ? "verdict-tail" : "verdict-inside", values)
  }

  /// `p = 0.012`, or `p < 1/500` where no draw is as far.
  private func text(of p: PermutationPValue) throws(DocumentError) -> String {
    p.count == 0
      ? try words.treatment("p-fraction-below", ["draws": FigureNumber.count(p.draws)])
      : try words.pValue(p.plain)
  }

  /// The p-values that the place of the actual effect does not tell.
  private func pValues() throws(DocumentError) -> String {
    var values = ["corrected": FigureNumber.decimals(draws.twoSided.corrected, 3)]
    for (name, p) in [("left", draws.left), ("right", draws.right)] {
      values[name] = try words.treatment(
        draws.isEnumerated ? "tail-exact" : "tail",
        [
          "part": FigureNumber.count(p.count), "draws": FigureNumber.count(p.draws),
          "p": try text(of: p), "corrected": FigureNumber.decimals(p.corrected, 3),
        ]
      )
    }
    return try words.treatment(
      draws.isEnumerated ? "note-p-values-exact" : "note-p-values",
      values
    )
  }

  private func sample() throws(DocumentError) -> [String] {
    var sentences: [String] = []
    if let first = draws.firstPeriod, let last = draws.lastPeriod {
      sentences.append(
        try words.treatment(
          "note-placebo-dates",
          ["first": FigureNumber.period(first), "last": FigureNumber.period(last)]
        )
      )
    }
    if !draws.isEnumerated {
      sentences.append(
        try words.treatment(
          "note-replications",
          ["count": FigureNumber.count(draws.replications), "seed": String(draws.seed)]
        )
      )
    }
    if draws.failed > 0 {
      sentences.append(
        try words.treatment("note-failed", ["count": FigureNumber.count(draws.failed)])
      )
    }
    return sentences
  }

  /// The placebos, one by one, then the curve and the bars.
  var data: FigureData {
    var rows: [[FigureData.Value]] = [[.text("actual"), .number(value), .missing, .missing]]
    rows += draws.values.map { [.text("placebo"), .number($0), .missing, .missing] }
    rows += (density?.data ?? []).map {
      [.text("density"), .number($0.x), .number($0.y), .missing]
    }
    if let histogram {
      rows += zip(histogram.densities, histogram.counts).enumerated().map { index, bar in
        [
          .text("bin"), .number(histogram.start + Double(index) * histogram.width),
          .number(bar.0), .count(bar.1),
        ]
      }
    }
    return FigureData(columns: ["part", "x", "density", "count"], rows: rows)
  }
}
