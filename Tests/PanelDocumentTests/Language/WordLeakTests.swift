import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// No recipe, formula or report prints a word that is not in the glossaries.
@Suite struct WordLeakTests {
  static let results: [any AnalysisResult] =
    [
      RegressionFixtures.baseline[2], RegressionFixtures.withFurtherCovariances[1],
      TreatmentFixtures.eventStudyWithEmptyBin, TreatmentFixtures.decomposition,
      TreatmentFixtures.treatmentWeights, TreatmentFixtures.placebo,
      TreatmentFixtures.placeboInTime, TreatmentFixtures.permutation,
      TreatmentFixtures.wildBootstrap, TreatmentFixtures.density, TreatmentFixtures.eventStudy,
      TreatmentFixtures.callawaySantAnna, TreatmentFixtures.callawaySantAnnaBootstrap,
      TreatmentFixtures.sunAbraham, TreatmentFixtures.imputation, TreatmentFixtures.twoStage,
      InstrumentFixtures.oneInstrument, InstrumentFixtures.twoWeakInstruments,
      MediationFixtures.one, MediationFixtures.parallel, MediationFixtures.withoutBootstrap,
      IndexFixtures.entropy, IndexFixtures.entropyByYear, IndexFixtures.components,
      IndexFixtures.correlations, IndexFixtures.inflation, IndexFixtures.panel,
      TobitFixtures.pooled, TobitFixtures.random, TobitFixtures.withoutEffects,
      RandomEffectsFixtures.balanced, RandomEffectsFixtures.unbalanced,
      RandomEffectsFixtures.hausman, RandomEffectsFixtures.negative, GroupFixtures.moderation(),
      GroupFixtures.moderation(isCentred: true), GroupFixtures.binary, GroupFixtures.regions,
      GroupFixtures.halves, MapFixtures.values, MapFixtures.mean, SpatialFixtures.durbin,
      SpatialFixtures.durbinEconomic, SpatialFixtures.lag, SpatialFixtures.error,
      SpatialFixtures.diagnostics(SpatialFixtures.distance),
      FigureSamples.means([("Yes", [1, 2, 3]), ("No", [2, 1, 2])]),
    ] + TreatmentFixtures.baseline + RobustnessFixtures.all + LocalMoranFixtures.all
      + MoranFixtures.all + WeightsFixtures.all + VariationFixtures.columns

  /// Keys beyond the defaults that bring further words.
  static let keys: [String: [String]] = [
    "regression": [
      "{uncertainty: [se, t, ci]}", "{stages: [first, reduced, second]}", "{uncertainty: [p]}",
      "{weak-instruments: [anderson-rubin, t-f, stock-yogo, effective-f]}",
      "{omitted: cell, stars: off}",
    ],
    "event-study": ["{band: on, counts: units, uncertainty: [se, p]}", "{counts: observations}"],
    "estimators": ["{columns: [p, units, treated-units, covariates, pretrends, ci]}"],
    "moran": ["{under: p}", "{under: z}", "{under: sd}"],
    "definitions": [
      "groups: [{title: 组, variables: [{name: 名, symbol: 号, definition: 义, measure: 法, "
        + "unit: 元, sign: '-', source: 源}]}]"
    ],
    "correlations": ["{uncertainty: p}"],
    "goodman-bacon": ["{detail: on}"],
    "coefficient-plot": ["{intervals: none}"],
    "placebo-density": ["{style: histogram}"],
  ]

  private func context(labels: [String: LocalizedText] = [:]) throws -> DocumentContext {
    var context = try figureContext(labels: labels)
    context.glossary = try PseudoLanguage.glossary()
    context.caption = "图"
    context.regions = MapFixtures.grid(LocalMoranFixtures.provinces)
    return context
  }

