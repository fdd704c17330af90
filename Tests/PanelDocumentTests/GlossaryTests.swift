import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

@Suite struct GlossaryTests {
  let small = Glossary(
    language: "en",
    sections: [
      "lists": ["middle": "{list}, {item}", "last": "{list} and {item}"],
      "remarks": ["rows": "{count} rows of {name}", "rows.one": "One row of {name}"],
    ]
  )

  @Test func fillsPlacesAndKeepsBracesOfValues() throws {
    #expect(try small.text("remarks", "rows", ["count": "3", "name": "{x}"]) == "3 rows of {x}")
  }

  @Test func takesTheSingularForACountOfOne() throws {
    #expect(try small.text("remarks", "rows", ["count": "1", "name": "x"]) == "One row of x")
  }

  @Test(arguments: [
    ([String](), ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"),
    (["a", "b", "c", "d"], "a, b, c and d"),
  ])
  func joinsLists(items: [String], expected: String) throws {
    #expect(try small.list(items) == expected)
  }

  @Test func namesAMissingEntry() {
    #expect(
      throws: DocumentError.invalid(
        "The glossary 'en' has no entry 'remarks.nothing'. Add it to its file."
      )
    ) { try small.text("remarks", "nothing") }
  }

  @Test func namesAPlaceThatNobodyFills() {
    #expect(
      throws: DocumentError.invalid(
        "The entry 'remarks.rows' of the glossary 'en' asks for {name}, which is not given there. "
          + "Given are: count."
      )
    ) { try small.text("remarks", "rows", ["count": "2"]) }
  }

  @Test func refusesUnknownKeys() {
    #expect(throws: DecodingError.self) {
      let _: Glossary = try StyleFiles.decode(from: "{language: en, section: {}}")
    }
  }
}

