import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// What holds for every table, whatever the results and the keys of the study.
@Suite struct TableContractTests {
  /// A language of one sign per word, so that any letter left in a table is a word of the code.
  static func wordless() throws -> Glossary {
    var glossary: Glossary = try StyleFiles.load(from: "glossaries/en.yaml")
    for (section, entries) in glossary.sections where section != "language" {
      glossary.sections[section] = entries.mapValues { template in
        var isPlace = false
        return String(
          template.map { character in
            if character == "{" { isPlace = true }
            if character == "}" { isPlace = false }
            return character.isLetter && !isPlace ? "词" : character
          }
        )
      }
    }
    return glossary
  }

  /// A value for every place that the sentences of remarks have: a number, or a raw name.
  static func remarkValues() throws -> [String: String] {
    var values = ["term": "x", "with": "z", "effects": "state, year", "variable": "state"]
    let sentences = try testContext().glossary.sections["remarks"] ?? [:]
    for sentence in sentences.values {
      for part in sentence.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
        let place = String(part.prefix { $0 != "}" })
        values[place] = values[place]
          ?? (place == "text" ? "文" : place == "reason" ? "no-variation" : "3")
      }
    }
    return values
  }

  @Test func takesEveryWordFromTheGlossary() throws {
    let names = ["y", "x", "z", "state", "year", "w"]
    let labels = Dictionary(uniqueKeysWithValues: names.map { ($0, LocalizedText("名")) })
    let estimates = ["x", "x:z", "L.x", "log(x)", "f::1", Estimate.constantTerm].map {
      RegressionFixtures.estimate($0, 0.5, 0.1)
    }
    let values = try Self.remarkValues()
    let fits = CovarianceKind.allCases.map { kind in
      RegressionFixtures.fit(
        outcome: "y",
        estimates: estimates,
        effects: ["state", "state^year"],
        covariance: kind == .cluster
          ? RegressionFixtures.clustered(("state", 9), ("year", 3))
          : RegressionFixtures.covariance(kind),
        omitted: [
          OmittedTerm(term: "z", reason: .collinear, with: ["x"]),
          OmittedTerm(term: "w", reason: .absorbed),
        ],
        weights: kind == .iid ? nil : "w",
        statistics: Statistic.allCases.map { StatisticEntry($0, .value(0.5)) },
        remarks: Remark.Kind.allCases.map { Remark($0, values) },
        labels: labels.merging(["f": "名"]) { first, _ in first }
      )
    }
    var context = try testContext()
    context.glossary = try Self.wordless()
    context.caption = "图"
    let recipe: RegressionRecipe = try StyleFiles.decode(
      from: """
        uncertainty: [se, t, ci]
        omitted: cell
        references: {"f::*": 〇}
        rows: {statistics: [\(Statistic.allCases.map(\.rawValue).joined(separator: ", "))]}
        """
    )
    let named = fits.map { NamedResult(reference: "", result: $0) }
    for model in [
      try recipe.table(of: named, in: context),
      try SampleFunnelRecipe().table(of: named, in: context),
    ] {
      let text = Self.text(of: model)
      let english = text.filter { $0.isASCII && $0.isLetter }
      #expect(english.isEmpty, "\(english) in \(text)")
    }
  }

  /// Whatever a page may show or read aloud: captions, cells, notes, the labels of details.
  static func text(of model: TableModel) -> String {
    var text = [model.numberLabel, model.caption.plainText, model.notesLabel, model.stubLabel]
    text += model.head.flatMap { $0.cells.map(\.text.plainText) }
    for row in model.blocks.flatMap(\.rows) {
      text += [row.label.plainText, row.spokenLabel?.plainText ?? ""]
      for cell in row.cells {
        text.append(cell.dump)
        if case .estimate(_, _, let trace) = cell { text += trace.details.map(\.label) }
      }
    }
    return (text + model.notes.map(\.text.plainText)).joined(separator: "\n")
  }

  @Test func holdsItsShapeForAnyModelsAndKeys() throws {
    var generator = SplitMix(seed: 11)
    var tables = 0
    let contexts = [try testContext(style: "plain"), try testContext(style: "aer")]
    for _ in 0..<300 {
      let results = (0...Int(generator.next() % 4)).map { _ in Self.randomFit(&generator) }
      var recipe = RegressionRecipe()
      let terms = ["post", "unemployment", "log_police", "re*", "*", "$controls", "x?"]
      if generator.next() % 2 == 0 { recipe.keep = [terms[Int(generator.next() % 7)]] }
      if generator.next() % 4 == 0 { recipe.omit = [terms[Int(generator.next() % 7)]] }
      if generator.next() % 4 == 0 { recipe.headings = .init([.init("H", ["re*", "post"])]) }
      if generator.next() % 4 == 0 { recipe.references = .init([("region::*", "R")]) }
      if generator.next() % 2 == 0 { recipe.omittedTerms = .cell }
      recipe.uncertainty = [[], [UncertaintyLine(.pValue)], nil][Int(generator.next() % 3)]
      let named = results.enumerated().map { NamedResult(reference: "r[\($0)]", result: $1) }
      do {
        let model = try recipe.table(
          of: named,
          in: contexts[Int(generator.next() % 2)]
        )
        try Self.checkShape(model, of: results)
        tables += 1
      } catch let error as DocumentError {
        #expect(error.description.contains("which no model of the table has"))
      }
    }
    #expect(tables > 100)
  }

  private static func checkShape(_ model: TableModel, of results: [RegressionResult]) throws {
    let width = model.columns.count
    #expect(width == results.count + 1)
    for row in model.head { #expect(row.cells.reduce(0) { $0 + $1.span } == width) }
    for row in model.blocks.flatMap(\.rows) { #expect(row.cells.count == width - 1) }
    #expect(model.blocks.allSatisfy { !$0.rows.isEmpty })
    let order = model.notes.map { TableNote.Kind.allCases.firstIndex(of: $0.kind) ?? -1 }
    #expect(order == order.sorted())
    for row in model.blocks.flatMap(\.rows) {
      for (result, cell) in zip(results, row.cells) {
        guard case .estimate(let number, let stars, let trace) = cell else { continue }
        let estimate = try #require(result.estimates.first { trace.path.contains($0.term) })
        #expect(Double(trace.exact) == estimate.value)
        #expect(number.isNegative == (estimate.value < 0))
        let isAER = model.look.styleName == "aer"
        let p = estimate.pValue.value ?? 1
        #expect(stars == (isAER ? "" : StarPolicy.economics.symbol(for: p)))
      }
    }
  }

  private static func randomFit(_ generator: inout SplitMix) -> RegressionResult {
    let terms = ["post", "unemployment", "log_police", "region::S", "region::W", "(constant)"]
      .filter { _ in generator.next() % 3 > 0 }
    let estimates = terms.map { term in
      RegressionFixtures.estimate(
        term,
        generator.ordinaryDouble() / 1e4,
        generator.next() % 9 == 0 ? nil : abs(generator.ordinaryDouble()) / 1e4 + 1e-6,
        p: Double(generator.next() % 1000) / 1000
      )
    }
    let isOmitted = !terms.contains("unemployment")
    return RegressionFixtures.fit(
      outcome: generator.next() % 3 == 0 ? "log_robbery" : "log_homicide",
      estimates: estimates,
      effects: generator.next() % 2 == 0 ? ["state", "year"] : [],
      covariance: generator.next() % 3 == 0
        ? RegressionFixtures.covariance(.hc1) : RegressionFixtures.clustered(("state", 50)),
      lists: generator.next() % 2 == 0 ? ["controls": ["unemployment", "i(region)"]] : [:],
      omitted: isOmitted ? [OmittedTerm(term: "unemployment", reason: .absorbed)] : [],
      weights: generator.next() % 4 == 0 ? "population" : nil
    )
  }
}