  @Test func everyTableTakesItsWordsFromTheGlossary() throws {
    var made: Set<String> = []
    var leaks: [String: String] = [:]
    for type in TableRecipeCatalog.standard.recipes {
      for results in type.showsResults ? Self.sets : [[]] {
        for yaml in ["{}"] + Self.keys[type.kind, default: []] {
          guard let table = try Self.table(type, yaml, of: results, in: context()) else { continue }
          made.insert(type.kind)
          for leak in Self.leaks(in: table.readTexts, of: results) {
            leaks[leak] = "\(type.kind) \(yaml)"
          }
        }
      }
    }
    let missing = Set(TableRecipeCatalog.standard.kinds).subtracting(made)
    #expect(missing.isEmpty, "no sample for \(missing)")
    #expect(leaks.isEmpty, "\(Self.list(leaks))")
  }

  @Test func everyFigureTakesItsWordsFromTheGlossary() throws {
    var made: Set<String> = []
    var leaks: [String: String] = [:]
    for type in FigureRecipeCatalog.standard.recipes {
      for results in Self.sets {
        for yaml in ["{}", "{shapes: grid.geojson}"] + Self.keys[type.kind, default: []] {
          guard let figure = try Self.figure(type, yaml, of: results, in: context()) else {
            continue
          }
          made.insert(type.kind)
          for leak in Self.leaks(in: figure.readTexts, of: results) {
            leaks[leak] = "\(type.kind) \(yaml)"
          }
        }
      }
    }
    let missing = Set(FigureRecipeCatalog.standard.kinds).subtracting(made)
    #expect(missing.isEmpty, "no sample for \(missing)")
    #expect(leaks.isEmpty, "\(Self.list(leaks))")
  }

  @Test func formulasTakeTheirWordsFromTheGlossary() throws {
    var leaks: [String: String] = [:]
    for results in Self.sets {
      let formulas = try ModelFormulas.formulas(of: named(results), in: context())
      let texts = formulas.compactMap(\.columns) + formulas.flatMap(\.math.words)
      for leak in Self.leaks(in: texts, of: results, further: Self.functions) {
        leaks[leak] = "\(type(of: results[0]).method)"
      }
    }
    #expect(leaks.isEmpty, "\(Self.list(leaks))")
  }

  @Test func theReportTakesItsWordsFromTheGlossary() throws {
    let inputs = ReportInputs(
      study: "名",
      studyFile: ReportStudyFile(name: "名.yaml", text: ""),
      seed: 1,
      tool: "名",
      sources: [DataSource(file: "名", sha256: "0", rows: 5, columns: 2)],
      panel: SampleDescription(
        n: 10,
        units: 5,
        periods: 2,
        firstPeriod: 2000,
        lastPeriod: 2001,
        rowsAvailable: 10,
        unitVariable: "名",
        timeVariable: "年"
      )
    )
    let report = try ReportRecipe().report(of: inputs, glossary: PseudoLanguage.glossary())
    let facts = report.facts + report.panel
    let leaks = Self.leaks(
      in: facts.flatMap { [$0.name, $0.value] } + Array(report.words.values),
      of: []
    )
    #expect(leaks == [])
  }

  // MARK: Samples

  /// Each result alone, and those of one method together.
  private static var sets: [[any AnalysisResult]] {
    let learned: [any AnalysisResult] = LearningFixtures.all
    let results = Self.results + learned
    var groups: [(method: String, results: [any AnalysisResult])] = []
    for result in results {
      let method = "\(type(of: result).method)"
      if let place = groups.firstIndex(where: { $0.method == method }) {
        groups[place].results.append(result)
      } else {
        groups.append((method, [result]))
      }
    }
    return results.map { [$0] } + groups.map(\.results).filter { $0.count > 1 }
      + [TreatmentFixtures.estimators]
  }

  private static func table(
    _ type: any TableRecipe.Type,
    _ yaml: String,
    of results: [any AnalysisResult],
    in context: DocumentContext
  ) throws -> TableModel? {
    func made<Recipe: TableRecipe>(_ type: Recipe.Type) throws -> TableModel? {
      let recipe: Recipe
      do { recipe = try StyleFiles.decode(from: yaml) } catch { return nil }
      return try kept { () throws(DocumentError) in
        try context.finished(recipe.table(of: named(results), in: context))
      }
    }
    return try made(type)
  }

