import PanelData
import PanelResults

extension ModelColumn {
  func heading(_ formula: Formula, _ design: Design, _ panel: Panel) -> ResultHeading {
    ResultHeading(
      outcome: design.outcomeName,
      formula: formula.text,
      labels: panel.labels(
        of: columnNames(formula) + design.regressors.map(\.name)
          + [design.outcomeName] + design.effects.map(\.name)
          + [model.weights ?? entry.weights].compactMap { $0 }
      )
    )
  }

  func provenance(
    _ formula: Formula,
    _ panel: Panel,
    _ context: AnalysisContext
  ) -> Provenance {
    panel.provenance(
      naming: columnNames(formula) + [model.weights ?? entry.weights].compactMap { $0 },
      place: "\(context.id).models[\(position + 1)]",
      condition: model.condition ?? entry.condition,
      in: context
    )
  }

  /// The columns of the model and of its clusters.
  private func columnNames(_ formula: Formula) -> [String] {
    formula.outcome.columnNames + formula.regressors.flatMap(\.columnNames)
      + formula.effects.flatMap(\.variables) + covariance.clusters.flatMap { $0 }
  }
}
