import PanelResults

/// Sentences about a treatment and the estimators of its effects, true for the results at hand.
extension TableFrame {
  /// Who was treated when, per column where columns differ.
  ///
  /// - Parameters:
  ///   - designs: One per column; absent where a column is about no treatment.
  ///   - remarks: Those of each column, which may tell of unusual units already.
  /// - Returns: Notes about the sample.
  /// - Throws: What the glossary lacks.
  func cohortNotes(_ designs: [TreatmentDesign?], remarks: [[Remark]]) throws(DocumentError)
    -> [TableNote]
  {
    var sentences: [[RichText]] = []
    for (design, remarks) in zip(designs, remarks) {
      sentences.append(
        try design.map { (design) throws(DocumentError) in
          try self.sentences(about: design, told: remarks.map(\.id))
        } ?? []
      )
    }
    return try perColumn(sentences, as: .sample)
  }

  /// Cohorts beyond this many are told by their range.
  private static let mostCohorts = 12

  private func sentences(about design: TreatmentDesign, told: [Remark.Kind])
    throws(DocumentError) -> [RichText]
  {
    var sentences: [RichText] = []
    var untreated: [RichText] = []
    for (key, count) in [("never", design.neverTreated), ("later", design.laterTreated)]
    where count > 0 {
      untreated.append(
        try glossary.rich(
          "treatment",
          key,
          ["count": RichText(typesetting.count(count).plainText)]
        )
      )
    }
    let never =
      untreated.isEmpty
      ? try glossary.rich("treatment", "never-none", [:]) : try glossary.list(untreated)
    if let first = design.cohorts.first, let last = design.cohorts.last {
      if design.cohorts.count <= Self.mostCohorts {
        var items: [RichText] = []
        for cohort in design.cohorts {
          items.append(
            try glossary.rich(
              "treatment",
              "cohort",
              [
                "period": RichText(String(cohort.period)),
                "units": RichText(typesetting.count(cohort.units).plainText),
              ]
            )
          )
        }
        sentences.append(
          try glossary.rich(
            "treatment",
            "cohorts",
            ["cohorts": try glossary.list(items), "never": never]
          )
        )
      } else {
        sentences.append(
          try glossary.rich(
            "treatment",
            "many-cohorts",
            [
              "units": RichText(
                typesetting.count(design.cohorts.reduce(0) { $0 + $1.units }).plainText
              ),
              "cohorts": RichText(String(design.cohorts.count)),
              "first": RichText(String(first.period)), "last": RichText(String(last.period)),
              "never": never,
            ]
          )
        )
      }
    }
    let unusual: [(key: String, count: Int, remark: Remark.Kind)] = [
      ("always-treated", design.alwaysTreated, .alwaysTreated),
      ("switching-off", design.switchingOff, .switchingOff),
    ]
    for (key, count, remark) in unusual where count > 0 && !told.contains(remark) {
      sentences.append(
        try glossary.rich(
          "treatment",
          key,
          ["count": RichText(typesetting.count(count).plainText)]
        )
      )
    }
    return sentences
  }
}

// MARK: Estimators

extension TableFrame {
  func name(of estimator: EffectEstimator) throws(DocumentError) -> RichText {
    RichText(try glossary.text("estimators", estimator.rawValue))
  }

  func shortName(of estimator: EffectEstimator) throws(DocumentError) -> RichText {
    RichText(try glossary.text("estimators-short", estimator.rawValue))
  }

