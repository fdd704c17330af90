import Foundation
import Testing

@testable import PanelPress

@Suite struct OutputFolderTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  func manifest() throws -> String {
    try Manifest(study: "s", tool: "panelpress", seed: 1, inputs: [], outputs: []).json()
  }

  func writeOutput(_ text: String) throws {
    let output = try OutputFolder(destination: folder.url.appending(path: "out/s"))
    try output.write(text, to: "tables/a.tex")
    try output.write(manifest(), to: "manifest.json")
    try output.moveIntoPlace()
  }

  @Test func replacesTheLastOutputAsAWhole() throws {
    try writeOutput("one")
    try folder.write("left over", to: "out/s/tables/old.tex")
    try writeOutput("two")
    #expect(try folder.text(of: "out/s/tables/a.tex") == "two")
    #expect(
      folder.files() == [
        "out", "out/s", "out/s/manifest.json", "out/s/tables", "out/s/tables/a.tex",
      ]
    )
  }

  @Test func leavesTheLastOutputUntouchedUntilTheEnd() throws {
    try writeOutput("one")
    let output = try OutputFolder(destination: folder.url.appending(path: "out/s"))
    try output.write("two", to: "tables/a.tex")
    #expect(try folder.text(of: "out/s/tables/a.tex") == "one")
    output.discard()
    #expect(folder.files().count == 5)
  }

  @Test func refusesToReplaceForeignFiles() throws {
    try folder.write("precious", to: "out/s/thesis.tex")
    let error = #expect(throws: PressError.self) { try writeOutput("one") }
    #expect(error?.description.contains("holds files that panelpress did not write") == true)
    #expect(error?.exitCode == 2)
    #expect(try folder.text(of: "out/s/thesis.tex") == "precious")
  }

  @Test func refusesADestinationThatIsAFile() throws {
    try folder.write("precious", to: "out/s")
    #expect(throws: PressError.self) { try writeOutput("one") }
    #expect(try folder.text(of: "out/s") == "precious")
  }

  @Test func takesAnEmptyFolder() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "out/s"),
      withIntermediateDirectories: true
    )
    try writeOutput("one")
    #expect(try folder.text(of: "out/s/tables/a.tex") == "one")
  }

  @Test func saysWhyWritingFailed() throws {
    let output = try OutputFolder(destination: folder.url.appending(path: "out/s"))
    try output.write("x", to: "a")
    let error = #expect(throws: PressError.self) { try output.write("y", to: "a/b") }
    #expect(error?.exitCode == 1)
    #expect(
      error?.description.hasSuffix(
        "a part of the path is not a folder. The last output is untouched."
      ) == true
    )
    output.discard()
  }
}

@Suite struct ResourceFoldersTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  func makeHome(_ name: String) throws -> URL {
    for file in [
      "templates/schemas/page.rng", "templates/html/a.mustache", "styles/tables/plain.yaml",
    ] {
      try folder.write("", to: "\(name)/\(file)")
    }
    return folder.url.appending(path: name)
  }

  @Test func searchesOptionsThenTheStudyThenTheProgram() throws {
    let home = try makeHome("home")
    try folder.write("", to: "study/styles/tables/own.yaml")
    try folder.write("", to: "other/tables/plain.yaml")
    let found = try ResourceFolders.find(
      styles: folder.path("other"),
      beside: folder.url.appending(path: "study"),
      environment: ["PANELPRESS_HOME": home.path(percentEncoded: false)],
      executable: nil
    )
    #expect(found.templates.path.hasSuffix("home/templates"))
    #expect(found.schemas.path.hasSuffix("home/templates/schemas"))
    #expect(found.style("tables/plain.yaml")?.path.hasSuffix("other/tables/plain.yaml") == true)
    #expect(found.style("tables/own.yaml")?.path.hasSuffix("study/styles/tables/own.yaml") == true)
    #expect(found.style("tables/none.yaml") == nil)
    #expect(found.styleNames("tables") == ["own", "plain"])
  }

  @Test func findsTheShareFolderAndThePackageOfAnExecutable() throws {
    let share = try makeHome("usr/share/panelpress")
    let installed = try ResourceFolders.find(
      environment: [:],
      executable: folder.url.appending(path: "usr/bin/panelpress")
    )
    #expect(installed.templates.path == share.appending(path: "templates").path)
    let package = try makeHome("package")
    let built = try ResourceFolders.find(
      environment: [:],
      executable: package.appending(path: ".build/x86_64/release/panelpress")
    )
    #expect(built.templates.path == package.appending(path: "templates").path)
  }

  @Test func passesByFoldersOfTheSameNameThatHoldOtherThings() throws {
    let home = try makeHome("home")
    try folder.write("", to: "study/templates/letter.tex")
    let found = try ResourceFolders.find(
      beside: folder.url.appending(path: "study"),
      environment: ["PANELPRESS_HOME": home.path(percentEncoded: false)],
      executable: nil
    )
    #expect(found.templates.path.hasSuffix("home/templates"))
  }

  @Test func saysWhatToDoWhenNothingIsFound() {
    let missing = #expect(throws: PressError.self) {
      try ResourceFolders.find(
        environment: [:],
        executable: folder.url.appending(path: "a/b/c/d/e/panelpress")
      )
    }
    #expect(missing?.description.contains("PANELPRESS_HOME") == true)
    let option = #expect(throws: PressError.self) {
      try ResourceFolders.find(templates: "/nowhere", environment: [:], executable: nil)
    }
    #expect(option == .usage("--templates: there is no folder /nowhere."))
  }
}
