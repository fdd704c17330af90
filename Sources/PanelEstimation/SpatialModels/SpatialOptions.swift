package import PanelData
package import PanelResults

/// What entries of spatial models share: every formula with every matrix, model and covariance.
package struct SpatialOptions: Sendable, Equatable {
  package var formulas: [String]
  package var models: [SpatialModel]
  /// Names of the study's weights.
  package var weights: [String]
  package var estimator: SpatialEstimator?
  /// The covariances, as written; that of the expected information where none is named.
  package var vcov: [String]
  /// The regressors whose spatial lags enter; absent for all.
  package var lagged: [String]?
  /// The unit variable, where its effects are random.
  package var random: String?
  /// A condition on rows, beside the study's own.
  package var condition: String?
  /// The confidence level of intervals.
  package var level: Double
  /// How direct, indirect and total effects are inferred.
  package var effects: SpatialEffectOptions

  package init(
    formulas: [String],
    models: [SpatialModel],
    weights: [String],
    estimator: SpatialEstimator? = nil,
    vcov: [String] = ["expected"],
    lagged: [String]? = nil,
    random: String? = nil,
    condition: String? = nil,
    level: Double = 0.95,
    effects: SpatialEffectOptions = SpatialEffectOptions()
  ) {
    self.formulas = formulas
    self.models = models
    self.weights = weights
    self.estimator = estimator
    self.vcov = vcov
    self.lagged = lagged
    self.random = random
    self.condition = condition
    self.level = level
    self.effects = effects
  }

  static let knownModels = SpatialModel.allCases
}

