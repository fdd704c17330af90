import PanelData
import PanelEstimation
import PanelResults
import Testing

/// Columns that change one thing of another are the columns that one would write by hand.
@Suite struct ModelVariationTests {
  static let lists = ["controls": ["unemployrt", "poverty"]]
  let panel: Panel

  init() throws {
    var panel = try InstrumentSamples.panel("castle.csv", index: ("sid", "year"))
    panel.lists = Self.lists
    self.panel = panel
  }

  static let base = "l_homicide ~ post + $controls | sid + year"

  static func changes(_ edit: (inout ModelChanges) -> Void) -> ModelChanges {
    var changes = ModelChanges()
    edit(&changes)
    return changes
  }

  static func requests(
    _ changes: [ModelChanges], of base: VariationRequest.Base
  ) -> [FixedEffects.Model] {
    changes.enumerated().map {
      FixedEffects.Model(VariationRequest($0.element, of: base, place: "with[\($0.offset + 1)]"))
    }
  }

  /// The results of an entry about `base[1]`.
  func results(_ changes: [ModelChanges]) throws -> [RegressionResult] {
    let base = FixedEffects(models: [.init(Self.base)], vcov: ["cluster(sid)"], weights: "popwt")
    let entry = FixedEffects(
      models: Self.requests(changes, of: .result(try #require(ResultReference("base[1]")))))
    return try entry.run(
      on: panel, in: AnalysisContext(id: "robust", entries: ["base": base, "robust": entry]))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var changes: ModelChanges
    var byHand: FixedEffects.Model
    var told: [ModelChange]

    init(
      _ name: String, _ edit: (inout ModelChanges) -> Void, _ byHand: FixedEffects.Model,
      _ told: ModelChange...
    ) {
      testDescription = name
      changes = ModelVariationTests.changes(edit)
      self.byHand = byHand
      self.told = told
    }
  }

  static let cases = [
    Case(
      "lag", { $0.lag = .first(1) }, .init("l_homicide ~ L.post + $controls | sid + year"),
      ModelChange(.lag, ["post"], count: 1)),
    Case(
      "lag of a control", { $0.lag = .terms([.init("poverty", by: 2)]) },
      .init("l_homicide ~ post + unemployrt + L2.poverty | sid + year"),
      ModelChange(.lag, ["poverty"], count: 2)),
    Case(
      "lag of all", { $0.lag = .all(1) },
      .init("l_homicide ~ L.post + L.unemployrt + L.poverty | sid + year"),
      ModelChange(.lagAll, count: 1)),
    Case(
      "outcome", { $0.outcome = "log(robbery)" },
      .init("log(robbery) ~ post + $controls | sid + year"),
      ModelChange(.outcome, value: "log(robbery)")),
    Case(
      "replaced measure", { $0.replacements = [.init("unemployrt", by: "l_income")] },
      .init("l_homicide ~ post + l_income + poverty | sid + year"),
      ModelChange(.replace, ["unemployrt"], value: "l_income")),
    Case(
      "added", { $0.added = ["l_police"] },
      .init("l_homicide ~ post + $controls + l_police | sid + year"),
      ModelChange(.add, ["l_police"])),
    Case(
      "dropped list", { $0.dropped = ["$controls"] }, .init("l_homicide ~ post | sid + year"),
      ModelChange(.drop, ["unemployrt", "poverty"])),
    Case(
      "dropped units", { $0.droppedUnits = ["1", "44"] },
      .init(base, condition: "sid != 1 & sid != 44"), ModelChange(.dropUnits, ["1", "44"])),
    Case(
      "condition", { $0.condition = "year > 2003" }, .init(base, condition: "year > 2003"),
      ModelChange(.condition, value: "year > 2003")),
    Case("covariance", { $0.vcov = "hc1" }, .init(base, vcov: "hc1"), ModelChange(.vcov, value: "hc1")),
    Case(
      "weights", { $0.weights = "none" }, .init(base, weights: "none"), ModelChange(.weights)),
    Case(
      "effects", { $0.effects = ["sid"] }, .init("l_homicide ~ post + $controls | sid"),
      ModelChange(.effects, ["sid"])),
    Case(
      "two changes",
      {
        $0.lag = .first(1)
        $0.condition = "year < 2009"
      },
      .init("l_homicide ~ L.post + $controls | sid + year", condition: "year < 2009"),
      ModelChange(.lag, ["post"], count: 1), ModelChange(.condition, value: "year < 2009")),
  ]

  @Test(arguments: cases)
  func estimatesWhatOneWouldWriteByHand(change: Case) throws {
    let result = try #require(try results([change.changes]).first)
    let byHand = try #require(
      try FixedEffects(models: [change.byHand], vcov: ["cluster(sid)"], weights: "popwt")
        .run(on: panel, in: AnalysisContext(id: "hand")).first)
    #expect(result.estimates == byHand.estimates)
    #expect(result.covarianceMatrix == byHand.covarianceMatrix)
    #expect(result.sample.n == byHand.sample.n)
    #expect(result.statistics == byHand.statistics)
    #expect(result.heading.outcome == byHand.heading.outcome)
    let variation = try #require(result.heading.variation)
    #expect(variation.base == "base")
    #expect(variation.changes == change.told)
    #expect(result.provenance.specification == "analyses.robust.with[1]")
    let data = try ResultJSON.encode(result)
    #expect(try ResultJSON.decode(RegressionResult.self, from: data) == result)
  }

  @Test func changesAColumnThatIsChangedItself() throws {
    let base = FixedEffects(models: [.init(Self.base)], vcov: ["cluster(sid)"])
    let first = FixedEffects(
      models: Self.requests(
        [Self.changes { $0.droppedUnits = ["44"] }],
        of: .result(ResultReference(entry: "base"))))
    let second = FixedEffects(
      models: Self.requests(
        [Self.changes { $0.condition = "year > 2003" }],
        of: .result(ResultReference(entry: "first"))))
    let result = try #require(
      try second.run(
        on: panel, in: AnalysisContext(id: "second", entries: ["base": base, "first": first])
      ).first)
    let byHand = try #require(
      try FixedEffects(
        models: [.init(Self.base)], vcov: ["cluster(sid)"], condition: "sid != 44 & year > 2003"
      ).run(on: panel, in: AnalysisContext()).first)
    #expect(result.estimates == byHand.estimates)
    #expect(result.heading.variation?.base == "first")
    #expect(result.heading.variation?.changes == [ModelChange(.condition, value: "year > 2003")])
  }

