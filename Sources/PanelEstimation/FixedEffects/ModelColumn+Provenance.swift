import PanelData
import PanelResults

extension ModelColumn {
  func heading(_ formula: Formula, _ design: Design, _ panel: Panel) -> ResultHeading {
    var mentioned = MentionedNames(formula)
    mentioned.add(contentsOf: covariance.clusters.flatMap { $0 })
    mentioned.add(contentsOf: design.regressors.map(\.name))
    mentioned.add(contentsOf: [design.outcomeName] + design.effects.map(\.name))
    return ResultHeading(
      outcome: design.outcomeName, formula: formula.text,
      labels: panel.labels.filter { mentioned.names.contains($0.key) })
  }

  func provenance(
    _ formula: Formula, _ panel: Panel, _ context: AnalysisContext
  ) -> Provenance {
    let condition = model.condition ?? entry.condition
    var mentioned = MentionedNames(formula)
    mentioned.add(contentsOf: covariance.clusters.flatMap { $0 })
    for text in [condition, model.weights ?? entry.weights, panel.sampleRule] {
      if let text { mentioned.add(expression: text) }
    }
    mentioned.follow(panel.derived)
    let rules = [panel.sampleRule, condition].compactMap { $0 }
    return Provenance(
      tool: context.tool,
      data: panel.sources,
      specification: context.id.isEmpty ? nil : "analyses.\(context.id).models[\(position + 1)]",
      sampleRule: rules.isEmpty
        ? nil : rules.count == 1 ? rules[0] : rules.map { "(\($0))" }.joined(separator: " & "),
      derived: panel.derived.filter { mentioned.names.contains($0.key) },
      seed: context.seed)
  }
}

/// The columns that a model names, directly or through derived variables.
private struct MentionedNames {
  private(set) var names: Set<String> = []

  init(_ formula: Formula) {
    add(formula.outcome)
    for term in formula.regressors {
      for factor in term.factors {
        switch factor {
        case .numeric(let expression): add(expression)
        case .indicators(let variable, _): names.insert(variable)
        }
      }
    }
    for effect in formula.effects { names.formUnion(effect.variables) }
  }

  mutating func add(contentsOf more: [String]) { names.formUnion(more) }

  mutating func add(expression text: String) {
    // A text that does not parse has been refused before it comes here.
    do { add(try ExpressionParser.parse(text)) } catch { return }
  }

  /// Adds what derived variables are made of, again and again until nothing is new.
  mutating func follow(_ derived: [String: String]) {
    var waiting = names.sorted()
    while let name = waiting.popLast() {
      guard let text = derived[name] else { continue }
      let before = names
      add(expression: text)
      waiting += names.subtracting(before).sorted()
    }
  }

  private mutating func add(_ expression: Expression) {
    switch expression {
    case .number, .text: break
    case .column(let name): names.insert(name)
    case .unary(_, let operand): add(operand)
    case .binary(_, let left, let right):
      add(left)
      add(right)
    case .call(_, let arguments): for argument in arguments { add(argument.value) }
    case .shift(_, _, let operand): add(operand)
    }
  }
}
