package import PanelData
import PanelNumerics
package import PanelResults

extension Mediation {
  /// Estimates total, direct and indirect effects.
  ///
  ///     y = c x + …,    m = a x + …,    y = c′x + b m + …,    c = c′ + a b
  ///
  /// The three equations are fitted on one sample; that the effects add up is checked.
  ///
  /// - Returns: One result per mediator, or one for all where they stand in one equation.
  /// - Throws: ``EstimationError/invalid(_:)`` for a mediator that is the treatment, the outcome or
  ///   a control; ``EstimationError/collinear(term:with:)`` for a treatment or mediator without
  ///   variation of its own; ``EstimationError/tooFewClusters(column:found:needed:)``; whatever
  ///   the data and the covariance refuse.
  /// - Complexity: O(*n k*²) for the equations, then O(*G (k + L)*² + (*k + L*)³) per replicate, G
  ///   the clusters and L the levels of effects that are not nested in them.
  /// - SeeAlso: Baron and Kenny (1986); Preacher and Hayes (2008), *Asymptotic and resampling
  ///   strategies for assessing and comparing indirect effects in multiple mediator models*;
  ///   oracles `med_castle_police`, `med_produc_unemp`, `med_jobs_cross_section`.
  package func run(
    on panel: Panel, in context: AnalysisContext
  ) throws(EstimationError) -> [MediationResult] {
    let variables = try MediationVariables(self, on: panel)
    guard !isParallel else {
      return [
        try MediationModel(self, variables, mediators: mediators, on: panel, in: context).result()
      ]
    }
    var results: [MediationResult] = []
    for (position, mediator) in mediators.enumerated() {
      do throws(EstimationError) {
        let model = try MediationModel(
          self, variables, mediators: [mediator], on: panel, in: context)
        results.append(try model.result())
      } catch {
        throw mediators.count > 1 ? error.inModel(position + 1, "mediator \(mediator)") : error
      }
    }
    return results
  }

  /// The covariance asked for: clustered by unit where none is named and there are units.
  func covariance(in panel: Panel) throws(EstimationError) -> CovarianceSpecification {
    if let vcov { return try CovarianceSpecification(parsing: vcov) }
    return CovarianceSpecification(
      kind: panel.index == nil ? .iid : .cluster,
      clusters: panel.index.map { [[$0.unitVariable]] } ?? [])
  }

  /// The variables of the clusters that are drawn; `nil` for single observations.
  func drawnVariables(
    in panel: Panel, _ covariance: CovarianceSpecification
  ) throws(EstimationError) -> [String]? {
    if let named = bootstrap?.clusters {
      if named == "none" { return nil }
      let parsed = try CovarianceSpecification(parsing: "cluster(\(named))")
      guard parsed.clusters.count == 1 else {
        throw .invalid(
          "The bootstrap draws clusters of one kind, and 'clusters' names \(parsed.clusters.count) "
            + "(\(named)). Name one, or 'a^b' for their interaction.")
      }
      return parsed.clusters[0]
    }
    switch covariance.clusters.count {
    case 0: return panel.index.map { [$0.unitVariable] }
    case 1: return covariance.clusters[0]
    default:
      let names = covariance.clusters.map { $0.joined(separator: "^") }
      throw .invalid(
        "The covariance clusters by \(names.joined(separator: " and ")), and the bootstrap draws "
          + "clusters of one kind: name it, as in 'bootstrap: {clusters: \(names[0])}'.")
    }
  }
}

/// The variables of a mediation, read and told apart.
struct MediationVariables {
  /// Canonical names.
  let outcome: String
  let treatment: String
  let mediators: [String: String]

  init(_ analysis: Mediation, on panel: Panel) throws(EstimationError) {
    let outcome = try Self.term(analysis.outcome, "outcome", in: panel)
    let treatment = try Self.term(analysis.treatment, "treatment", in: panel)
    guard !outcome.isSameProduct(as: treatment) else {
      throw .invalid("'\(outcome.name)' is the outcome and the treatment as well. Name two variables.")
    }
    var controls: [Term] = []
    for text in analysis.controls {
      controls += try dataResult { () throws(DataError) in
        try FormulaParser.terms(text, lists: panel.lists)
      }
    }
    for (role, term) in [("outcome", outcome), ("treatment", treatment)]
    where controls.contains(where: { $0.isSameProduct(as: term) }) {
      throw .invalid("The \(role) '\(term.name)' is among the controls as well. Take it out there.")
    }
    var names: [String: String] = [:]
    var seen: [Term] = []
    for text in analysis.mediators {
      let mediator = try Self.term(text, "mediator", in: panel)
      let name = mediator.name
      for (role, term) in [("outcome", outcome), ("treatment", treatment)]
      where term.isSameProduct(as: mediator) {
        throw .invalid(
          "The mediator '\(name)' is the \(role): nothing can go through it. Name another variable.")
      }
      guard !controls.contains(where: { $0.isSameProduct(as: mediator) }) else {
        throw .invalid(
          "The mediator '\(name)' is among the controls as well: held fixed, nothing can go through "
            + "it. Take it out of the controls.")
      }
      guard !seen.contains(where: { $0.isSameProduct(as: mediator) }) else {
        throw .invalid("'mediators' names '\(name)' twice.")
      }
      seen.append(mediator)
      names[text] = name
    }
    self.outcome = outcome.name
    self.treatment = treatment.name
    mediators = names
  }

  private static func term(
    _ text: String, _ role: String, in panel: Panel
  ) throws(EstimationError) -> Term {
    let terms = try dataResult { () throws(DataError) in
      try FormulaParser.terms(text, lists: panel.lists)
    }
    guard terms.count == 1, let term = terms.first, term.factors.count == 1,
      case .numeric = term.factors[0]
    else {
      throw .invalid(
        "The \(role) '\(text)' should be one column or one expression, such as x or log(x).")
    }
    return term
  }
}