  private static func figure(
    _ type: any FigureRecipe.Type,
    _ yaml: String,
    of results: [any AnalysisResult],
    in context: DocumentContext
  ) throws -> FigureModel? {
    func made<Recipe: FigureRecipe>(_ type: Recipe.Type) throws -> FigureModel? {
      let recipe: Recipe
      do { recipe = try StyleFiles.decode(from: yaml) } catch { return nil }
      return try kept { () throws(DocumentError) in
        try context.finished(recipe.figure(of: named(results), in: context))
      }
    }
    return try made(type)
  }

  /// What a recipe makes; `nil` where the results do not suit it. What a glossary lacks is thrown.
  private static func kept<Made>(
    _ make: () throws(DocumentError) -> Made
  ) throws -> Made? {
    do {
      return try make()
    } catch {
      guard !error.description.contains("glossary") else { throw error }
      return nil
    }
  }

  // MARK: Leaks

  /// Names of functions and statistics in formulas.
  private static let functions: Set<String> = [
    "log", "exp", "max", "min", "if", "ln", "sqrt", "abs", "var", "cov", "tr", "lm",
  ]

  private static func list(_ leaks: [String: String]) -> String {
    leaks.sorted { $0.key < $1.key }.map { "\($0.key) [\($0.value)]" }.joined(separator: "\n")
  }

  /// What neither a glossary nor a result wrote: words in Latin letters, and English marks.
  private static func leaks(
    in texts: [String],
    of results: [any AnalysisResult],
    further: Set<String> = []
  ) -> [String] {
    let own = names(in: results).union(further)
    // Sentences of an author, which results carry as they are.
    let quoted = results.flatMap(\.remarks).compactMap { $0.id == .custom ? $0.values["text"] : nil }
    return texts.compactMap { printed in
      let text = quoted.reduce(printed) { $0.replacing($1, with: "") }
      guard Double(text) == nil else { return nil }
      let words = words(of: text).filter { !own.contains($0.lowercased()) }
      if !words.isEmpty { return "\(words): \(text)" }
      let hasMarks = text.contains("; ") || text.contains(": ") || text.hasSuffix(".")
      return hasMarks ? "marks: \(text)" : nil
    }
  }

  /// The words that results bring with them: names, labels and units, none of them a key of the
  /// glossary.
  private static func names(in results: [any AnalysisResult]) -> Set<String> {
    // The name under which the tests know results, letters of numbers, variables, weights and
    // panels, and the classes on a map.
    var found: Set<String> = [
      "baseline", "nearest", "x", "e", "w", "a", "b", "c", "hh", "hl", "lh", "ll",
    ]
    func collect(_ value: Any, under key: String) {
      switch value {
      case let text as String:
        if !ownKeys.contains(key), !keysOfGlossary.contains(text) {
          found.formUnion(words(of: text).map { $0.lowercased() })
        }
      case let list as [Any]: for item in list { collect(item, under: key) }
      case let object as [String: Any]:
        for (name, item) in object {
          if key == "labels" || key.hasSuffix("lists") { found.formUnion(words(of: name).map { $0.lowercased() }) }
          collect(item, under: name)
        }
      default: break
      }
    }
    for result in results {
      do {
        let data = try JSONEncoder().encode(result)
        collect(try JSONSerialization.jsonObject(with: data), under: "")
      } catch {
        Issue.record("\(type(of: result).method) has no JSON: \(error)")
      }
    }
    return found
  }

  /// Keys of a result's JSON whose texts are words of the program.
  private static let ownKeys: Set<String> = [
    "method", "kind", "tool", "distribution", "component", "correction", "path", "estimator",
    "inference", "id", "reason", "because", "unavailable", "standardisation", "rule", "aggregate",
  ]

  private static let keysOfGlossary: Set<String> = {
    do {
      let english: Glossary = try StyleFiles.load(from: "glossaries/en.yaml")
      return Set(english.sections.values.flatMap(\.keys))
    } catch {
      return []
    }
  }()

  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text {
      let isLetter = character.isASCII && (character.isLetter || character == "_")
      if isLetter || (!word.isEmpty && character.isASCII && character.isNumber) {
        word.append(character)
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
