import Foundation
import PanelData
import Testing

@Suite struct FileSystemTests {
  @Test func namesAFileThatIsMissing() {
    let url = FileManager.default.temporaryDirectory.appending(path: "no-such-panel.csv")
    let text = faultText { _ = try DataReader.read(url: url, named: "no-such-panel.csv") }
    #expect(text.hasPrefix("no-such-panel.csv: there is no such file (looked for "))
  }

  @Test func refusesALoopOfLinks() throws {
    let folder = try ScratchFolder()
    let link = folder.url.appending(path: "panel.csv")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: link)
    let text = faultText { _ = try DataReader.read(url: link, named: "panel.csv") }
    #expect(text.contains("too many levels of symbolic links"))
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func namesAFileThatMayNotBeRead() throws {
    let folder = try ScratchFolder()
    let url = try folder.file("panel.csv", "a\n1\n".utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0],
      ofItemAtPath: url.path(percentEncoded: false)
    )
    let text = faultText { _ = try DataReader.read(url: url, named: "panel.csv") }
    #expect(text.contains("permission denied"))
  }

  /// Opening it the plain way would wait for a writer for ever.
  @Test(.timeLimit(.minutes(1))) func refusesAPipe() throws {
    let folder = try ScratchFolder()
    let url = folder.url.appending(path: "panel.csv")
    try #require(mkfifo(url.path(percentEncoded: false), 0o600) == 0)
    let text = faultText { _ = try DataReader.read(url: url, named: "panel.csv") }
    #expect(text == "panel.csv: this is not a regular file; data are read from files only")
  }

  @Test func refusesAFolder() throws {
    let folder = try ScratchFolder()
    let text = faultText { _ = try DataReader.read(url: folder.url, named: "panel.csv") }
    #expect(text == "panel.csv: this is a folder; name the data file in it")
  }

  @Test func namesTheEndingsItKnows() throws {
    let folder = try ScratchFolder()
    let url = try folder.file("panel.json", "{}".utf8)
    let text = faultText { _ = try DataReader.read(url: url, named: "panel.json") }
    #expect(text.contains(".csv, .tsv"))
    #expect(text.contains("not .json"))
  }

  @Test(arguments: [
    ("panel.csv", [0x50, 0x4B, 0x03, 0x04, 1] as [UInt8], "Excel"),
    ("panel.csv", [0xD0, 0xCF, 0x11, 0xE0, 1], "Excel"),
    ("panel.csv", [0x28, 0xB5, 0x2F, 0xFD, 1], "zstd"),
  ])
  func namesForeignFormats(name: String, bytes: [UInt8], word: String) {
    #expect(faultText { _ = try read(bytes: bytes, named: name) }.contains(word))
  }
}
