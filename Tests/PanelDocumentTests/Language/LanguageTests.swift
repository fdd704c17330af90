import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Captions in several languages, and notes in the order and with the marks of theirs.
@Suite struct LanguageTests {
  private func context(
    _ language: String,
    captions: [String] = [],
    caption: LocalizedText = LocalizedText(texts: ["en": "Wages", "zh": "工资"])
  ) throws -> DocumentContext {
    var context = try testContext()
    context.number = "1"
    context.caption = caption
    context.glossary = try StyleFiles.load(from: "glossaries/\(language).yaml")
    context.captionLanguages = try captions.map {
      try StyleFiles.load(from: "glossaries/\($0).yaml")
    }
    context.labels = [
      "province": ["zh-Hans": "省份", "en": "Province"], "year": ["zh": "年份", "en": "Year"],
      "dt": ["zh-Hans": "数字贸易", "en": "Digital trade"],
    ].mapValues { LocalizedText(texts: $0) }
    return context
  }

  private var fit: RegressionResult {
    var fit = RegressionFixtures.fit(
      outcome: "er",
      estimates: [RegressionFixtures.estimate("dt", 0.5, 0.1)],
      effects: ["province", "year"],
      covariance: RegressionFixtures.clustered(("province", 30)),
      labels: [:]
    )
    fit.sample.unitVariable = nil
    return fit
  }

  private func table(_ context: DocumentContext, _ yaml: String = "{}") throws -> TableModel {
    let recipe: RegressionRecipe = try StyleFiles.decode(from: yaml)
    return try context.finished(
      recipe.table(of: [NamedResult(reference: "base", result: fit)], in: context)
    )
  }

  /// Golden case 12: notes in the Chinese order with Chinese marks.
  @Test func writesChineseNotesAsChineseJournalsDo() throws {
    let table = try table(
      context("zh-Hans"),
      "{source: 资料来源：国家统计局, notes: [本表为示例。]}"
    )
    let (sources, others) = table.notes.parts(in: table.setting)
    #expect(sources.map(\.text.plainText) == ["资料来源：国家统计局"])
    #expect(
      table.notesLabel + table.setting.labelEnd + table.setting.labelGap
        + others.map(\.text.plainText).joined(separator: table.setting.sentenceGap)
        == "注：括号内为聚类到省份层面的稳健标准误（30个聚类）。***、**、*分别表示在1%、5%、10%的水平上显著。本表为示例。"
    )
    #expect(table.numberLabel + table.setting.captionGap + table.caption.plainText == "表1　工资")
  }

  @Test func printsEveryCaptionInItsOrder() throws {
    let table = try table(context("en", captions: ["en", "zh-Hans"]))
    #expect(table.caption.plainText == "Wages")
    #expect(table.furtherCaptions.map(\.numberLabel) == ["表1"])
    #expect(table.furtherCaptions.map(\.text.plainText) == ["工资"])
    #expect(table.language == "en")
    #expect(table.setting.captionLanguage == nil)
    #expect(table.notes.allSatisfy { !$0.text.plainText.contains("。") })
  }

  @Test func setsACaptionInAnotherLanguageThanTheTable() throws {
    let table = try table(context("en", captions: ["zh-Hans"]))
    #expect(table.caption.plainText == "工资")
    #expect(table.numberLabel == "表1")
    #expect(table.furtherCaptions.isEmpty)
    #expect(table.setting.captionLanguage == "zh-Hans")
    #expect(table.setting.captionName == .init(before: "表", after: ""))
    #expect(table.notesLabel == "Notes")
  }

  @Test func leavesOutACaptionThatNobodyWrote() throws {
    let table = try table(context("en", captions: ["en", "zh-Hans"], caption: "Wages"))
    #expect(table.caption.plainText == "Wages")
    #expect(table.furtherCaptions.isEmpty)
  }

  @Test func takesALabelOfTheSameLanguageUnderAnotherCode() {
    let text = LocalizedText(texts: ["en": "Wages", "zh": "工资"])
    #expect(text.text(in: "zh-Hans") == "工资")
    #expect(LocalizedText(texts: ["en": "Wages", "zh-Hans": "工资"]).text(in: "zh") == "工资")
    #expect(text.isWritten(in: "zh-Hans"))
    #expect(!LocalizedText("Wages").isWritten(in: "zh-Hans"))
    #expect(LocalizedText("Wages").isWritten(in: "en"))
  }

  @Test func namesAWordThatALanguageDoesNotKnow() throws {
    var glossary: Glossary = try StyleFiles.load(from: "glossaries/en.yaml")
    glossary.sections["language"]?["sources"] = "middle"
    #expect(
      throws: DocumentError.invalid(
        "The entry 'language.sources' of the glossary 'en' is 'middle', but may be first or last."
      )
    ) { try glossary.setting() }
  }

  @Test(arguments: [
    ("括号内为聚类到省级的稳健标准误。", 40.0, ["括号内为", "聚类到省", "级的稳健", "标准误。"]),
    ("高（低）值、中值", 30.0, ["高", "（低）", "值、中", "值"]),
    ("样本期为2009—2020年", 50.0, ["样本期为", "2009—", "2020年"]),
  ])
  func breaksHanWithoutMarksAtTheWrongEnd(text: String, width: Double, lines: [String]) {
    #expect(TextWrapping.lines(of: text, width: width, size: 10) == lines)
  }

  @Test func measuresFullWidthMarksAsOneEm() {
    for text in ["。", "，", "（", "表", "　", "；"] {
      #expect(FontMetrics.width(of: text, size: 10) == 10)
    }
  }
}

/// Languages say the same: each sentence has the places of the English one.
@Suite struct GlossaryPlaceTests {
  @Test func everyLanguageFillsThePlacesOfEnglish() throws {
    let english: Glossary = try StyleFiles.load(from: "glossaries/en.yaml")
    for language in try StyleFiles.names(in: "glossaries") where language != "en" {
      let glossary: Glossary = try StyleFiles.load(from: "glossaries/\(language).yaml")
      for (section, entries) in glossary.sections {
        for (key, text) in entries {
          let base = key.hasSuffix(".one") ? String(key.dropLast(4)) : key
          let wanted = english.sections[section]?[base]
          #expect(wanted != nil, "\(language), \(section).\(key)")
          guard let wanted else { continue }
          let places = Self.places(of: text)
          if key == base {
            #expect(places == Self.places(of: wanted), "\(language), \(section).\(key)")
          } else {
            #expect(places.isSubset(of: Self.places(of: wanted)), "\(language), \(section).\(key)")
          }
        }
      }
    }
  }

  @Test func noLanguageMixesItsMarksWithThoseOfEnglish() throws {
    let glossary: Glossary = try StyleFiles.load(from: "glossaries/zh-Hans.yaml")
    for (section, entries) in glossary.sections {
      for (key, text) in entries where text.unicodeScalars.contains(where: \.isWide) {
        let characters = Array(text)
        for index in characters.indices.dropLast() where ",;:?!".contains(characters[index]) {
          #expect(!characters[index + 1].isWide, "\(section).\(key): \(text)")
        }
        #expect(!text.hasSuffix("."), "\(section).\(key): \(text)")
      }
    }
  }

  private static func places(of text: String) -> Set<String> {
    Set(
      text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
        .map { String($0.prefix { $0 != "}" }) }
    )
  }
}