extension SpatialOptions: Decodable {
  private enum CodingKeys: String, CodingKey {
    case formula, model, weights, estimator, vcov, level, random, effects
    case lagged = "spatial_lags"
    case condition = "where"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      formulas: try container.decode(OneOrMore<String>.self, forKey: .formula).values,
      models: try container.decode(OneOrMore<SpatialModel>.self, forKey: .model).values,
      weights: try container.decode(OneOrMore<String>.self, forKey: .weights).values,
      estimator: try container.decodeIfPresent(SpatialEstimator.self, forKey: .estimator),
      vcov: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .vcov)?.values
        ?? ["expected"],
      lagged: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .lagged)?.values,
      random: try container.decodeIfPresent(String.self, forKey: .random),
      condition: try container.decodeIfPresent(String.self, forKey: .condition),
      level: try container.decodeLevel(forKey: .level),
      effects: try container.decodeIfPresent(SpatialEffectOptions.self, forKey: .effects)
        ?? SpatialEffectOptions()
    )
    if container.contains(.effects), !models.contains(where: { $0.hasLag || $0.hasLaggedRegressors })
    {
      throw DecodingError.dataCorruptedError(
        forKey: .effects,
        in: container,
        debugDescription: "coefficients are the effects in "
          + "\(models.map(\.rawValue).joined(separator: ", ")): take the key out"
      )
    }
    for (key, isEmpty) in [
      (CodingKeys.formula, formulas.isEmpty), (.model, models.isEmpty),
      (.weights, weights.isEmpty), (.vcov, vcov.isEmpty),
    ] where isEmpty {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: container,
        debugDescription: "name at least one"
      )
    }
  }

  /// The keys of an entry; those of `scope` alone left out.
  static func keys(_ scope: SpatialRequest.Scope) -> [KeyDescription] {
    let formula =
      scope == .panel
      ? "One model or several, such as 'y ~ x + $controls | state + year'; what is absorbed are "
        + "effects of units and periods."
      : "One model or several, such as 'CRIME ~ INC + HOVAL'; nothing is absorbed."
    var keys = [
      KeyDescription("formula", .oneOrMore(of: .formula), required: true, formula),
      KeyDescription(
        "model",
        .oneOrMore(of: .choice(knownModels.map(\.rawValue))),
        required: true,
        "sar (lag of the outcome), sem (spatial errors), sdm (lags of outcome and regressors), sac "
          + "(lag of the outcome, spatial errors), slx (lags of regressors) or sdem (lags of "
          + "regressors, spatial errors)."
      ),
      KeyDescription(
        "weights",
        .oneOrMore(of: .spatialWeights),
        required: true,
        "Names of the study's 'spatial_weights'; each gives a model of its own."
      ),
      KeyDescription(
        "spatial_lags",
        .oneOrMore(of: .text),
        default: "all regressors",
        "The regressors whose spatial lags enter sdm, slx and sdem."
      ),
      KeyDescription(
        "vcov",
        .oneOrMore(of: .text),
        default: "expected",
        "The covariance: expected or observed, for the information that it is the inverse of; "
          + "robust, cluster(unit) or driscoll-kraay(lags) for sandwiches of scores; several give "
          + "each model a column for each."
      ),
      SpatialEffectOptions.key,
      KeyDescription("where", .expression, "A condition on rows, beside the study's own."),
      KeyDescription("level", .number, default: "0.95", "The level of confidence intervals."),
    ]
    if scope == .panel {
      keys.insert(
        KeyDescription(
          "estimator",
          .choice([SpatialEstimator.leeYu, .direct, .biasCorrected, .twoStage].map(\.rawValue)),
          default: "lee-yu beside effects",
          "What becomes of effects: lee-yu transforms them away, direct estimates them, which "
            + "biases rho beside effects of periods, and bias-corrected corrects that; two-stage "
            + "is least squares with spatial lags of regressors as instruments, for sar and sdm."
        ),
        at: 3
      )
      keys.insert(
        KeyDescription(
          "random",
          .text,
          "The unit variable, where its effects are random instead of absorbed: sar, sem, sdm and "
            + "sdem by maximum likelihood."
        ),
        at: 4
      )
    } else {
      keys.insert(
        KeyDescription(
          "estimator",
          .choice([SpatialEstimator.twoStage.rawValue]),
          default: "maximum likelihood",
          "two-stage is least squares with spatial lags of regressors as instruments, for sar and sdm."
        ),
        at: 3
      )
    }
    return keys
  }

  /// Every model that is asked for: formulas first, then weights, models and covariances.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for a covariance that does not exist.
  package func requests(
    _ scope: SpatialRequest.Scope,
    place: String
  ) throws(EstimationError) -> [SpatialRequest] {
    var requests: [SpatialRequest] = []
    for formula in formulas {
      for name in weights {
        for model in models {
          for text in vcov {
            requests.append(
              SpatialRequest(
                formula,
                model: model,
                weights: name,
                estimator: estimator,
                covariance: try SpatialCovariance(parsing: text),
                lagged: lagged,
                random: random,
                condition: condition,
                level: level,
                scope: scope,
                place: place
              )
            )
          }
        }
      }
    }
    return requests
  }

  /// Fits every model.
  ///
  /// - Throws: What a formula, the weights, the data or the likelihood refuses; the text begins with
  ///   the model where there are several.
  func run(
    _ scope: SpatialRequest.Scope,
    on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) -> [SpatialRegressionResult] {
    var fitter = SpatialFitter(on: panel, in: context)
    let requests = try requests(scope, place: context.id)
    var results: [SpatialRegressionResult] = []
    for (position, request) in requests.enumerated() {
      do {
        let fitted = try fitter.fit(request)
        var report = fitted.report()
        report.effects = try SpatialEffects.of(
          fitted.estimates,
          fitted.design,
          determinant: fitted.determinant,
          options: effects,
          level: level,
          in: context
        )
        results.append(report.result(on: panel, in: context))
      } catch {
        let name = "\(request.model.rawValue), \(request.weights): \(request.formula)"
        throw requests.count > 1 ? error.inModel(position + 1, name) : error
      }
    }
    return results
  }
}

extension FittedSpatialModel {
  /// The model on its way to a result.
  package func report() -> SpatialReport {
    var report = SpatialReport(request, design, estimates, estimator: estimator, system: system)
    if request.random != nil { report.panelEffects = .random }
    return report
  }
}
