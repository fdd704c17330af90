import PanelResults

/// What heads and notes say of spatial weights.
struct WeightsWords {
  let labels: TermLabels
  let typesetting: Typesetting

  private var glossary: Glossary { labels.glossary }

  init(frame: TableFrame) {
    self.init(labels: frame.labels, typesetting: frame.typesetting)
  }

  init(labels: TermLabels, typesetting: Typesetting) {
    self.labels = labels
    self.typesetting = typesetting
  }

  /// W in italics, the letter of every matrix of weights.
  static let letter = RichText([.emphasis([.plain("W")])])
  /// More units without neighbours than this are counted, not named.
  private static let mostNames = 5

  /// What stands over columns: the author's label, else the name as in `Distance weights`.
  func heading(_ weights: SpatialWeightsDescription) throws(DocumentError) -> RichText {
    if let label = weights.label { return RichText(label.text(in: glossary.language)) }
    return try glossary.rich(
      "weights",
      "heading",
      ["name": RichText(weights.name).capitalised(from: weights.name)]
    )
  }

  /// How the weights are made and standardised, and who has no neighbours.
  func sentence(about weights: SpatialWeightsDescription) throws(DocumentError) -> RichText {
    let construction = try construction(of: weights)
    var text = try glossary.rich(
      "weights",
      "sentence",
      [
        "weights": Self.letter, "construction": construction,
        "standardisation": RichText(
          try glossary.text("weight-standardisations", weights.standardisation.rawValue)
        ),
      ]
    )
    if let islands = try islands(of: weights) {
      text = try glossary.rich("notes", "sentences", ["text": text, "sentence": islands])
    }
    return text
  }

  /// The units without neighbours, by name where they are few; `nil` where there are none.
  func islands(of weights: SpatialWeightsDescription) throws(DocumentError) -> RichText? {
    guard !weights.islands.isEmpty else { return nil }
    var values = ["count": RichText(typesetting.count(weights.islands.count).plainText)]
    guard weights.islands.count <= Self.mostNames else {
      return try glossary.rich("weights", "islands-counted", values)
    }
    values["units"] = try glossary.list(weights.islands.map { RichText($0) })
    return try glossary.rich("weights", "islands", values)
  }

  /// `inverse great-circle distances up to 800 km`
  func construction(of weights: SpatialWeightsDescription) throws(DocumentError) -> RichText {
    var values: [String: RichText] = [:]
    for (key, number) in weights.parameters { values[key] = text(number) }
    if let count = weights.parameters["neighbours"] { values["count"] = text(count) }
    let measure = weights.distance ?? .planar
    values["distance"] = RichText(try glossary.text("weight-distances", measure.rawValue))
    var variables: [RichText] = []
    for name in weights.variables { variables.append(try labels.word(for: name)) }
    values["variable"] = variables.first ?? ""
    values["parts"] = try glossary.list(weights.parts.map { RichText($0) })
    values["part"] = RichText(weights.parts.first ?? "")
    values["file"] = RichText([.code(weights.file ?? "")])
    if weights.method == .mixture { values["parts"] = try shares(of: weights) }
    let text = try glossary.rich("weight-methods", key(of: weights), values)
    return text + (try limits(of: weights, values))
  }

  private func key(of weights: SpatialWeightsDescription) -> String {
    let isLinear = weights.parameters["power"].map { $0 == 1 } ?? true
    if let variant = weights.variant { return "\(weights.method.rawValue)-\(variant)" }
    return switch weights.method {
    case .inverseDistance, .economicDistance:
      weights.method.rawValue + (isLinear ? "" : "-power")
    default: weights.method.rawValue
    }
  }

  /// `0.5 × distance and 0.5 × economic`
  private func shares(of weights: SpatialWeightsDescription) throws(DocumentError) -> RichText {
    var items: [RichText] = []
    for part in weights.parts {
      let share = weights.parameters[part].map(text) ?? ""
      items.append(
        try glossary.rich("weights", "share", ["share": share, "name": RichText(part)])
      )
    }
    return try glossary.list(items)
  }

  /// Where distances end, and the least that counts.
  private func limits(
    of weights: SpatialWeightsDescription,
    _ values: [String: RichText]
  ) throws(DocumentError) -> RichText {
    var text = RichText("")
    let unit =
      weights.method == .economicDistance ? "economic" : (weights.distance ?? .planar).rawValue
    for key in ["minimum", "cutoff"] {
      guard weights.parameters[key] != nil else { continue }
      text = text + (try glossary.rich("weight-limits", "\(key)-\(unit)", values))
    }
    return text
  }

  /// A number of the construction with as many digits as it needs, six at most.
  private func text(_ value: Double) -> RichText {
    let enough = (0...6).first { decimals in
      Double(typesetting.number(value, .decimals(decimals)).machineText) == value
    }
    let number = typesetting.number(value, enough.map(DigitRule.decimals) ?? .significant(6))
    return RichText([.number(typesetting.grouped(number))])
  }
}
