import Foundation
import PanelDocument
import TestSupport
import Testing

@testable import PanelPress

@Suite struct StyleLibraryTests {
  /// The styles that come along, after those of a folder of a study's own.
  private func library(_ files: [String: String]) throws -> (StyleLibrary, TemporaryFolder) {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    let folders = ResourceFolders(
      templates: Repository.templates,
      styles: [folder.url.appending(path: "styles"), Repository.styles],
      schemas: Repository.templates.appending(path: "schemas")
    )
    return (StyleLibrary(folders: folders, home: folder.url), folder)
  }

  private func message(_ files: [String: String], _ name: String) throws -> String {
    let (library, folder) = try library(files)
    defer { withExtendedLifetime(folder) {} }
    let error = #expect(throws: PressError.self) { try library.tableStyle(name) }
    return try #require(error).description
  }

  @Test func readsEveryStyleWithWhatItInherits() throws {
    let (library, folder) = try library([:])
    defer { withExtendedLifetime(folder) {} }
    for name in library.names {
      #expect(try library.tableStyle(name).name == name)
      #expect(try library.tableStyle(name) == StyleFiles.load(from: "tables/\(name).yaml"))
      #expect(try library.figureTheme(name) == StyleFiles.load(from: "figures/\(name).yaml"))
    }
  }

  @Test func takesFromTheExtendedStyleWhatAFileLeavesOut() throws {
    let (library, folder) = try library([
      "styles/tables/mine.yaml":
        "{name: mine, extends: aer, digits: {estimates: 4}, notes: {type: bold}}",
      "styles/figures/mine.yaml": "{name: mine, extends: elsevier, widths: {double: 180}}",
    ])
    defer { withExtendedLifetime(folder) {} }
    let aer = try library.tableStyle("aer")
    let mine = try library.tableStyle("mine")
    #expect(mine.caption == aer.caption && mine.stars == .off)
    #expect(mine.digits.estimates == .decimals(4) && mine.digits.testStatistics == .decimals(2))
    #expect(mine.notes.label == .bold && mine.notesLabel == .notes)
    let theme = try library.figureTheme("mine")
    #expect(theme.widths.single == 90 && theme.widths.double == 180)
    #expect(theme.light.paper == "#ffffff")
  }

  /// A study that brings a language and no style of its own.
  @Test func findsALanguageBesideTheStudyThatHasNoStyles() throws {
    let folder = try TemporaryFolder()
    let words = Repository.styles.appending(path: "glossaries/en.yaml")
    try folder.write(String(contentsOf: words, encoding: .utf8), to: "styles/glossaries/xy.yaml")
    let home = Repository.styles.deletingLastPathComponent().path(percentEncoded: false)
    let folders = try ResourceFolders.find(
      beside: folder.url,
      environment: ["PANELPRESS_HOME": home],
      executable: nil
    )
    #expect(folders.styleNames("glossaries") == ["en", "xy", "zh-Hans"])
    let library = StyleLibrary(folders: folders)
    #expect(try library.glossary("xy") == library.glossary("en"))
  }

  @Test func letsAFileOfTheSameNameExtendTheOneThatComesAlong() throws {
    let (library, folder) = try library([
      "styles/tables/aer.yaml": "{name: aer, extends: aer, constant: true}"
    ])
    defer { withExtendedLifetime(folder) {} }
    let style = try library.tableStyle("aer")
    #expect(style.showsConstant && style.stars == .off)
  }

  @Test func givesFiguresTheThemeOfTheStyleThatATableStyleExtends() throws {
    let (library, folder) = try library([
      "styles/tables/mine.yaml": "{name: mine, extends: springer}",
      "looks/own.yaml": "{name: own, extends: ../looks/base.yaml}",
      "looks/base.yaml": "{name: base, extends: mdpi, constant: false}",
    ])
    defer { withExtendedLifetime(folder) {} }
    #expect(try library.figureTheme("mine").name == "springer")
    #expect(try library.tableStyle("looks/own.yaml").showsConstant == false)
    #expect(try library.tableStyle("looks/own.yaml").caption?.separator == .period)
    #expect(try library.figureTheme("looks/own.yaml").name == "mdpi")
  }

  @Test func refusesStylesThatExtendEachOther() throws {
    let text = try message(
      [
        "styles/tables/a.yaml": "{name: a, extends: b}",
        "styles/tables/b.yaml": "{name: b, extends: a}",
      ],
      "a"
    )
    #expect(text.contains("Styles extend each other in a circle"))
    #expect(text.contains("styles/tables/a.yaml → styles/tables/b.yaml → styles/tables/a.yaml"))
  }

  @Test func namesTheNearestStyle() throws {
    let text = try message([:], "econometica")
    #expect(text.contains("There is no table style 'econometica'."))
    #expect(text.contains("'econometrica'"))
    let parent = try message(["styles/tables/a.yaml": "{name: a, extends: springr}"], "a")
    #expect(parent.contains("'springer'"))
  }

  @Test(arguments: [
    ("star: off", "unknown key 'star'"), ("rules: tripel", "three-line"),
    ("caption: {lable: bold}", "unknown key 'lable'"), ("type: {table: 14}", "7 to 10 pt"),
    ("rules: {top: 9}", "from 0.1 to 3.0"), ("notes: {mark: dash}", "colon, period"),
    ("type: {table: 8, notes: 9}", "no larger than the table"),
    ("columns: {numbers: greek}", "arabic, roman, letters"),
  ])
  func saysWhereAFileIsWrong(line: String, message: String) throws {
    let text = try self.message(["styles/tables/a.yaml": "name: a\n\(line)\n"], "a")
    #expect(text.contains("styles/tables/a.yaml:2:"), "\(text)")
    #expect(text.contains(message), "\(text)")
  }

  @Test func describesEveryKeyThatPlainHas() throws {
    for (kind, keys) in [("tables", TableStyle.keys), ("figures", FigureTheme.keys)] {
      let file = Repository.styles.appending(path: "\(kind)/plain.yaml")
      let node = try YAMLReader.read(try String(contentsOf: file, encoding: .utf8), file: kind)
      let named = Set(keys.map(\.name)).subtracting(["extends", "caption"])
      #expect(Set(node.entries.map(\.key)).subtracting(["caption"]) == named)
    }
  }

  @Test func chartsWhatStylesSet() throws {
    let text = try Listing.styles.text(styles: Repository.styles.path(percentEncoded: false))
    #expect(text.contains("aer: AEA journals"))
    #expect(text.contains("“Table 1—Title” above, centred, number in small-caps"))
    #expect(text.contains("90, 140, 190 mm wide"))
  }
}
