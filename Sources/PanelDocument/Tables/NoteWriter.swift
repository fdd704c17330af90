import PanelResults

/// Writes the sentences that tables of any kind may carry.
struct NoteWriter {
  var labels: TermLabels
  var typesetting: Typesetting

  private var glossary: Glossary { labels.glossary }

  /// A sentence of the author's, where there is one.
  func written(_ text: LocalizedText?, as kind: TableNote.Kind) -> [TableNote] {
    text.map { [TableNote(kind, RichText($0.text(in: glossary.language)))] } ?? []
  }

  /// What an observation is, where all samples agree.
  func sample(_ samples: [SampleDescription]) throws(DocumentError) -> [TableNote] {
    let keys = samples.map { [$0.unitVariable, $0.timeVariable] }.unique
    guard keys.count == 1, let sample = samples.first, let unit = sample.unitVariable else {
      return []
    }
    var values = ["unit": try labels.word(for: unit)]
    guard let time = sample.timeVariable else {
      return [TableNote(.sample, try glossary.rich("notes", "sample-units", values))]
    }
    values["time"] = try labels.word(for: time)
    let spans = samples.map { [$0.firstPeriod, $0.lastPeriod] }.unique
    guard spans.count == 1, let first = sample.firstPeriod, let last = sample.lastPeriod else {
      return [TableNote(.sample, try glossary.rich("notes", "sample-undated", values))]
    }
    values["first"] = RichText(String(first))
    values["last"] = RichText(String(last))
    return [TableNote(.sample, try glossary.rich("notes", "sample", values))]
  }

  /// The weights, where all samples have the same.
  func weights(_ samples: [SampleDescription]) throws(DocumentError) -> [TableNote] {
    let weights = samples.map(\.weights).unique
    guard weights.count == 1, let column = weights[0] else { return [] }
    return [
      TableNote(
        .sample,
        try glossary.rich("notes", "weighted", ["weights": try labels.word(for: column)])
      )
    ]
  }

  func sentence(about omission: OmittedTerm) throws(DocumentError) -> RichText {
    let term = try labels.label(of: omission.term)
    switch omission.reason {
    case .absorbed:
      return try glossary.rich("remarks", Remark.Kind.omittedAbsorbed.rawValue, ["term": term])
    case .collinear:
      var others: [RichText] = []
      for other in omission.with { others.append(try labels.word(for: other)) }
      return try glossary.rich(
        "remarks",
        Remark.Kind.omittedCollinear.rawValue,
        ["term": term, "with": try glossary.list(others)]
      )
    }
  }

  /// The sentence of a remark, raw names in its values put into words.
  func sentence(about remark: Remark) throws(DocumentError) -> RichText {
    var values: [String: RichText] = [:]
    for (name, value) in remark.values {
      switch name {
      case "term", "instrument":
        values[name] =
          try glossary.opens("remarks", remark.id.rawValue, with: name)
          ? labels.label(of: value) : labels.word(for: value)
      case "statistic":
        values[name] =
          Double(value).map { RichText([.number(typesetting.number($0, .decimals(2)))]) }
          ?? RichText(value)
      case "variable", "effects", "with":
        values[name] = try labels.list(ofEffects: value)
      case "number", "least", "greatest":
        values[name] =
          Double(value).map { RichText([.number(typesetting.number($0, .significant(3)))]) }
          ?? RichText(value)
      case "reason":
        values[name] = RichText(try glossary.text("absence", value))
      case "count", "all", "total":
        values[name] =
          Int(value).map { RichText(typesetting.count($0).plainText) } ?? RichText(value)
      case "share":
        values[name] =
          Double(value).map {
            RichText([.number(typesetting.number(100 * $0, .decimals(1)))])
          } ?? RichText(value)
      case "distance":
        values[name] =
          Double(value).map { RichText([.number(typesetting.number($0, .adaptive(3)))]) }
          ?? RichText(value)
      case "cohorts", "groups":
        values[name] = try enumerated(value)
      case "condition":
        values[name] =
          Double(value).map { RichText([.number(typesetting.number($0, .significant(2)))]) }
          ?? RichText(value)
      default:
        values[name] = RichText(value)
      }
    }
    return try glossary.rich("remarks", remark.id.rawValue, values)
  }
}

extension NoteWriter {
  /// A list that a remark writes with commas, as the language writes it.
  private func enumerated(_ text: String) throws(DocumentError) -> RichText {
    let items = text.split(separator: ", ", omittingEmptySubsequences: false).map(String.init)
    var list = RichText(items.first ?? "")
    for item in items.dropFirst() {
      list = try glossary.rich("lists", "middle", ["list": list, "item": RichText(item)])
    }
    return list
  }