  @Test func changesColumnsOfItsOwnEntryUnderEachCovariance() throws {
    let lag = VariationRequest(Self.changes { $0.lag = .first(1) }, of: .above, place: "models[3]")
    let unit = VariationRequest(
      Self.changes { $0.droppedUnits = ["44"] }, of: .own(1), place: "models[4]")
    let entry = FixedEffects(
      models: [
        .init("l_homicide ~ post | sid + year"), .init("log(robbery) ~ post | sid + year"),
        .init(lag), .init(unit),
      ], vcov: ["hc1", "cluster(sid)"])
    let results = try entry.run(on: panel, in: AnalysisContext(id: "base"))
    #expect(results.count == 8)
    #expect(results[4].heading.outcome == "log(robbery)")
    #expect(results[4].heading.formula == "log(robbery) ~ L.post | sid + year")
    let bases = results.map { $0.heading.variation?.base }
    #expect(bases == [nil, nil, nil, nil, "base[3]", "base[4]", "base[1]", "base[2]"])
  }

  @Test func changesAModelWithInstruments() throws {
    let base = InstrumentalVariables(
      models: [.init("l_homicide ~ $controls | sid + year | post ~ L.post")],
      vcov: ["cluster(sid)"])
    let requests = [
      Self.changes { $0.estimator = "liml" }, Self.changes { $0.droppedUnits = ["44"] },
      Self.changes { $0.replacements = [.init("L.post", by: "L2.post")] },
    ].enumerated().map {
      InstrumentalVariables.Model(
        VariationRequest(
          $0.element, of: .result(ResultReference(entry: "base")),
          place: "with[\($0.offset + 1)]"))
    }
    let results = try InstrumentalVariables(models: requests).run(
      on: panel, in: AnalysisContext(id: "robust", entries: ["base": base]))
    #expect(results.map(\.estimator) == [.liml, .twoStage, .twoStage])
    #expect(results[1].sample.dropped.contains { $0.reason == .unitDropped })
    #expect(results[2].instruments == ["L2.post"])
    #expect(results[0].firstStages[0].regression.heading.variation == results[0].heading.variation)
    let byHand = try InstrumentSamples.fit(
      "l_homicide ~ unemployrt + poverty | sid + year | post ~ L2.post", on: panel,
      vcov: "cluster(sid)")
    #expect(results[2].estimates == byHand.estimates)
  }