/// What every glossary must say.
@Suite struct GlossaryContractTests {
  /// The entries that follow from closed sets of values.
  static let required: [String: [String]] = [
    "statistics": Statistic.allCases.map(\.rawValue),
    "definitions": DefinitionColumn.allCases.map(\.rawValue) + ["group"],
    "measures": Measure.allCases.map(\.rawValue),
    "remarks": Remark.Kind.allCases.map(\.rawValue),
    "drop-reasons": DropReason.allCases.map(\.rawValue),
    "drop-reasons-of": DropReason.allCases.map(\.rawValue),
    "absence": AbsenceReason.all.map(\.rawValue),
    "map-clusters": LocalMoranCluster.allCases.map(\.rawValue),
    "map-alternatives": MoranAlternative.allCases.map(\.rawValue),
    "map-adjustments": PValueAdjustment.allCases.map(\.rawValue) + ["none"],
    "map-classes": ClassBreaks.Rule.allCases.map(\.rawValue) + ["own"],
    "significance-regions": SignificanceRegion.Kind.allCases.map(\.rawValue),
    "moderator-places": [
      "mean", "below-mean", "above-mean", "lower-quartile", "median", "upper-quartile",
      "percentile", "minimum", "maximum",
    ],
    "equality-tests": GroupComparison.Method.allCases.map(\.rawValue),
    "equality-notes": GroupComparison.Method.allCases.map(\.rawValue),
    "forest-tests": GroupComparison.Method.allCases.map(\.rawValue),
    "equality-letters": ["t", "z", "f", "chi2"],
    "group-names": [
      "half-1", "half-2", "third-1", "third-2", "third-3", "quantile", "quartile",
      "quintile", "decile",
    ],
    "covariance": covariances,
    "covariance-basis": covariances,
    "covariance-source": covariances,
    "covariance-reach": ["iid", "oim", "eim", "driscoll-kraay", "conley", "conley-lags"],
    "spatial-kernels": SpatialDependence.Kernel.allCases.map(\.rawValue),
    "covariance-row": covariances.filter { !$0.hasSuffix("-counted") },
    "covariance-detail": covariances.filter { $0 != "cluster" && $0 != "cluster-multiway" },
    "brackets": Bracket.allCases.map(\.rawValue),
    "uncertainty": Uncertainty.allCases.map(\.rawValue) + ["z"],
    "legend": ["se", "t", "z", "p", "ci"],
    "letters": ["t", "z", "p"],
    "test-statistics": ReferenceDistribution.allCases.map(\.rawValue),
    "tests": HypothesisTest.Kind.allCases.map(\.rawValue),
    "instrument-estimators": InstrumentEstimator.allCases.map(\.rawValue),
    "weak-instruments": WeakInstrumentRow.allCases.map(\.rawValue) + ["stock-yogo-note"],
    "stages": ["first", "reduced", "second"],
    "learning": LearnerDescription.Method.allCases.flatMap { ["row-\($0.rawValue)", $0.rawValue] }
      + ["lasso-cv", "ols-probability", "lasso-probability", "lasso-cv-probability"]
      + ["gradient-boosting-probability", "depth", "leaf", "features", "sample", "both"]
      + LearnedEffects.Form.allCases.flatMap { ["row-\($0.rawValue)", $0.rawValue] }
      + RepeatAggregation.allCases.map { "repeats-\($0.rawValue)" }
      + DoubleMLConvention.allCases.map(\.rawValue)
      + ["partially-linear"] + DoubleMLTarget.allCases.map { "interactive-\($0.rawValue)" }
      + ["folds", "folds-groups", "folds-column", "supplied", "learner", "learners", "overlap"]
      + ["overlap-trimmed", "row", "row-effects", "row-logit", "row-both", "row-supplied"],
    "censoring": TobitEffects.allCases.map(\.rawValue)
      + ["lower", "upper", "both", "latent", "ratio"],
    "changes": ModelChange.Kind.allCases.map(\.rawValue).filter { $0 != "estimator" }
      + InstrumentEstimator.allCases.map { "estimator-\($0.rawValue)" }
      + ["baseline", "add-many", "drop-many", "drop-units-many", "where-many", "weights-none"]
      + ["effects-none"],
    "mediation-tests": ProductTest.Form.allCases.map(\.rawValue),
    "mediation-test-notes": ProductTest.Form.allCases.map(\.rawValue),
    "bootstrap-intervals": BootstrapInterval.Kind.allCases.map(\.rawValue),
    "estimators": EffectEstimator.allCases.map(\.rawValue),
    "estimators-short": EffectEstimator.allCases.map(\.rawValue),
    "estimator-sources": EffectEstimator.allCases.map(\.rawValue),
    "overall-effects": EffectEstimator.allCases.map(\.rawValue),
    "aggregates": EffectAggregate.Kind.allCases.map(\.rawValue),
    "control-groups": EffectConventions.ControlGroup.allCases.map(\.rawValue),
    "comparison-groups": EffectConventions.ControlGroup.allCases.map(\.rawValue) + ["all"],
    "estimations": EffectConventions.Estimation.allCases.map(\.rawValue),
    "base-periods": EffectConventions.BasePeriod.allCases.map(\.rawValue),
    "inference": EffectInference.Kind.allCases.map(\.rawValue) + ["conservative-leave-out"],
    "event-time": EventTimePoint.Bin.allCases.map(\.rawValue) + ["at"],
    "event-study-counts": ["observations", "units"],
    "estimator-columns": EstimatorsRecipe.Column.allCases.map(\.rawValue) + ["stub", "effect"],
    "placebo-kinds": PlaceboResult.Kind.allCases.map(\.rawValue),
    "placebo-notes": PlaceboResult.Kind.allCases.map(\.rawValue),
    "placebo-rows": PlaceboRecipe.Row.allCases.map(\.rawValue),
    "placebo-p-values": ["two-sided", "left", "right", "corrected"],
    "comparison-kinds": Comparison.Kind.allCases.map(\.rawValue),
    "comparisons": ["cohort", "treated-never", "treated-always"],
    "treatment-weight-kinds": TreatmentWeightsResult.Kind.allCases.map(\.rawValue),
    "bootstrap-weights": WildBootstrapTerm.Weights.allCases.map(\.rawValue),
    "effects": EffectRows.Label.allCases.map(\.rawValue),
    "kernels": KernelDensity.Kernel.allCases.map(\.rawValue),
    "bandwidths": KernelDensity.BandwidthRule.allCases.map(\.rawValue),
    "bandwidth-lists": KernelDensity.BandwidthRule.allCases.map(\.rawValue),
    "indicator-signs": IndicatorSign.allCases.map(\.rawValue),
    "weight-columns": EntropyWeightsRecipe.Column.allCases.map(\.rawValue),
    "component-retention": PrincipalComponentsResult.Retention.allCases.map(\.rawValue),
    "component-orientation": PrincipalComponentsResult.Orientation.allCases.map(\.rawValue),
    "product-intervals": ProductTest.Form.allCases.map(\.rawValue),
    "hausman-notes": ["robust", "mundlak", "bootstrap"],
    "panel-rows": PanelSummaryRecipe.Part.allCases.map(\.rawValue),
    "adjustments": PValueAdjustment.allCases.map(\.rawValue),
    "adjustment-sources": PValueAdjustment.allCases.map(\.rawValue),
    "specification-failures": SpecificationFailure.Reason.allCases.map(\.rawValue),
    "moran-classes": LocalMoranCluster.allCases.map(\.rawValue),
    "scatter-inference": MoranTest.Inference.allCases.map(\.rawValue),
    "scatter-sides": MoranAlternative.allCases.map(\.rawValue),
    "local-moran-sides": MoranAlternative.allCases.map(\.rawValue),
    "local-moran-moments": LocalMoranInference.Moments.allCases.map(\.rawValue),
    "local-moran-note": LocalMoranInference.Moments.allCases.map(\.rawValue),
    "local-moran-head": ["statistic", "deviation", "score", "p", "cluster"],
    "standardised-weights": SpatialWeightsDescription.Standardisation.allCases.map(\.rawValue),
    "choice-lists": ChoiceList.Kind.allCases.map(\.rawValue),
    "choices-none": ChoiceList.Kind.allCases.map(\.rawValue),
    "notes-labels": TableStyle.NotesLabel.allCases.map(\.rawValue),
    "moran-letters": MoranResult.Kind.allCases.map(\.rawValue),
    "moran-names": MoranResult.Kind.allCases.map(\.rawValue),
    "moran-statistics": MoranResult.Kind.allCases.map(\.rawValue),
    "moran-statistics-plain": MoranResult.Kind.allCases.map(\.rawValue),
    "moran-weights": SpatialWeightsDescription.Standardisation.allCases.map(\.rawValue),
    "moran-inference": MoranResult.Inference.allCases.map(\.rawValue) + ["permutation-unseeded"],
    "moran-sides": MoranResult.Alternative.allCases.map(\.rawValue) + ["two-sided-permutation"],
    "moran-under": ["p", "z", "z-geary", "sd"],
    "moran-measures": ["p", "z", "sd"],
    "weight-methods": SpatialWeightsDescription.Method.allCases.map(\.rawValue)
      + [
        "inverse-distance-power", "economic-distance-power", "contiguity-rook", "nearest-either",
        "nearest-mutual",
      ],
    "weight-distances": SpatialWeightsDescription.DistanceMeasure.allCases.map(\.rawValue),
    "weight-limits": ["cutoff", "minimum"].flatMap { limit in
      ["economic", "great-circle", "planar"].map { "\(limit)-\($0)" }
    },
    "weights-summary-standardisations": SpatialWeightsDescription.Standardisation.allCases
      .map(\.rawValue),
    "weight-standardisations": SpatialWeightsDescription.Standardisation.allCases.map(\.rawValue),
    "spatial-models": SpatialModel.allCases.map(\.rawValue),
    "spatial-models-short": SpatialModel.allCases.map(\.rawValue),
    "spatial-estimators": SpatialEstimator.allCases.map(\.rawValue) + ["direct-demeaned"],
    "spatial-estimators-short": SpatialEstimator.allCases.map(\.rawValue),
    "spatial-effects-of": SpatialPanelEffects.allCases.map(\.rawValue),
    "spatial-parameters": [
      SpatialRegressionResult.rhoTerm, SpatialRegressionResult.lambdaTerm,
    ],
    "log-determinants": LogDeterminantDescription.Method.allCases.map(\.rawValue),
    "spatial-effect-heads": SpatialEffectPart.allCases.map(\.rawValue),
    "spatial-effect-words": SpatialEffectPart.allCases.map(\.rawValue) + ["title", "title-of", "points", "interval", "nested"],
    "spatial-test-families": SpatialTestFamily.allCases.map(\.rawValue),
  ]

