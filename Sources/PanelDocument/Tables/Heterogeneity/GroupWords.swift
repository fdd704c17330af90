import PanelResults

/// How groups of a partition read, in tables and figures.
struct GroupWords {
  let result: HeterogeneityResult
  let glossary: Glossary

  /// What the study calls a group, else its value in words.
  func name(of group: SubsampleFit) throws(DocumentError) -> String {
    if let label = group.label { return label.text(in: glossary.language) }
    let count = result.groups.count
    switch result.partition.kind {
    case .levels:
      // A 0/1 variable is a statement that holds or does not.
      guard result.groups.map(\.name) == ["0", "1"] else { return group.name }
      return try glossary.text("marks", group.name == "1" ? "yes" : "no")
    case .units, .observations:
      switch count {
      case 2: return try glossary.text("group-names", "half-\(group.name)")
      case 3: return try glossary.text("group-names", "third-\(group.name)")
      default:
        return try glossary.text(
          "group-names",
          "quantile",
          ["number": group.name, "all": String(count)]
        )
      }
    }
  }

  /// The name of a group by its key in the result.
  func name(_ key: String) throws(DocumentError) -> String {
    guard let group = result.groups.first(where: { $0.name == key }) else { return key }
    return try name(of: group)
  }

  /// How quantile groups are made; `nil` where each value is a group.
  func partition(
    _ labels: TermLabels,
    _ typesetting: Typesetting
  ) throws(DocumentError) -> RichText? {
    let partition = result.partition
    guard partition.kind != .levels else { return nil }
    let cuts = partition.cuts.map {
      RichText([.number(typesetting.number($0, .significant(4)))])
    }
    return try glossary.rich(
      "heterogeneity",
      partition.kind == .units ? "split-units" : "split-observations",
      ["variable": try labels.word(for: partition.variable), "cuts": try glossary.list(cuts)]
    )
  }

  /// What the result remarks, groups by their names.
  func remarks(_ writer: NoteWriter) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    for remark in result.remarks {
      var named = remark
      if let group = remark.values["group"] { named.values["group"] = try name(group) }
      sentences.append(try writer.sentence(about: named))
    }
    return sentences
  }
}
