import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Effects that change with a moderator: reference numbers, identities, and what is refused.
@Suite struct ModerationTests {
  static let context = AnalysisContext(id: "mod")

  /// 48 states over 17 years, with logarithms.
  static func produc() throws -> Panel {
    try GroupSamples.produc()
  }

  static let model = ControlModel(
    outcome: "lgsp", controls: ["lpc", "lemp"], effects: ["state", "year"])

  static func entry(
    _ centre: [Moderation.Centre] = [.none, .mean], vcov: String? = "cluster(state)",
    at: [ModeratorPoint] = [], level: Double = 0.95
  ) -> Moderation {
    Moderation(
      model, treatment: "lpcap", moderator: "unemp", centre: centre, at: at, vcov: vcov,
      level: level)
  }

  func message(_ entry: Moderation, on panel: Panel) -> String {
    do throws(EstimationError) {
      _ = try entry.run(on: panel, in: Self.context)
      return "no fault"
    } catch {
      return error.description
    }
  }

  // MARK: Reference numbers

  @Test(arguments: ["state", "HC1", "iid"])
  func agreesWithTheReferenceRawAndCentred(key: String) throws {
    let panel = try Self.produc()
    for (id, centre) in [("mod_produc_raw", Moderation.Centre.none), ("mod_produc_centred", .mean)] {
      let oracle = try PanelOracle(id)
      let variant = try #require(oracle.extra.vcov?[key])
      let result = try #require(
        try Self.entry([centre], vcov: variant.vcov).run(on: panel, in: Self.context).first)
      let names = [
        "lpcap": "lpcap", "lpcap_c": "lpcap", "unemp": "unemp", "unemp_c": "unemp",
        "x_raw": "lpcap:unemp", "x_c": "lpcap:unemp", "lpc": "lpc", "lemp": "lemp",
      ]
      for (name, value) in oracle.coef {
        let estimate = try #require(
          result.estimates.first { $0.term == names[name] }, "\(id) \(name)")
        try expectClose(estimate.value, value, 1e-8, "\(id) \(name)")
        try expectClose(estimate.standardError.value, variant.se[name], 1e-8, "\(id) se \(name)")
        try expectClose(estimate.pValue.value, variant.p[name], 1e-7, "\(id) p \(name)")
        try expectClose(estimate.intervalLow.value, variant.ci95[name]?[0], 1e-8, "low \(name)")
      }
      #expect(result.sample.n == oracle.n)
    }
  }

  /// The effect at a value, from the reference's own coefficients and covariance.
  @Test func agreesWithTheReferenceOnMarginalEffects() throws {
    let oracle = try PanelOracle("mod_produc_raw")
    let matrix = try #require(oracle.extra.vcov_matrix)
    let x = try #require(matrix.names.firstIndex(of: "lpcap"))
    let product = try #require(matrix.names.firstIndex(of: "x_raw"))
    let result = try #require(
      try Self.entry([.none], at: [.value(0), .value(6.5), .value(18)]).run(
        on: try Self.produc(), in: Self.context
      ).first)
    for effect in result.effects {
      let m = effect.moderator
      let value = try #require(oracle.coef["lpcap"]) + m * (try #require(oracle.coef["x_raw"]))
      let variance =
        matrix.matrix[x][x] + m * m * matrix.matrix[product][product]
        + 2 * m * matrix.matrix[x][product]
      try expectClose(effect.estimate.value, value, 1e-8, "effect at \(m)")
      try expectClose(
        effect.estimate.standardError.value, variance.squareRoot(), 1e-8, "se at \(m)")
      #expect(effect.estimate.degreesOfFreedom == 47)
    }
  }

  // MARK: Identities

  /// b₁ → b₁ + b₃ m̄, b₂ → b₂ + b₃ x̄, constant → constant − b₃ x̄ m̄; product, fit and effects stay.
  @Test(arguments: [["state", "year"], []])
  func keepsEverythingButTheMainEffectsWhenCentred(effects: [String]) throws {
    let panel = try Self.produc()
    var entry = Self.entry()
    entry.model.effects = effects
    let results = try entry.run(on: panel, in: Self.context)
    let (raw, centred) = (results[0], results[1])
    let means = try #require(centred.centring)
    #expect(abs(means.treatment - 9.679205826753162) < 1e-12)
    #expect(abs(means.moderator - 6.602205882352941) < 1e-12)
    func value(_ term: String, _ result: ModerationResult) throws -> Double {
      try #require(result.estimates.first { $0.term == term }?.value)
    }
    let b3 = try value("lpcap:unemp", raw)
    try expectClose(try value("lpcap:unemp", centred), b3, 1e-9, "product")
    try expectClose(
      try value("lpcap", centred), try value("lpcap", raw) + b3 * means.moderator, 1e-9, "b₁")
    try expectClose(
      try value("unemp", centred), try value("unemp", raw) + b3 * means.treatment, 1e-9, "b₂")
    try expectClose(
      try value(Estimate.constantTerm, centred),
      try value(Estimate.constantTerm, raw) - b3 * means.treatment * means.moderator, 1e-9,
      "constant")
    for term in ["lpc", "lemp"] {
      try expectClose(try value(term, centred), try value(term, raw), 1e-9, term)
    }
    for (first, second) in zip(raw.statistics, centred.statistics) {
      guard first.statistic != .fStatistic, let number = first.value.value else { continue }
      try expectClose(second.value.value, number, 1e-7, first.statistic.rawValue)
    }
    for (first, second) in zip(raw.effects, centred.effects) {
      try expectClose(second.estimate.value, first.estimate.value, 1e-9, "effect")
      try expectClose(
        second.estimate.standardError.value, first.estimate.standardError.value, 1e-9, "its se")
    }
    // The coefficient of the centred treatment is the effect at the mean.
    let atMean = try #require(centred.effects.first { $0.place.deviations == 0 })
    let treatment = try #require(centred.estimates.first { $0.term == "lpcap" })
    try expectClose(atMean.estimate.value, treatment.value, 1e-12, "effect at the mean")
    try expectClose(
      atMean.estimate.standardError.value, treatment.standardError.value, 1e-12, "its se")
  }

  /// Absorbing from the product of raw variables; demeaned factors would give another number.
  @Test func multipliesBeforeItAbsorbs() throws {
    let panel = try Self.produc()
    let result = try #require(try Self.entry([.none]).run(on: panel, in: Self.context).first)
    let fit = try #require(
      try FixedEffects(
        models: [.init("lgsp ~ lpcap + unemp + lpcap:unemp + lpc + lemp | state + year")],
        vcov: ["cluster(state)"]
      ).run(on: panel, in: Self.context).first)
    #expect(result.regression.estimates == fit.estimates)
    #expect(result.regression.covarianceMatrix == fit.covarianceMatrix)
  }

  @Test(arguments: [0.5, 0.8, 0.95])
  func findsBoundsAtWhichTheIntervalEndsAtZero(level: Double) throws {
    let panel = GroupSamples.moderated(slope: 0.6)
    let entry = Moderation(
      ControlModel(outcome: "y", effects: ["unit"]), treatment: "x", moderator: "m",
      vcov: "hc1", level: level)
    let result = try #require(try entry.run(on: panel, in: Self.context).first)
    let region = try #require(result.region.value)
    #expect(region.kind == .outside && region.bounds.count == 2)
    var again = entry
    again.at = region.bounds.map { .value($0) }
    for effect in try #require(try again.run(on: panel, in: Self.context).first).effects {
      let interval = try #require(effect.estimate.intervalLow.value)
      let high = try #require(effect.estimate.intervalHigh.value)
      #expect(min(abs(interval), abs(high)) < 1e-10 * max(abs(interval), abs(high)))
    }
    // Counted one by one.
    let values = try panel.values(of: .column("m")).numbers
    var each = entry
    each.at = values.map { .value($0) }
    let effects = try #require(try each.run(on: panel, in: Self.context).first).effects
    let positive = effects.count { ($0.estimate.intervalLow.value ?? 0) > 0 }
    let negative = effects.count { ($0.estimate.intervalHigh.value ?? 0) < 0 }
    #expect(effects.count == values.count)
    #expect(region.positiveShare == Double(positive) / Double(values.count))
    #expect(region.negativeShare == Double(negative) / Double(values.count))
    #expect(region.share > 0 && region.share < 1)
    let change = try #require(result.signChange.value)
    #expect(region.bounds[0] < change && change < region.bounds[1])
    #expect(result.remarks.contains { $0.id == .signChangeInside })
    #expect(result.remarks.count { $0.id == .boundInside } == 2)
  }

  @Test func solvesForTheRegionInEveryCase() {
    let outside = ModeratedEffect.solution(a: 1, h: 0, c: -4)
    #expect(outside.kind == .outside && outside.roots == [-2, 2])
    let inside = ModeratedEffect.solution(a: -1, h: 1, c: 3)
    #expect(inside.kind == .inside && inside.roots == [-1, 3])
    #expect(ModeratedEffect.solution(a: -1, h: 0, c: -1).kind == .nowhere)
    #expect(ModeratedEffect.solution(a: 1, h: 0, c: 1).kind == .everywhere)
    let above = ModeratedEffect.solution(a: 0, h: 1, c: -4)
    #expect(above.kind == .above && above.roots == [2])
    #expect(ModeratedEffect.solution(a: 0, h: -1, c: 4).kind == .below)
    #expect(ModeratedEffect.solution(a: 0, h: 0, c: 4).kind == .everywhere)
    #expect(ModeratedEffect.solution(a: 0, h: 0, c: -4).kind == .nowhere)
  }

  /// Another unit of the moderator, and another origin, change no effect.
  @Test(arguments: [(2.0, 0.0), (1.0, 1e3), (-0.25, 3.0)])
  func changesNothingWithTheModeratorsUnit(scale: Double, shift: Double) throws {
    var panel = GroupSamples.moderated(slope: 0.6)
    let moderator = try panel.values(of: .column("m")).numbers
    panel.table.set(Column("other", numbers: moderator.map { scale * $0 + shift }))
    func run(_ name: String) throws -> ModerationResult {
      try #require(
        try Moderation(
          ControlModel(outcome: "y", effects: ["unit"]), treatment: "x", moderator: name,
          at: [.place(ModeratorPlace(.mean, deviations: 0)), .place(ModeratorPlace(.minimum))],
          vcov: "cluster(unit)"
        ).run(on: panel, in: Self.context).first)
    }
    let (first, second) = (try run("m"), try run("other"))
    try expectClose(
      second.effects[0].estimate.value, first.effects[0].estimate.value, 1e-8, "at the mean")
    try expectClose(
      second.effects[0].estimate.standardError.value,
      first.effects[0].estimate.standardError.value, 1e-8, "its se")
    let bounds = try #require(first.region.value).bounds.map { scale * $0 + shift }.sorted()
    for (bound, expected) in zip(try #require(second.region.value).bounds, bounds) {
      try expectClose(bound, expected, 1e-8, "bound")
    }
  }

  @Test func weighsTheMeansAsItWeighsTheModel() throws {
    var panel = GroupSamples.moderated(slope: 0.6)
    let count = panel.table.rowCount
    panel.table.set(Column("w", numbers: (0..<count).map { $0 % 3 == 0 ? 4 : 1 }))
    var entry = Moderation(
      ControlModel(outcome: "y", effects: ["unit"]), treatment: "x", moderator: "m",
      centre: [.mean], vcov: "hc1", weights: "w")
    let weighted = try #require(try entry.run(on: panel, in: Self.context).first)
    let values = try panel.values(of: .column("m")).numbers
    let weights = try panel.values(of: .column("w")).numbers
    try expectClose(
      weighted.centring?.moderator, Summation.mean(values, weights: weights), 1e-13, "mean")
    #expect(weighted.support.mean == weighted.centring?.moderator)
    entry.weights = nil
    let plain = try #require(try entry.run(on: panel, in: Self.context).first)
    #expect(plain.centring != weighted.centring)
  }

  // MARK: Moderators of other kinds

  @Test func givesBothValuesOfABinaryModerator() throws {
    var panel = try Self.produc()
    let unemp = try panel.values(of: .column("unemp")).numbers
    panel.table.set(Column("high", numbers: unemp.map { $0 > 6.5 ? 1 : 0 }))
    var entry = Self.entry([.none])
    entry.moderator = "high"
    let result = try #require(try entry.run(on: panel, in: Self.context).first)
    #expect(result.effects.map(\.moderator) == [0, 1])
    #expect(result.support.isBinary && result.support.values.map(\.count).reduce(0, +) == 816)
    #expect(result.region == .unavailable(because: .binaryModerator))
    #expect(result.curve.isEmpty)
    let slopes = result.estimates
    try expectClose(result.effects[0].estimate.value, slopes[0].value, 1e-12, "at 0")
    try expectClose(
      result.effects[1].estimate.value, slopes[0].value + slopes[2].value, 1e-12, "at 1")
  }

  @Test func saysThatAFixedModeratorIsAbsorbedAndGoesOn() throws {
    var panel = try Self.produc()
    let region = try panel.values(of: .column("region")).numbers
    panel.table.set(Column("south", numbers: region.map { (5...7).contains($0) ? 1 : 0 }))
    var entry = Self.entry([.none])
    entry.moderator = "south"
    let result = try #require(try entry.run(on: panel, in: Self.context).first)
    #expect(result.remarks.contains(Remark(.moderatorAbsorbed, ["term": "south"])))
    #expect(result.omitted == [OmittedTerm(term: "south", reason: .absorbed)])
    #expect(result.effects.count == 2)
    #expect(result.effects.allSatisfy { $0.estimate.standardError.value != nil })
  }

  @Test func takesExpressionsAndEveryKindOfPlace() throws {
    let entry = Moderation(
      ControlModel(outcome: "log(gsp)", controls: ["log(emp)"], effects: ["state", "year"]),
      treatment: "log(pcap)", moderator: "unemp / 10",
      at: [
        .place(ModeratorPlace(.percentile, percentile: 10)), .place(ModeratorPlace(.maximum)),
        .value(0.5), .value(0.5),
      ])
    let result = try #require(try entry.run(on: try Self.produc(), in: Self.context).first)
    #expect(result.treatment == "log(pcap)")
    #expect(result.moderator == "I(unemp / 10)")
    #expect(result.interaction == "log(pcap):I(unemp / 10)")
    #expect(result.effects.map(\.place.kind) == [.percentile, .maximum, .value])
    #expect(result.effects[1].moderator == 1.8)
    #expect(result.covariance.clusters.map(\.variable) == ["state"])
  }

  @Test func standsInACrossSectionWithRobustErrors() throws {
    var panel = try Self.produc()
    panel.index = nil
    var entry = Self.entry([.none], vcov: nil)
    entry.model.effects = nil
    let result = try #require(try entry.run(on: panel, in: Self.context).first)
    #expect(result.absorbedEffects.isEmpty)
    #expect(result.covariance.kind == .hc1)
  }

  // MARK: What is refused

  @Test func refusesWhatHasNoInteraction() throws {
    var panel = try Self.produc()
    let unemp = try panel.values(of: .column("unemp")).numbers
    panel.table.set(Column("same", numbers: unemp.map { _ in 3 }))
    panel.table.set(Column("twice", numbers: try panel.values(of: .column("lpcap")).numbers.map { 2 * $0 }))
    let region = try panel.values(of: .column("region")).numbers
    panel.table.set(Column("south", numbers: region.map { (5...7).contains($0) ? 1 : 0 }))
    func text(_ treatment: String, _ moderator: String, effects: [String] = ["state"]) -> String {
      var entry = Self.entry()
      entry.treatment = treatment
      entry.moderator = moderator
      entry.model.effects = effects
      return message(entry, on: panel)
    }
    #expect(text("lpcap", "lpcap").contains("'lpcap' is both treatment and moderator"))
    #expect(
      text("lpcap", "same") == "The moderator 'same' is 3 in all 816 observations of the sample: "
        + "no effect can change with it. Check its definition and the sample.")
    #expect(text("lpcap", "twice").contains("'twice' is a linear combination of lpcap"))
    #expect(text("south", "region").contains("'south' does not vary once the fixed effects"))
    #expect(text("lpcap", "nothing").contains("nothing"))
    #expect(text("lgsp", "unemp").contains("'lgsp' is the outcome and a regressor as well"))
    panel.table.set(Column("pulse", numbers: (0..<816).map { $0 % 17 == 0 ? 1 : 0 }))
    panel.table.set(Column("start", numbers: (0..<816).map { $0 % 17 == 0 ? 0 : 1 }))
    let absorbed = text("pulse", "start")
    #expect(absorbed.contains("combination") || absorbed.contains("does not vary"), "\(absorbed)")
  }

  @Test func namesATextModerator() throws {
    let panel = try PanelBuilder.build(
      DataReader.read(
        url: PanelOracle.folder.appending(path: "data/produc.csv"), named: "produc.csv",
        options: ReadOptions()),
      PanelDeclaration(unit: "state", time: "year"))
    let entry = Moderation(
      ControlModel(outcome: "gsp", effects: []), treatment: "pcap", moderator: "state")
    #expect(message(entry, on: panel).hasPrefix("The moderator 'state' holds text."))
  }

  // MARK: Study entries

  @Test func describesExactlyTheKeysThatItReads() throws {
    let text = #"""
      {"outcome": "y", "treatment": "x", "moderator": "m", "controls": "w", "effects": [],
       "centre": ["none", "mean"], "at": ["mean ± sd", "p10", 3], "vcov": "hc1", "weights": "w",
       "where": "x > 0", "small_sample": {"adjust": false}, "singletons": "keep", "level": 0.9}
      """#
    let data = Data(text.utf8)
    let keys = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect(Moderation.keys.map(\.name).sorted() == (try #require(keys)).keys.sorted())
    let decoded = try JSONDecoder().decode(Moderation.self, from: data)
    #expect(decoded.centre == [.none, .mean] && decoded.level == 0.9)
    #expect(decoded.at == ModeratorPoint.aroundMean + [
      .place(ModeratorPlace(.percentile, percentile: 10)), .value(3),
    ])
    #expect(decoded.singletons == .keep && !decoded.smallSample.adjust)
  }

  @Test(arguments: ["mean +- sd", "mean ± 2 sd", "Mean - 0.5 sd", "quartiles", "median", "-1e3"])
  func readsPlacesAsTheyAreWritten(text: String) throws {
    let count = try #require(ModeratorPoint.points(text)?.count)
    #expect(count == (text.contains("±") || text.contains("+-") || text == "quartiles" ? 3 : 1))
  }

  @Test(arguments: ["p0", "p100", "mean * sd", "sd", "mean ± -1 sd", "", "nan", "inf"])
  func refusesPlacesThatAreNone(text: String) {
    #expect(ModeratorPoint.points(text) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        Moderation.self,
        from: Data(
          #"{"outcome": "y", "treatment": "x", "moderator": "m", "at": ["\#(text)"]}"#.utf8))
    }
  }
}
