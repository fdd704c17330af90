import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

@Suite struct WildBootstrapTests {
  /// Twelve units in clusters of two, over eight periods, with weights and a second cluster.
  static func sample(units: Int = 12, perCluster: Int = 2) -> TreatmentSample {
    var sample = TreatmentSample(
      periods: 2000...2007, cohorts: (0..<units).map { [0, 2003, 2005][$0 % 3] })
    sample.columns["region"] = sample.units.map { Double(Int($0) / perCluster) }
    sample.columns["w"] = sample.units.indices.map { 1 + Double($0 % 5) / 4 }
    sample.columns["one"] = sample.units.map { _ in 1 }
    sample.columns["alone"] = sample.units.indices.map {
      sample.units[$0] == 0 && sample.times[$0] > 2003 ? 1 : 0
    }
    return sample
  }

  private func term(
    _ analysis: WildBootstrap, _ panel: Panel, _ context: AnalysisContext = AnalysisContext()
  ) throws -> WildBootstrapTerm {
    try #require(try analysis.run(on: panel, in: context).first?.terms.first)
  }

  /// Every bootstrap sample is made and fitted: outcomes are the fit under the null plus signed
  /// residuals, effects included.
  @Test(arguments: ["y ~ post + x | unit + time", "y ~ post + x | time", "y ~ post + x"], [0, 0.7])
  func findsWhatRefitsFind(_ formula: String, null: Double) throws {
    for weighted in [nil, "w"] {
      let sample = Self.sample(units: 10)
      let panel = sample.panel
      let linear = LinearModel(
        formula, covariance: CovarianceSpecification(kind: .cluster, clusters: [["region"]]),
        weights: weighted)
      let setup = try WildSetup(linear, term: "post", panel)
      let patterns = (0..<32).map { draw in (0..<5).map { draw >> $0 & 1 == 0 ? 1.0 : -1 } }
        + [[0.3, -1.2, 1.1, 0.4, -0.6]]
      let distribution = try setup.distribution(null: null, imposesNull: true, patterns: patterns)
      // Residuals under the null: of y less null times post on the rest.
      let post = try #require(sample.columns["post"])
      let outcome = try #require(sample.columns["y"])
      var restricted = sample
      restricted.columns["y"] = zip(outcome, post).map { $0 - null * $1 }
      var other = linear
      other.formula = formula.replacing("post + x", with: "x")
      let residuals = try Self.residuals(of: other, restricted.panel)
      for (pattern, moments) in zip(patterns, distribution.moments) {
        var drawn = sample
        drawn.columns["y"] = outcome.indices.map { row in
          let cluster = Int(sample.columns["region"]?[row] ?? 0)
          return outcome[row] - residuals[row] + pattern[cluster] * residuals[row]
        }
        let refit = try #require(
          try linear.result(on: drawn.panel, in: AnalysisContext()).estimates.first)
        let factor = try #require(
          try linear.result(on: panel, in: AnalysisContext()).covariance.correction.factor)
        let expected =
          (refit.value - null) / (try #require(refit.standardError.value)) * factor.squareRoot()
        let found = distribution.draw(moments, at: null)
        #expect(
          abs(found - expected) <= 1e-7 * max(1, abs(expected)), "\(pattern): \(found), \(expected)"
        )
      }
    }
  }

  private static func residuals(of linear: LinearModel, _ panel: Panel) throws -> [Double] {
    let formula = try linear.parsedFormula(in: panel)
    let design = try linear.design(of: formula, on: panel, threads: 1)
    let fitted = try linear.fitted(design, threads: 1)
    let groupings =
      design.effects.isEmpty
      ? [Grouping.whole(rowCount: design.observationCount)] : design.effects.map(\.grouping)
    let absorber = Absorber(
      effects: groupings, rowCount: design.observationCount, weights: design.weights, threads: 1)
    let columns = design.regressors.map(\.numbers) + [design.outcome]
    let matrix = absorber.residuals(of: columns, try absorber.absorb(columns))
    let fit = matrix.columns(Array(0..<design.regressors.count)) * fitted.fit.slopes
    return zip(matrix.column(design.regressors.count), fit).map { $0 - $1 }
  }

  private let plain = WildBootstrap(
    .own(.init("y ~ post + x | unit + time", vcov: "cluster(region)")))

  /// A value just inside the interval is not rejected, one just outside is.
  @Test(arguments: [true, false], WildBootstrap.PValueKind.allCases)
  func endsIntervalsWhereTestsBeginToReject(
    _ imposesNull: Bool, _ kind: WildBootstrap.PValueKind
  ) throws {
    var analysis = plain
    analysis.model = .own(.init("y ~ post + x | unit + time", vcov: "cluster(unit)"))
    analysis.imposesNull = imposesNull
    analysis.pValue = kind
    analysis.level = 0.9
    let panel = Self.sample().panel
    let found = try term(analysis, panel)
    let low = try #require(found.estimate.intervalLow.value)
    let high = try #require(found.estimate.intervalHigh.value)
    #expect(low < found.estimate.value && found.estimate.value < high)
    let slack = 1e-6 * (high - low)
    for (value, isInside) in [
      (low - slack, false), (low + slack, true), (high - slack, true), (high + slack, false),
    ] {
      analysis.null = [value]
      let p = try #require(try term(analysis, panel).estimate.pValue.value)
      #expect((p > 0.1) == isInside, "p \(p) at \(value)")
    }
  }

  /// Draws find the enumerated p-value up to four standard errors of simulation.
  @Test func drawsThePValueOfAllPatterns() throws {
    var analysis = plain
    analysis.model = .own(.init("y ~ post + x | unit + time", vcov: "cluster(unit)"))
    let panel = Self.sample().panel
    let all = try term(analysis, panel)
    #expect(all.isEnumerated && all.draws == 4096)
    analysis.draws = 4000
    let drawn = try term(analysis, panel, AnalysisContext(seed: 5, id: "wild"))
    #expect(!drawn.isEnumerated && drawn.seed == 5)
    let p = all.strict.plain
    #expect(abs(drawn.strict.plain - p) < 4 * (p * (1 - p) / 4000).squareRoot())
    #expect(drawn.strict.plain != p)
  }

  /// Webb's and Mammen's weights have mean 0 and variance 1.
  @Test(arguments: WildBootstrapTerm.Weights.allCases)
  func drawsStandardisedWeights(_ kind: WildBootstrapTerm.Weights) {
    let weights = WildWeights(kind, clusters: 200, draws: 500) { Philox(seed: 1, stream: UInt64($0)) }
    var values = [Double](repeating: 0, count: 100_000)
    values.withUnsafeMutableBufferPointer { buffer in
      for draw in 0..<500 {
        weights.fill(
          UnsafeMutableBufferPointer(rebasing: buffer[draw * 200..<(draw + 1) * 200]), draw: draw)
      }
    }
    // Four standard errors of a mean, and of a variance with kurtosis below 5.
    #expect(abs(Summation.mean(values)) < 4 / 100_000.0.squareRoot())
    #expect(abs(Summation.sumOfSquares(values) / 100_000 - 1) < 4 * 2 / 100_000.0.squareRoot())
  }

  @Test func givesTheSameBytesOnAnyNumberOfThreads() throws {
    var analysis = plain
    analysis.weights = .webb
    analysis.draws = 999
    analysis.terms = ["post", "x"]
    let panel = Self.sample().panel
    let one = try analysis.run(on: panel, in: AnalysisContext(seed: 2, id: "w", threadCount: 1))
    let two = try analysis.run(on: panel, in: AnalysisContext(seed: 2, id: "w", threadCount: 2))
    #expect(try ResultJSON.encode(one[0]) == ResultJSON.encode(two[0]))
    #expect(one[0].terms.map(\.estimate.term) == ["post", "x"])
    #expect(one[0].terms.allSatisfy { !$0.isEnumerated && $0.draws == 999 })
  }

  @Test func takesTheModelOfAnotherAnalysis() throws {
    let panel = Self.sample().panel
    let entries: [String: any Analysis] = [
      "base": FixedEffects(
        models: [.init("y ~ x"), .init("y ~ post + x | unit + time")], vcov: ["cluster(region)"]),
      "means": GroupMeans(outcome: "y", by: "region"),
      "cs": CallawaySantAnna(outcome: "y", treatment: .indicator("post")),
    ]
    let context = AnalysisContext(entries: entries)
    var analysis = plain
    analysis.model = .of(ResultReference(entry: "base", position: 2))
    let other = try term(analysis, panel, context)
    #expect(other == (try term(plain, panel)))
    let fit = try #require(
      try (entries["base"] as? FixedEffects)?.only(2).run(on: panel, in: context).first)
    #expect(fit.estimates[0].standardError == other.estimate.standardError)
    #expect(fit.estimates[0].pValue == other.analyticPValue)
    for (reference, part) in [
      ("base", "2 models"), ("base[3]", "no model 3"), ("bass", "Did you mean 'base'?"),
      ("means", "group-means"), ("cs", "no coefficient of one linear model"),
    ] {
      analysis.model = .of(try #require(ResultReference(reference)))
      expectEstimationError(part) { _ = try analysis.run(on: panel, in: context) }
    }
  }

  /// Draws whose variance is below the estimate's, whatever the value: none can be rejected.
  @Test func leavesIntervalsOpenThatHaveNoEnd() {
    let moments = WildDistribution.Moments(
      numerator: 1, numeratorSlope: 1, variance: 0.25, varianceCross: 0, varianceSlope: 0)
    let distribution = WildDistribution(
      value: 1, standardError: 1, null: 0, imposesNull: true, moments: [moments, moments],
      scale: (0.25, 0))
    let interval = distribution.interval(level: 0.95, .symmetric)
    #expect(interval.low == .unavailable(because: .unboundedInterval))
    #expect(interval.high == .unavailable(because: .unboundedInterval))
  }

  @Test func saysWhatIsWrong() throws {
    let panel = Self.sample().panel
    func refuse(_ part: String, _ change: (inout WildBootstrap) -> Void) {
      var analysis = plain
      change(&analysis)
      expectEstimationError(part) { [analysis] in _ = try analysis.run(on: panel, in: .init()) }
    }
    refuse("name a variable in 'clusters'") { $0.model = .own(.init("y ~ post | unit")) }
    refuse("clusters in one dimension") {
      $0.model = .own(.init("y ~ post | unit", vcov: "cluster(region, time)"))
    }
    refuse("at least 2 clusters") { $0.clusters = "one" }
    refuse("There is no column 'regio'") { $0.clusters = "regio" }
    refuse("Did you mean 'post'?") { $0.terms = ["pots"] }
    refuse("stands twice") { $0.terms = ["post", "post"] }
    refuse("no regressor left") { $0.model = .own(.init("y ~ 1", vcov: "cluster(region)")) }
    refuse("varies in one cluster alone") {
      $0.model = .own(.init("y ~ alone | unit", vcov: "cluster(unit)"))
    }
    refuse("does not vary") {
      $0.model = .own(.init("y ~ post + one | unit", vcov: "cluster(region)"))
      $0.terms = ["one"]
    }
  }

  @Test(arguments: [
    #"{"of": "base", "draws": 0}"#, #"{"of": "base", "draws": -5}"#, #"{"of": "base", "level": 0}"#,
    #"{"of": "base", "terms": ["a", "b"], "null": [1, 2, 3]}"#, #"{"of": "base[0]"}"#,
    #"{"of": "base", "model": "y ~ x"}"#, #"{"terms": "x"}"#, #"{"of": "base", "weights": "normal"}"#,
  ])
  func refusesEntriesThatMeanNothing(_ text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(WildBootstrap.self, from: Data(text.utf8))
    }
  }
}
