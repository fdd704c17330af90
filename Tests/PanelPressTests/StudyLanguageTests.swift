import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// The key `language`, from the study file to the page.
@Suite struct StudyLanguageTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      at: Repository.root.appending(path: "Tests/PanelPressTests/Files/badinput/panel.csv"),
      to: folder.url.appending(path: "panel.csv")
    )
  }

  private func study(_ language: String) -> String {
    """
    study: small
    title: {en: A small study, zh: 小研究}
    authors: [{en: Li Ming, zh: 李明}]
    language: \(language)
    data: {file: panel.csv, unit: unit, time: year, labels: {y: {en: Outcome, zh: 结果}}}
    analyses:
      baseline: {method: fixed-effects, vcov: cluster(unit), models: [y ~ x1 | unit]}
    tables:
      table1: {of: baseline, caption: {en: Baseline, zh: 基准回归}}
    figures:
      figure1: {of: baseline, caption: {en: Effects, zh: 效应}}

    """
  }

  private func run(_ language: String) throws {
    try folder.write(study(language), to: "study.yaml")
    _ = try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(
        outputFolder: folder.path("output"),
        threadCount: 1,
        templates: Repository.templates.path,
        styles: Repository.styles.path
      )
    )
  }

  private func text(_ path: String) throws -> String { try folder.text(of: "output/small/\(path)") }

  @Test func printsAStudyInChinese() throws {
    try run("zh-Hans")
    let page = try text("index.html")
    #expect(page.contains("lang=\"zh-Hans\""))
    #expect(page.contains("<h1>小研究</h1>"))
    #expect(page.contains("<p class=\"author\">李明</p>"))
    #expect(page.contains("<span class=\"label\">表1</span>　<span class=\"title\">基准回归</span>"))
    #expect(page.contains("<span class=\"label\">图1</span>　<span class=\"title\">效应</span>"))
    #expect(try text("tables/table1.tex").contains("XeLaTeX or LuaLaTeX, with \\usepackage{ctex}"))
    #expect(try text("figures/figure1.svg").contains("lang=\"zh-Hans\""))
  }

  @Test(arguments: ["bilingual", "{captions: [en, zh], text: en}", "{captions: [en, zh-Hans]}"])
  func printsBothCaptionsOverEnglishTables(language: String) throws {
    try run(language)
    let page = try text("index.html")
    #expect(page.contains("<h1>A small study</h1>"))
    #expect(
      page.contains(
        "<span class=\"label\">Table 1</span> <span class=\"title\">Baseline</span>"
          + "<span class=\"further\" lang=\"zh-Hans\"><span class=\"label\">表1</span>　"
          + "<span class=\"title\">基准回归</span></span>"
      )
    )
    let table = try text("tables/table1.tex")
    #expect(table.contains("\\caption{Baseline}\n{\\centering"))
    #expect(table.contains(" 表\\thetable\\quad{}基准回归\\par}"))
    #expect(table.contains("Observations"))
    #expect(try text("tables/table1.md").contains("**表1**　基准回归"))
  }

  @Test(arguments: [
    (
      "bilingul",
      "There is no language 'bilingul'. Did you mean 'bilingual'? There are: en, zh-Hans, bilingual."
    ),
    ("zh-Hant", "There is no language 'zh-Hant'. Did you mean 'zh-Hans'?"),
    ("{captions: [en, en]}", "'en' is listed twice."),
    ("{captions: []}", "Name at least one language."),
    ("{captions: [bilingual]}", "'bilingual' is no language of its own"),
    ("{caption: [en]}", "unknown key 'caption'. Did you mean 'captions'?"),
    ("{captions: [en, fr]}", "There is no language 'fr'."),
  ])
  func refusesWhatIsNoLanguage(language: String, message: String) throws {
    do {
      try run(language)
      Issue.record("\(language) is taken")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
      #expect("\(error)".contains("study.yaml:4"), "\(error)")
    }
  }
}