  @Test(arguments: [
    (changes { $0.lag = .terms([.init("povrty", by: 1)]) }, "with[1]: 'lag' names 'povrty', which is no regressor of the base. Did you mean 'poverty'?"),
    (changes { $0.dropped = ["l_police"] }, "'drop' names 'l_police', which is no regressor of the base. The base has: post, unemployrt, poverty."),
    (changes { $0.replacements = [.init("l_homicide", by: "robbery")] }, "'replace' names 'l_homicide', the outcome; write 'outcome: …'"),
    (changes { $0.replacements = [.init("post", by: "poverty")] }, "'poverty' would stand in the model twice."),
    (changes { $0.added = ["poverty"] }, "'add: poverty' changes nothing: 'poverty' is in the base already."),
    (changes { $0.outcome = "l_homicide" }, "'outcome: l_homicide' changes nothing"),
    (changes { $0.outcome = "post" }, "'post' is the outcome and a regressor as well."),
    (changes { $0.vcov = "cluster(sid)" }, "'vcov: cluster(sid)' changes nothing"),
    (changes { $0.weights = "popwt" }, "'weights: popwt' changes nothing"),
    (changes { $0.effects = ["sid", "year"] }, "'effects' changes nothing"),
    (changes { $0.estimator = "liml" }, "'estimator' belongs to method iv."),
    (changes { $0.droppedUnits = ["99"] }, "'drop_units' names '99', which is no sid of the data."),
    (changes { $0.condition = "year > 1990" }, "'where: year > 1990' changes nothing: it holds for every observation"),
    (changes { $0.added = ["nowhere"] }, "nowhere"),
  ])
  func refusesWhatCannotBeChangedOrChangesNothing(change: ModelChanges, message: String) throws {
    let error = #expect(throws: EstimationError.self) { _ = try results([change]) }
    let text = try #require(error).description
    #expect(text.contains(message), "\(text)")
  }

  @Test func refusesToDropAUnitThatTheBaseLeavesOut() throws {
    let base = FixedEffects(
      models: [.init("l_homicide ~ post | sid + year", condition: "sid != 44")], vcov: ["hc1"])
    let entry = FixedEffects(
      models: Self.requests(
        [Self.changes { $0.droppedUnits = ["44"] }], of: .result(ResultReference(entry: "base"))))
    let error = #expect(throws: EstimationError.self) {
      _ = try entry.run(on: panel, in: AnalysisContext(id: "robust", entries: ["base": base]))
    }
    let text = try #require(error).description
    #expect(text.contains("'drop_units: 44' changes nothing: the sample has no observation"))
  }

  @Test(arguments: [
    ("bsae", "There is no analysis 'bsae' to change. Did you mean 'base'?"),
    ("iv", "'iv' is of method iv; its models are changed by an entry with 'method: iv'"),
    ("table", "Only models of fixed-effects, did and iv can be bases."),
    ("base", "'of: base': There are 2 models; name one by its number, as in name[1]."),
    ("base[3]", "'of: base[3]': There is no model 3; there are 2."),
    ("loop", "The models of 'loop' come from themselves: robust → loop → loop."),
  ])
  func refusesABaseThatIsNotThere(reference: String, message: String) throws {
    let lag = Self.changes { $0.lag = .first(1) }
    let entries: [String: any Analysis] = [
      "base": FixedEffects(models: [.init("y ~ x"), .init("y ~ z")]),
      "iv": InstrumentalVariables(models: [.init("y ~ 1 | x ~ z")]),
      "table": Descriptives(variables: ["x"]),
      "loop": FixedEffects(
        models: Self.requests([lag], of: .result(ResultReference(entry: "loop")))),
    ]
    let entry = FixedEffects(
      models: Self.requests([lag], of: .result(try #require(ResultReference(reference)))))
    let error = #expect(throws: EstimationError.self) {
      _ = try entry.run(on: panel, in: AnalysisContext(id: "robust", entries: entries))
    }
    let text = try #require(error).description
    #expect(text.contains(message), "\(text)")
  }

  /// A lag goes by calendar time: where a period is missing, so is the lag after it.
  @Test func lagsByTheCalendar() throws {
    let gaps = try InstrumentSamples.panel("cigar_gaps.csv", index: ("state", "year"))
    let entry = FixedEffects(
      models: [.init("sales ~ price | state + year")]
        + Self.requests([Self.changes { $0.lag = .first(1) }], of: .above))
    let results = try entry.run(on: gaps, in: AnalysisContext(id: "cigar"))
    let lost = results[1].sample.dropped.first { $0.reason == .noNeighbour }
    let index = try #require(gaps.index)
    let withoutNeighbour = index.times.indices.filter {
      $0 == 0 || index.units[$0 - 1] != index.units[$0] || index.times[$0 - 1] != index.times[$0] - 1
    }
    #expect(lost?.rows == withoutNeighbour.count)
    #expect(results[1].sample.n == results[0].sample.n - withoutNeighbour.count)
  }
}
