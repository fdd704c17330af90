import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelPress

/// The examples on instruments and on panel models give the numbers that were published.
@Suite struct ExampleNumberTests {
  /// The results of one analysis of an example.
  private func results(of entry: String, in example: String) throws -> [any AnalysisResult] {
    let output = FileManager.default.temporaryDirectory.appending(
      path: "panelpress-numbers-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: output) }
    let study = Repository.examples.appending(path: "\(example)/study.yaml").path
    let report = try StudyFile(path: study).run(
      RunOptions(outputFolder: output.path, threadCount: 2))
    let file = URL(filePath: report.folder).appending(path: "results/\(entry).json")
    return try ResultFile.read(try Data(contentsOf: file), file: "\(entry).json").results
  }

  private struct Reference {
    var model: Int
    var term: String
    var value: Double
    var standardError: Double
    /// As printed, with its decimals.
    var published: (value: String, standardError: String)?
  }

  private func expect(_ references: [Reference], in results: [any AnalysisResult]) throws {
    for reference in references {
      let estimate = try #require(
        results[reference.model].estimates.first { $0.term == reference.term })
      let error = try #require(estimate.standardError.value)
      #expect(estimate.value.isClose(to: reference.value, relativeTolerance: 1e-8))
      #expect(error.isClose(to: reference.standardError, relativeTolerance: 1e-8))
      if let published = reference.published {
        let decimals = published.value.split(separator: ".").last?.count ?? 0
        #expect(String(format: "%.\(decimals)f", estimate.value) == published.value)
        #expect(String(format: "%.\(decimals)f", error) == published.standardError)
      }
    }
  }

  /// Wooldridge, *Introductory Econometrics*, Table 15.1, after Card (1995): 0.075 (0.003) by least
  /// squares, 0.132 (0.055) by proximity to a four-year college.
  ///
  /// To ten digits against pyfixest 0.60.0, `feols("lwage ~ W | educ ~ nearc4")`.
  @Test func findsCardsReturnToSchooling() throws {
    try expect(
      [
        Reference(
          model: 0, term: "educ", value: 0.13150383623581705, standardError: 0.05496367260036649,
          published: ("0.132", "0.055")),
        Reference(
          model: 1, term: "educ", value: 0.13150383623581705, standardError: 0.05414362358372615),
        Reference(
          model: 2, term: "educ", value: 0.15705937003300324, standardError: 0.05255255571420109),
      ], in: try results(of: "iv", in: "returns-to-schooling"))
    try expect(
      [
        Reference(
          model: 3, term: "educ", value: 0.07469325559311288, standardError: 0.003646247706203513)
      ], in: try results(of: "ols", in: "returns-to-schooling"))
  }

  /// Baltagi, *Econometric Analysis of Panel Data*, Table 2.2 on the data of Munnell (1990): public
  /// capital has a coefficient of 0.155 in the pooled regression and of −0.026 within states.
  ///
  /// To ten digits against pyfixest 0.60.0, clustered by state; the last standard error is that of
  /// fixest 0.14.2, because pyfixest counts the year effects in one order of the effects only.
  @Test func findsTheElasticityOfPublicCapital() throws {
    try expect(
      [
        Reference(
          model: 0, term: "log_pcap", value: 0.15500700516617696,
          standardError: 0.060905343954698536),
        Reference(
          model: 1, term: "log_pcap", value: -0.02614965359467929,
          standardError: 0.06111476669942735),
        Reference(
          model: 1, term: "unemp", value: -0.005297741259543416,
          standardError: 0.002528464473757755),
        Reference(
          model: 2, term: "log_pcap", value: -0.030176056579838274,
          standardError: 0.05824042197144792),
      ], in: try results(of: "production", in: "public-capital"))
  }

