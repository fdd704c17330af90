import PanelResults

/// What tables and figures say about tests of spatial autocorrelation.
struct MoranWords {
  var labels: TermLabels
  var typesetting: Typesetting

  private var glossary: Glossary { labels.glossary }

  /// The name of a matrix.
  func label(of weights: SpatialWeightsDescription) -> RichText {
    RichText(
      labels.given(weights.name) ?? weights.label?.text(in: glossary.language) ?? weights.name
    )
  }

  /// The name of a variable, or of the residuals of a model.
  func label(of variable: String, in result: MoranResult) throws(DocumentError) -> RichText {
    guard let outcome = result.outcomes[variable] else { return try labels.label(of: variable) }
    let label = try labels.label(of: outcome)
    let isShared = result.outcomes.values.count { $0 == outcome } > 1
    return try glossary.rich(
      "moran",
      isShared ? "residuals-of" : "residuals",
      ["outcome": label, "model": RichText(variable)]
    )
  }

  /// The name of the statistic.
  func name(of kind: MoranResult.Kind) throws(DocumentError) -> String {
    try glossary.text("moran-names", kind.rawValue)
  }

  /// Which statistic, among how many units, and where positive autocorrelation lies.
  func statistic(of result: MoranResult) throws(DocumentError) -> RichText {
    if result.inference == .residuals {
      let hasPeriods = (result.sample.periods ?? 1) > 1
      return try glossary.rich("moran", hasPeriods ? "residuals-note-periods" : "residuals-note")
    }
    let counts = Set(result.values.map(\.n))
    guard let count = counts.first, counts.count == 1 else {
      return try glossary.rich("moran-statistics-plain", result.kind.rawValue)
    }
    let expected = typesetting.number(-1 / Double(count - 1), .decimals(3))
    return try glossary.rich(
      "moran-statistics",
      result.kind.rawValue,
      [
        "units": RichText(typesetting.count(count).plainText),
        "expected": RichText([.number(expected)]),
      ]
    )
  }

  /// The matrices by what they are standardised by, and units without neighbours.
  func weights(of results: [MoranResult]) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    let counted = distinct(results.filter { $0.kind == .getisOrd }.flatMap(\.weights))
    if !counted.isEmpty {
      let list = try glossary.list(counted.map(label(of:)))
      sentences.append(try glossary.rich("moran", "neighbours", ["list": list]))
    }
    let weighted = distinct(results.filter { $0.kind != .getisOrd }.flatMap(\.weights))
    for standardisation in SpatialWeightsDescription.Standardisation.allCases {
      let own = weighted.filter { $0.standardisation == standardisation }
      guard !own.isEmpty else { continue }
      let list = try glossary.list(own.map(label(of:)))
      sentences.append(
        try glossary.rich("moran-weights", standardisation.rawValue, ["list": list])
      )
    }
    for weights in distinct(counted + weighted) where !weights.islands.isEmpty {
      sentences.append(
        try glossary.rich(
          "moran",
          "islands",
          [
            "count": RichText(String(weights.islands.count)),
            "list": label(of: weights),
          ]
        )
      )
    }
    return sentences
  }

  /// Each matrix once, in their order.
  private func distinct(_ weights: [SpatialWeightsDescription]) -> [SpatialWeightsDescription] {
    weights.enumerated().filter { place, matrix in
      weights.firstIndex { $0.name == matrix.name } == place
    }.map(\.element)
  }

  /// What p-values rest on, and against what.
  func inference(of result: MoranResult) throws(DocumentError) -> RichText {
    let isPermuted = result.inference == .permutation
    let sides =
      isPermuted && result.alternative == .twoSided
      ? "two-sided-permutation" : result.alternative.rawValue
    var values = ["sides": RichText(try glossary.text("moran-sides", sides))]
    var key = result.inference.rawValue
    if isPermuted, let count = result.permutations, let least = result.leastPValue {
      values["count"] = RichText(typesetting.count(count).plainText)
      // 0.0001 and 0.002, but 0.016.
      let short = typesetting.number(least, .significant(1))
      let isExact = Double(short.machineText) == least
      values["least"] = RichText([
        .number(isExact ? short : typesetting.number(least, .significant(2)))
      ])
      if let seed = result.provenance.seed {
        values["seed"] = RichText(String(seed))
      } else {
        key = "permutation-unseeded"
      }
    }
    return try glossary.rich("moran-inference", key, values)
  }
}
