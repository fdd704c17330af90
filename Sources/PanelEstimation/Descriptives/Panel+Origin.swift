import PanelData
import PanelResults

extension Panel {
  /// Labels of variables: the study's own, else those of the data file.
  func labels(of names: [String]) -> [String: LocalizedText] {
    var labels: [String: LocalizedText] = [:]
    for name in names {
      if let label = self.labels[name] ?? table[name]?.label { labels[name] = label }
    }
    return labels
  }

  /// Where a result came from that names these variables; the condition is the analysis' own
  /// `where`, beside the study's.
  func provenance(
    naming names: [String],
    condition: String?,
    in context: AnalysisContext
  ) -> Provenance {
    let rules = [sampleRule, condition].compactMap { $0 }
    return Provenance(
      tool: context.tool,
      data: sources,
      specification: context.id.isEmpty ? nil : "analyses.\(context.id)",
      sampleRule: rules.count == 2
        ? "(\(rules[0])) & (\(rules[1]))" : rules.first,
      derived: derivedVariables(behind: names)
    )
  }

  /// The derived variables among names, and those that these are derived from.
  private func derivedVariables(behind names: [String]) -> [String: String] {
    var found: [String: String] = [:]
    var open = names
    while let name = open.popLast() {
      guard let text = derived[name], found[name] == nil else { continue }
      found[name] = text
      // An index made by a method is derived too, and its text is no expression.
      do { open += try ExpressionParser.parse(text).columnNames } catch { continue }
    }
    return found
  }
}