  /// What an estimator compares, holds constant and averages: `CS: Callaway and Sant’Anna (2021);
  /// compared with units never treated; …`.
  ///
  /// - Parameters:
  ///   - result: The result.
  ///   - name: What the table calls it.
  ///   - tellsOverall: Whether the overall effect is defined.
  /// - Returns: One sentence; empty where there is nothing to tell.
  /// - Throws: What the glossary lacks.
  func facts(
    of result: any TreatmentEffectResult,
    name: RichText,
    tellsOverall: Bool
  ) throws(DocumentError) -> RichText {
    var facts: [RichText] = []
    let estimator = result.estimator.rawValue
    // The source of a two-way regression is but its name.
    let isNamed = try name.plainText.hasPrefix(self.name(of: result.estimator).plainText)
    if !isNamed || !EffectEstimator.uncited.contains(result.estimator) {
      facts.append(RichText(try glossary.text("estimator-sources", estimator)))
    }
    let conventions = result.conventions
    if let fit = result as? any RegressionFit, !fit.absorbedEffects.isEmpty {
      facts.append(
        try glossary.rich(
          "treatment",
          "effects",
          [
            "effects": try labels.list(
              ofEffects: fit.absorbedEffects.map(\.name).joined(separator: ", ")
            )
          ]
        )
      )
    }
    if let group = conventions.controlGroup {
      facts.append(RichText(try glossary.text("control-groups", group.rawValue)))
    }
    if !conventions.covariates.isEmpty { facts += try covariateFacts(conventions) }
    if let hidden = (result as? EventStudyResult)?.hiddenDistances.count, hidden > 0 {
      facts.append(
        try glossary.rich(
          "treatment",
          "hidden-distances",
          ["count": RichText(typesetting.count(hidden).plainText)]
        )
      )
    }
    if let base = conventions.basePeriod {
      facts.append(RichText(try glossary.text("base-periods", base.rawValue)))
    }
    if let anticipation = conventions.anticipation, anticipation > 0 {
      facts.append(
        try glossary.rich(
          "treatment",
          "anticipation",
          ["count": RichText(String(anticipation))]
        )
      )
    }
    let references = (result as? any EventTimeResult)?.path.references ?? []
    if let reference = conventions.reference {
      let zeros = references.isEmpty ? [reference] : references
      facts.append(
        try glossary.rich(
          "treatment",
          zeros.count == 1 ? "reference" : "references",
          ["period": try glossary.list(zeros.map { distance($0) })]
        )
      )
    }
    if tellsOverall, result.overall != nil {
      let (section, key) =
        result.overallKind.map { ("aggregates", $0.rawValue) } ?? ("overall-effects", estimator)
      facts.append(RichText(try glossary.text(section, key)))
    }
    guard var list = facts.first else { return RichText([]) }
    for fact in facts.dropFirst() {
      list = try glossary.rich("notes", "legend-joined", ["list": list, "item": fact])
    }
    return try glossary.rich("treatment", "estimator", ["estimator": name, "facts": list])
  }

  /// Covariates beyond this many are counted.
  private static let mostCovariates = 6

  private func covariateFacts(_ conventions: EffectConventions) throws(DocumentError)
    -> [RichText]
  {
    var facts: [RichText] = []
    if conventions.covariates.count <= Self.mostCovariates {
      var items: [RichText] = []
      for name in conventions.covariates { items.append(try labels.word(for: name)) }
      facts.append(
        try glossary.rich("treatment", "covariates", ["covariates": try glossary.list(items)])
      )
    } else {
      facts.append(
        try glossary.rich(
          "treatment",
          "many-covariates",
          ["count": RichText(String(conventions.covariates.count))]
        )
      )
    }
    if let estimation = conventions.estimation, estimation != .unconditional {
      facts.append(RichText(try glossary.text("estimations", estimation.rawValue)))
    }
    return facts
  }

  /// A distance from treatment with a true minus.
  func distance(_ period: Int) -> RichText {
    RichText([.number(typesetting.count(period))])
  }
}

extension EffectEstimator {
  /// The estimators without an author.
  static let uncited: [EffectEstimator] = [.twoWayFixedEffects, .eventStudy]
}

// MARK: Standard errors

extension TableFrame {
  /// Where the standard errors of effects come from.
  ///
  /// - Parameters:
  ///   - inference: Of the result.
  ///   - place: Where they stand; absent where none are printed.
  /// - Returns: One sentence.
  /// - Throws: What the glossary lacks.
  func errors(_ inference: EffectInference, place: RichText?) throws(DocumentError) -> RichText {
    if let covariance = inference.covariance {
      return try writer.sentence(
        place == nil ? "covariance-basis" : "covariance",
        about: covariance,
        countsClusters: true,
        place: place
      )
    }
    var values = ["source": try source(of: inference)]
    values["place"] = place
    if inference.clusters.isEmpty {
      return try glossary.rich("notes", place == nil ? "errors-basis" : "errors", values)
    }
    values["clusters"] = try writer.list(of: inference.clusters)
    let key = place == nil ? "errors-basis-clustered" : "errors-clustered"
    return try glossary.rich("notes", key, values)
  }

  private func source(of inference: EffectInference) throws(DocumentError) -> RichText {
    var key = inference.kind.rawValue
    if inference.kind == .conservative, inference.leavesOut == true { key += "-leave-out" }
    var values: [String: RichText] = [:]
    if inference.kind == .multiplierBootstrap {
      values["draws"] = try draws(inference.draws ?? 0, seed: inference.seed)
    }
    return try glossary.rich("inference", key, values)
  }

  /// `1,000 draws, seed 42`.
  func draws(_ count: Int, seed: UInt64?) throws(DocumentError) -> RichText {
    var values = ["count": RichText(typesetting.count(count).plainText)]
    guard let seed else { return try glossary.rich("draws", "unseeded", values) }
    values["seed"] = RichText(String(seed))
    return try glossary.rich("draws", "seeded", values)
  }
}
