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
      case 4, 5, 10:
        return try glossary.text(
          "group-names",
          [4: "quartile", 5: "quintile", 10: "decile"][count] ?? "quantile",
          ["number": group.name]
        )
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
    let cuts = partition.cuts.map { cut in
      let isLarge = abs(cut) >= 1000 && abs(cut) < 1e15
      return RichText([
        .number(
          isLarge ? typesetting.count(Int(cut.rounded())) : typesetting.number(cut, .significant(4))
        )
      ])
    }
    return try glossary.rich(
      "heterogeneity",
      partition.kind == .units ? "split-units" : "split-observations",
      ["variable": try labels.word(for: partition.variable), "cuts": try glossary.list(cuts)]
    )
  }

  /// How many clusters groups have, where some have few.
  func fewClusters(_ labels: TermLabels) throws(DocumentError) -> RichText? {
    let remarks = result.groups.compactMap(\.regression).flatMap(\.remarks)
    let fewest = result.groups.compactMap(\.fewestClusters)
    guard remarks.contains(where: { $0.id == .fewClusters }),
      let low = fewest.map(\.count).min(), let high = fewest.map(\.count).max()
    else { return nil }
    return try glossary.rich(
      "heterogeneity",
      low == high ? "few-clusters-one" : "few-clusters",
      [
        "variable": try labels.word(for: result.partition.variable),
        "low": RichText(String(low)), "high": RichText(String(high)),
        "cluster": try labels.word(for: fewest[0].variable),
      ]
    )
  }

  /// What the result remarks, groups by their names.
  func remarks(_ writer: NoteWriter) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    for remark in result.remarks {
      var named = remark
      if let group = remark.values["group"] { named.values["group"] = try name(group) }
      if remark.id == .fewClustersInGroups, let limit = remark.values["count"].flatMap({ Int($0) }) {
        var groups: [String] = []
        for group in result.groups where (group.fewestClusters?.count ?? limit) < limit {
          groups.append(try name(of: group))
        }
        named.values["groups"] = try glossary.list(groups)
      }
      sentences.append(try writer.sentence(about: named))
    }
    return sentences
  }
}