  /// What a section of the glossary says about a covariance.
  ///
  /// - Parameters:
  ///   - section: The section of the glossary.
  ///   - covariance: What is spoken of.
  ///   - countsClusters: Whether the numbers of clusters are told.
  ///   - place: Where the standard errors stand, where the sentence says so.
  /// - Returns: A sentence, or a short name.
  /// - Throws: What the glossary lacks.
  func sentence(
    _ section: String,
    about covariance: CovarianceDescription,
    countsClusters: Bool,
    place: RichText?
  ) throws(DocumentError) -> RichText {
    var values: [String: RichText] = [:]
    values["place"] = place
    var key = covariance.kind.rawValue
    if let serial = covariance.serial {
      values["lags"] = RichText(typesetting.count(serial.lags).plainText)
      values["unit"] = try serial.within.map { (name) throws(DocumentError) in
        try labels.word(for: name)
      }
    }
    if let spatial = covariance.spatial {
      if covariance.serial != nil { key += "-lags" }
      values["cutoff"] = RichText([
        .number(typesetting.grouped(typesetting.number(spatial.cutoff, .adaptive(3))))
      ])
      values["kernel"] = RichText(try glossary.text("spatial-kernels", spatial.kernel.rawValue))
    }
    if covariance.kind == .cluster {
      if covariance.clusters.count > 1 { key += "-multiway" }
      if countsClusters { key += "-counted" }
      if let cluster = covariance.clusters.last {
        values["cluster"] = try labels.word(for: cluster.variable)
        values["count"] = RichText(typesetting.count(cluster.count).plainText)
      }
      values["clusters"] = try list(of: covariance.clusters, isCounted: countsClusters)
    }
    return try glossary.rich(section, key, values)
  }

  /// `state (50 clusters) and year (11 clusters)`.
  func list(of clusters: [ClusterDimension], isCounted: Bool = true) throws(DocumentError)
    -> RichText
  {
    var items: [RichText] = []
    for cluster in clusters {
      let word = try labels.word(for: cluster.variable)
      items.append(
        isCounted
          ? try glossary.rich(
            "clusters",
            "counted",
            ["cluster": word, "count": RichText(typesetting.count(cluster.count).plainText)]
          ) : word
      )
    }
    return try glossary.list(items)
  }
}

extension [[RichText]] {
  /// Sentences that every column has, in the order of the first.
  var sharedByAll: [RichText] {
    (first ?? []).filter { text in allSatisfy { $0.contains(text) } }
  }
}

extension TableFrame {
  /// Sentences of columns, each once, with its columns where not all have it.
  func perColumn(_ sentences: [[RichText]], as kind: TableNote.Kind) throws(DocumentError)
    -> [TableNote]
  {
    try grouped(sentences, as: kind) { (places) throws(DocumentError) in
      var numbers: [RichText] = []
      for place in places { numbers.append(try columnNumber(place)) }
      return (places.count == 1 ? "in-column" : "in-columns", try glossary.list(numbers))
    }
  }

  /// Sentences of named things, each once, with their names where not all have it.
  func perName(
    _ sentences: [[RichText]],
    names: [RichText],
    as kind: TableNote.Kind
  ) throws(DocumentError) -> [TableNote] {
    try grouped(sentences, as: kind) { (places) throws(DocumentError) in
      ("of-names", try glossary.list(places.map { names[$0] }))
    }
  }

  /// Neighbouring sentences of the same places made one, so that a place is named once for all.
  private func joined(_ groups: [(text: RichText, places: [Int])], all count: Int)
    throws(DocumentError) -> [(text: RichText, places: [Int])]
  {
    var result: [(text: RichText, places: [Int])] = []
    for group in groups {
      if group.places.count < count, let last = result.last, last.places == group.places {
        result[result.count - 1].text = try glossary.rich(
          "notes",
          "sentences",
          ["text": last.text, "sentence": group.text]
        )
      } else {
        result.append(group)
      }
    }
    return result
  }

  /// Sentences of places, each once, with what `name` calls its places where not all have it.
  func grouped(
    _ sentences: [[RichText]],
    as kind: TableNote.Kind,
    _ name: ([Int]) throws(DocumentError) -> (key: String, list: RichText)
  ) throws(DocumentError) -> [TableNote] {
    var groups: [(text: RichText, places: [Int])] = []
    for (place, texts) in sentences.enumerated() {
      for text in texts {
        if let known = groups.firstIndex(where: { $0.text == text }) {
          if groups[known].places.last != place { groups[known].places.append(place) }
        } else {
          groups.append((text, [place]))
        }
      }
    }
    var notes: [TableNote] = []
    // What holds for all comes first, or it would read as being about the columns last named.
    let all = groups.filter { $0.places.count == sentences.count }
    let some = groups.filter { $0.places.count < sentences.count }
    for (text, places) in try joined(all + some, all: sentences.count) {
      guard places.count < sentences.count else {
        notes.append(TableNote(kind, text))
        continue
      }
      let (key, list) = try name(places)
      notes.append(
        TableNote(kind, try glossary.rich("notes", key, ["columns": list, "note": text]))
      )
    }
    return notes
  }
}
