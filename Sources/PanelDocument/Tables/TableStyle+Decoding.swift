import PanelResults

extension TableStyle: Decodable, StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, summary, extends, rules, caption, columns, notes, type, digits, rounding, scientific
    case grouping, stars, uncertainty, effects, statistics
    case panelHeading = "panels"
    case showsConstant = "constant"
  }

  /// The plain style with what is set.
  package init(from decoder: any Decoder) throws {
    self.init(name: "")
    try read(from: decoder)
  }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    try container.replace(&summary, forKey: .summary)
    try container.layer(&rules, forKey: .rules)
    if container.contains(.caption) {
      var setting = CaptionSetting(place: captionPlace, form: caption)
      try container.layer(&setting, forKey: .caption)
      (captionPlace, caption) = (setting.place, setting.form)
    }
    try container.replace(&panelHeading, forKey: .panelHeading)
    try container.layer(&columns, forKey: .columns)
    if container.contains(.notes) {
      var setting = NotesSetting(label: notesLabel, look: notes)
      try container.layer(&setting, forKey: .notes)
      (notesLabel, notes) = (setting.label, setting.look)
    }
    try container.layer(&type, forKey: .type)
    try container.replace(&typesetting.rounding, forKey: .rounding)
    try container.replace(&typesetting.grouping, forKey: .grouping)
    if let thresholds = try container.decodeIfPresent(
      ScientificThresholds.self,
      forKey: .scientific
    ) {
      typesetting.scientificBelow = thresholds.below
      typesetting.scientificAbove = thresholds.above
    }
    try container.layer(&digits, forKey: .digits)
    try container.replace(&stars, forKey: .stars)
    try container.replace(&uncertainty, forKey: .uncertainty)
    try container.layer(&effects, forKey: .effects)
    try container.replace(&statistics, forKey: .statistics)
    try container.replace(&showsConstant, forKey: .showsConstant)
  }
}

/// The powers of ten beyond which numbers are written ×10^k.
private struct ScientificThresholds: Decodable {
  var below: Int
  var above: Int

  private enum CodingKeys: String, CodingKey, CaseIterable { case below, above }

  init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    below = try container.decode(Int.self, forKey: .below)
    above = try container.decode(Int.self, forKey: .above)
  }
}

extension Digits: Decodable, StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case estimates, statistics, summaries, exceptions
    case testStatistics = "t-values"
    case pValueDecimals = "p-values"
  }

  package init(from decoder: any Decoder) throws { try read(from: decoder) }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&estimates, forKey: .estimates)
    try container.replace(&testStatistics, forKey: .testStatistics)
    try container.replace(&pValueDecimals, forKey: .pValueDecimals)
    try container.replace(&statistics, forKey: .statistics)
    try container.replace(&summaries, forKey: .summaries)
    let own = try container.decodeIfPresent([String: DigitRule].self, forKey: .exceptions) ?? [:]
    exceptions.merge(own) { $1 }
    guard (1...DigitRule.limit).contains(pValueDecimals) else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValueDecimals,
        in: container,
        debugDescription: "p-values take 1 to \(DigitRule.limit) decimals"
      )
    }
    let known = Statistic.allCases.map(\.rawValue) + Measure.allCases.map(\.rawValue)
    for name in exceptions.keys.sorted() where !known.contains(name) {
      let nearest = NearestNames.list(to: name, among: known)
      throw DecodingError.dataCorruptedError(
        forKey: .exceptions,
        in: container,
        debugDescription: "no statistic or measure is called '\(name)'"
          + (nearest.isEmpty ? "" : "; did you mean \(nearest)?")
      )
    }
  }
}

extension StarPolicy: Decodable {
  /// `off`, `on`, or a mapping from symbol to cut-off: `{"*": 0.1, "**": 0.05}`.
  package init(from decoder: any Decoder) throws {
    if let isOn = try decoder.decodeIfShaped(Bool.self) {
      self = isOn ? .economics : .off
      return
    }
    if let word = try decoder.decodeIfShaped(String.self) {
      guard word == "off" else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "stars are off, on, or a mapping from symbol to cut-off"
          )
        )
      }
      self = .off
      return
    }
    let mapping = try OrderedMapping<Double>(from: decoder)
    let levels = mapping.entries.map { Level(symbol: $0.key, below: $0.value) }
      .sorted { ($1.below, $0.symbol) < ($0.below, $1.symbol) }
    let cutOffs = levels.map(\.below)
    guard cutOffs.allSatisfy({ $0 > 0 && $0 < 1 }), Set(cutOffs).count == cutOffs.count else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "cut-offs of stars lie between 0 and 1 and differ from each other"
        )
      )
    }
    self.init(levels)
  }
}

extension UncertaintyLine: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case show, bracket }

  /// `se`, or `{show: se, bracket: square}`.
  package init(from decoder: any Decoder) throws {
    if let name = try decoder.decodeIfShaped(String.self) {
      self.init(try decoder.word(name, what: "uncertainty"))
      return
    }
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(Uncertainty.self, forKey: .show),
      bracket: try container.decodeIfPresent(Bracket.self, forKey: .bracket)
    )
  }
}

extension EffectRows: Decodable, StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable { case marks, place, label }

  package init(from decoder: any Decoder) throws { try read(from: decoder) }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&marks, forKey: .marks)
    try container.replace(&place, forKey: .place)
    try container.replace(&label, forKey: .label)
  }
}
