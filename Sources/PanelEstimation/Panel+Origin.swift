import PanelData
import PanelResults

extension Panel {
  /// Labels of some variables and terms.
  func labels(of names: [String]) -> [String: LocalizedText] {
    labels.filter { names.contains($0.key) }
  }

  /// Where a result came from.
  ///
  /// - Parameters:
  ///   - names: Columns that the analysis names; those of conditions follow of themselves.
  ///   - place: The place in the study, below `analyses`, such as `baseline.models[2]`.
  ///   - condition: The analysis' own `where`, beside the study's.
  ///   - context: The study around the analysis.
  /// - Returns: Files, rules, and the derived variables behind all names, however deep.
  func provenance(
    naming names: [String],
    place: String,
    condition: String?,
    in context: AnalysisContext
  ) -> Provenance {
    let rules = [sampleRule, condition].compactMap { $0 }
    return Provenance(
      tool: context.tool,
      data: sources,
      specification: context.id.isEmpty ? nil : "analyses.\(place)",
      sampleRule: rules.count > 1
        ? rules.map { "(\($0))" }.joined(separator: " & ") : rules.first,
      derived: derivedVariables(behind: names + rules.flatMap(Self.columnNames)),
      seed: context.seed
    )
  }

  /// The derived variables among names, and those that these are derived from.
  private func derivedVariables(behind names: [String]) -> [String: String] {
    var found: [String: String] = [:]
    var open = names
    while let name = open.popLast() {
      guard let text = derived[name], found[name] == nil else { continue }
      found[name] = text
      open += inputs[name] ?? Self.columnNames(in: text)
    }
    return found
  }

  /// The columns that an expression names; none where the text is no expression.
  private static func columnNames(in text: String) -> [String] {
    do { return try ExpressionParser.parse(text).columnNames } catch { return [] }
  }
}
