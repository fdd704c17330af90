import Foundation
import PanelEstimation
import PanelResults
import Testing

/// Agreement to nearly all digits with likelihoods that are differentiated by complex steps.
@Suite struct TobitExactTests {
  struct File: Decodable {
    var cases: [Case]
    struct Case: Decodable {
      var id: String
      var dataset: String?
      var formula: String?
      var lower: Double?
      var upper: Double?
      var coef: [String: Double]
      var sigma: Double?
      var loglik: Double
      var se: Errors
    }
    /// By covariance, or of the one there is.
    enum Errors: Decodable {
      case many([String: [String: Double]])
      case one([String: Double])

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
          self = .one(try container.decode([String: Double].self))
        } catch {
          self = .many(try container.decode([String: [String: Double]].self))
        }
      }
    }

    init(_ name: String) throws {
      let url = PanelOracle.folder.appending(path: "\(name).json")
      self = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    }
  }

  @Test func sandwichesOfThePooledFitAgree() throws {
    for model in try File("tobit_sandwich").cases {
      guard case .many(let covariances) = model.se else { continue }
      let panel = try TobitSamples.panel(try #require(model.dataset))
      for (vcov, errors) in covariances.sorted(by: { $0.key < $1.key }) {
        let result = try TobitSamples.fit(
          try #require(model.formula),
          on: panel,
          lower: model.lower,
          upper: model.upper,
          vcov: vcov
        )
        let place = "\(model.id) \(vcov)"
        for (name, value) in model.coef {
          let estimate = result.estimate(named: name)
          expectAgreement(estimate?.value, value, 1e-10, "\(place) \(name)")
          // The reference does not repair a covariance with a negative eigenvalue.
          if result.covariance.repaired { continue }
          expectAgreement(
            estimate?.standardError.value,
            errors[name],
            1e-10,
            "\(place) se of \(name)"
          )
        }
        expectAgreement(result.scale(.sigma)?.value, model.sigma, 1e-11, "\(place) sigma")
        if !result.covariance.repaired {
          expectAgreement(
            result.scale(.sigma)?.standardError.value,
            errors["sigma"],
            1e-10,
            "\(place) se of sigma"
          )
        }
        expectAgreement(result.number(.logLikelihood), model.loglik, 1e-13, place)
      }
    }
  }

  /// Sixty-four points are enough for ten digits where effects are spread over units; Grunfeld's
  /// ten firms, some of them censored throughout, have skewed effects and keep six to eight.
  @Test(arguments: [
    ("grunfeld_left_50", 1e-7), ("grunfeld_two_limits", 2e-4), ("grunfeld_none", 1e-11),
    ("jtrain", 1e-10),
  ])
  func theIntegralConvergesToTheTrapezoidalRules(_ id: String, _ tolerance: Double) throws {
    let model = try #require(try File("retobit_exact").cases.first { $0.id == id })
    guard case .one(let errors) = model.se else { return }
    let isGrunfeld = id.hasPrefix("grunfeld")
    let panel =
      isGrunfeld
      ? try TobitSamples.panel("grunfeld.csv", index: ("firm", "year"))
      : try TobitSamples.panel("jtrain.csv", index: ("fcode", "year"))
    let formula =
      isGrunfeld
      ? "inv ~ value + capital" : "hrsemp ~ grant + grant_1 + union + lemploy + d88 + d89"
    let result = try TobitSamples.fit(
      formula,
      on: panel,
      lower: model.lower,
      upper: model.upper,
      effects: .random,
      points: 64
    )
    for (name, value) in model.coef {
      let estimate =
        name == "sigma_u"
        ? result.scale(.unitDeviation)
        : name == "sigma_e" ? result.scale(.errorDeviation) : result.estimate(named: name)
      expectAgreement(
        estimate?.value,
        value,
        tolerance,
        "\(id) \(name)",
        absolute: tolerance * (errors[name] ?? 0)
      )
      expectAgreement(
        estimate?.standardError.value,
        errors[name],
        tolerance,
        "\(id) se of \(name)"
      )
    }
    expectAgreement(result.number(.logLikelihood), model.loglik, tolerance / 10, id)
  }

  /// METHODS of other programs: RE maximum likelihood of Grunfeld's data, where nothing is censored.
  @Test func isMaximumLikelihoodOfTheLinearModelWithoutCensoring() throws {
    let panel = try TobitSamples.panel("grunfeld.csv", index: ("firm", "year"))
    let result = try TobitSamples.fit(
      "inv ~ value + capital",
      on: panel,
      lower: 0,
      effects: .random,
      points: 4
    )
    for (name, value) in [
      ("_cons", -57.7672049), ("value", 0.1097626545), ("capital", 0.3079419742),
    ] {
      expectAgreement(result.estimate(named: name)?.value, value, 2e-9, name)
    }
    expectAgreement(result.scale(.unitDeviation)?.value, 80.29729, 1e-7, "sigma_u")
    expectAgreement(result.scale(.errorDeviation)?.value, 52.49255, 1e-7, "sigma_e")
    expectAgreement(result.number(.logLikelihood), -1095.256969, 1e-9, "log likelihood")
    expectAgreement(result.test(.unitEffects)?.statistic.value, 193.0907818, 1e-9, "ratio")
    #expect(result.remarks.contains(Remark(.noCensoringRandom)))
    let pooled = try TobitSamples.fit("inv ~ value + capital", on: panel, lower: 0)
    #expect(pooled.remarks == [Remark(.noCensoring)])
    let ols = try InstrumentSamples.leastSquares("inv ~ value + capital", on: panel)
    for name in ["value", "capital", "_cons"] {
      expectAgreement(
        pooled.estimate(named: name)?.value,
        ols.estimate(named: name)?.value,
        1e-11,
        name
      )
    }
  }
}
