import PanelData
package import PanelResults

/// The weights with which a two-way fixed-effects coefficient adds up the effects of its cells.
package struct TreatmentWeights: Analysis, Equatable {
  package static let kind: AnalysisKind = "treatment-weights"
  package static let summary =
    "The weights of treated cells in a two-way fixed-effects or first-difference coefficient, and "
    + "how robust it is to heterogeneous effects (de Chaisemartin and D'Haultfœuille)."

  /// A column or an expression.
  package var outcome: String
  package var treatment: TreatmentColumn
  /// Terms, and lists such as `$controls`.
  package var controls: [String]
  /// The column of analytic weights.
  package var weights: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  package var regression: TreatmentWeightsResult.Kind
  package var switching: SwitchingRule

  package init(
    outcome: String,
    treatment: TreatmentColumn,
    controls: [String] = [],
    weights: String? = nil,
    condition: String? = nil,
    regression: TreatmentWeightsResult.Kind = .fixedEffects,
    switching: SwitchingRule = .error
  ) {
    self.outcome = outcome
    self.treatment = treatment
    self.controls = controls
    self.weights = weights
    self.condition = condition
    self.regression = regression
    self.switching = switching
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, controls, weights, kind, switching
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      outcome: try container.decode(String.self, forKey: .outcome),
      treatment: try TreatmentColumn(from: decoder),
      controls: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .controls)?.values
        ?? [],
      weights: try container.decodeIfPresent(String.self, forKey: .weights),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      regression: try container.decodeIfPresent(TreatmentWeightsResult.Kind.self, forKey: .kind)
        ?? .fixedEffects,
      switching: try container.decodeIfPresent(SwitchingRule.self, forKey: .switching) ?? .error
    )
  }

  package static let keys: [KeyDescription] =
    [ControlModel.keys[0]] + TreatmentColumn.keys + [
      KeyDescription(
        "controls",
        .oneOrMore(of: .text),
        "Control variables: terms, or lists such as $controls."
      ),
      KeyDescription("weights", .text, "A column of analytic weights, such as population."),
      KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
      KeyDescription(
        "kind",
        .choice(TreatmentWeightsResult.Kind.allCases.map(\.rawValue)),
        default: "fixed-effects",
        "The regression, and whether each unit's effect is assumed stable over time: feTR, feS, "
          + "fdTR and fdS of twowayfeweights."
      ),
      KeyDescription(
        "switching",
        .choice(SwitchingRule.allCases.map(\.rawValue)),
        default: "error",
        "Whether treatment may end."
      ),
    ]
}