  /// The same table of Baltagi: 0.004 (0.023) with random effects, and a Hausman test of 9.53 with
  /// four degrees of freedom.
  ///
  /// To ten digits against the formulas of Swamy and Arora in numpy; the test against plm 2.6-2.
  @Test func choosesBetweenRandomAndFixedEffects() throws {
    try expect(
      [
        Reference(
          model: 0, term: "log_pcap", value: 0.00443858846776413,
          standardError: 0.023417316981299105, published: ("0.004", "0.023"))
      ], in: try results(of: "random", in: "public-capital"))
    let tests = try #require(
      try results(of: "choice", in: "public-capital").first as? HausmanResult)
    let classic = try #require(tests.forms.first).test
    #expect(try #require(classic.statistic.value).isClose(to: 9.5254156, relativeTolerance: 1e-7))
    #expect(try #require(classic.pValue.value).isClose(to: 0.0492276, relativeTolerance: 1e-5))
  }

  /// Anselin (1988), *Spatial Econometrics*, chapter 12: ρ = 0.431 in the lag model, λ = 0.562 in the
  /// error model, log likelihoods −182.390 and −183.381.
  ///
  /// To eight digits against an exact-score maximum likelihood in numpy and spatialreg 1.2-6.
  @Test func findsAnselinsColumbus() throws {
    let references: [(entry: String, likelihood: Double, rho: Double, values: [Double])] = [
      ("lag", -182.3904272, 0.4310232, [45.0792505, -1.0316157, -0.2659263]),
      ("error", -183.380469, 0.5617902, [59.8932199, -0.9413120, -0.3022502]),
      (
        "durbin", -181.3935108, 0.4263355,
        [42.8224155, -0.9142232, -0.2937378, -0.5202836, 0.2456403]
      ),
    ]
    for reference in references {
      let result = try #require(
        try results(of: reference.entry, in: "columbus").first as? SpatialRegressionResult)
      let spatial = try #require(result.spatialParameters.first)
      #expect(spatial.value.isClose(to: reference.rho, relativeTolerance: 2e-7))
      let likelihood = result.statistics.first { $0.statistic == .logLikelihood }?.value.value
      #expect(likelihood?.isClose(to: reference.likelihood, relativeTolerance: 1e-8) == true)
      let constant = result.estimates.filter { $0.component == .constant }
      let others = result.estimates.filter { $0.component != .constant }
      for (estimate, value) in zip(constant + others, reference.values) {
        #expect(estimate.value.isClose(to: value, relativeTolerance: 1e-6), "\(estimate.term)")
      }
    }
  }

  /// Elhorst (2014), Tables 3.2 and 3.3: Lagrange multipliers of the two-way model as printed, those
  /// of the others as an independent program in numpy has them; the maximum of the two-way Durbin
  /// likelihood where it is, which his grid of determinants misses by 0.010.
  @Test func findsElhorstsCigaretteDemand() throws {
    let expected = [
      nil, ["136.43", "255.71", "29.51", "148.80"], ["44.04", "62.86", "0.33", "19.15"],
      ["46.90", "54.65", "1.16", "8.91"],
    ]
    let kinds: [HypothesisTest.Kind] = [
      .lagMultiplierLag, .lagMultiplierError, .robustLagMultiplierLag, .robustLagMultiplierError,
    ]
    let entries = ["tests_pooled", "tests_states", "tests_years", "tests_both"]
    for (entry, values) in zip(entries, expected) {
      let result = try #require(try results(of: entry, in: "cigarette-demand").first)
      for (kind, value) in zip(kinds, values ?? []) {
        let found = result.tests.first { $0.id == kind }?.statistic.value
        #expect(found.map { String(format: "%.2f", $0) } == value, "\(kind)")
      }
    }
    let references: [(String, Double, [Double])] = [
      ("direct", 0.22920027, [-1.00245096, 0.60065252, 0.05646241, -0.29499533]),
      ("transformed", 0.27117831, [-0.99973748, 0.59923491, 0.10709199, -0.30897399]),
    ]
    for (entry, rho, values) in references {
      let result = try #require(
        try results(of: entry, in: "cigarette-demand").first as? SpatialRegressionResult)
      let found = try #require(result.spatialParameters.first?.value)
      #expect(found.isClose(to: rho, relativeTolerance: 1e-7))
      for (estimate, value) in zip(result.estimates, values) {
        #expect(estimate.value.isClose(to: value, relativeTolerance: 1e-6), "\(estimate.term)")
      }
    }
  }
}