  private static var covariances: [String] {
    CovarianceKind.allCases.flatMap { kind in
      let name = kind.rawValue
      return switch kind {
      case .cluster: [name, "\(name)-counted", "\(name)-multiway", "\(name)-multiway-counted"]
      case .conley: [name, "\(name)-lags"]
      default: [name]
      }
    }
  }

  @Test func everyLanguageHasExactlyTheEntriesOfClosedSets() throws {
    for language in try StyleFiles.names(in: "glossaries") {
      let glossary: Glossary = try StyleFiles.load(from: "glossaries/\(language).yaml")
      #expect(glossary.language == language)
      for (section, keys) in Self.required.sorted(by: { $0.key < $1.key }) {
        let found = Set((glossary.sections[section] ?? [:]).keys.filter { !$0.hasSuffix(".one") })
        #expect(found == Set(keys), "\(language), \(section)")
      }
    }
  }

  @Test func everyLanguageHasTheEntriesOfEnglish() throws {
    let english: Glossary = try StyleFiles.load(from: "glossaries/en.yaml")
    for language in try StyleFiles.names(in: "glossaries") where language != "en" {
      let glossary: Glossary = try StyleFiles.load(from: "glossaries/\(language).yaml")
      for (section, entries) in english.sections {
        let wanted = Set(entries.keys.filter { !$0.hasSuffix(".one") })
        let found = Set((glossary.sections[section] ?? [:]).keys.filter { !$0.hasSuffix(".one") })
        #expect(found == wanted, "\(language), \(section)")
      }
    }
  }

  /// A section is either a closed set, or each of its keys is written somewhere in the sources.
  @Test func everyEntryIsUsed() throws {
    let sources = try Repository.sources().map(\.text).joined()
    let english: Glossary = try StyleFiles.load(from: "glossaries/en.yaml")
    for (section, entries) in english.sections {
      #expect(sources.contains("\"\(section)\""), "section \(section)")
      for key in entries.keys where Self.required[section] == nil && !key.hasSuffix(".one") {
        #expect(sources.contains("\"\(key)\""), "\(section).\(key)")
      }
    }
  }
}
