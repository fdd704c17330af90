import Foundation
import PanelData
import PanelResults
import Testing

/// Random bytes and damaged tables: a table or a typed error, never a trap.
///
/// `PANELPRESS_FUZZ=100` makes it a hundred times longer.
@Suite struct ReaderFuzzTests {
  static let rounds =
    (ProcessInfo.processInfo.environment["PANELPRESS_FUZZ"].flatMap { Int($0) } ?? 1) * 400

  @Test func neverTraps() throws {
    let pieces: [[UInt8]] =
      [
        "a", "b,", "1", ",", ",,", "\n", "\r\n", "\r", "\"", "\"\"", "\"x,y\"", "\"l\nm\"",
        "-1.5e3",
        "NA", ".", " ", "\t", "\u{FEFF}", "é", "漢", "1e999", "0x1", "9999999999999999999999", "inf",
      ].map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x1B]]
    let folder = try ScratchFolder()
    var random = SplitMix(state: 3)
    var tables = 0
    for round in 0..<Self.rounds {
      var bytes: [UInt8] = []
      if round % 2 == 0 {
        // A table whose cells are sometimes whole and sometimes not.
        bytes = Array("p,q\n".utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let cells = [pieces.randomElement(using: &random), pieces.randomElement(using: &random)]
          bytes += (cells[0] ?? []) + [44] + (cells[1] ?? []) + [10]
        }
      } else {
        for _ in 0..<Int.random(in: 0...60, using: &random) {
          bytes += pieces.randomElement(using: &random) ?? []
        }
      }
      let encoding = TextEncoding.allCases.randomElement(using: &random) ?? .utf8
      let options = ReadOptions(encoding: round % 5 == 0 ? encoding : .utf8, threads: 1)
      let url = try folder.file("panel.csv", bytes)
      do throws(DataError) {
        let table = try DataReader.read(url: url, named: "panel.csv", options: options)
        tables += 1
        #expect(table.columns.allSatisfy { $0.count == table.rowCount })
      } catch {
        let text = error.description
        #expect(text.hasPrefix("panel.csv"))
        #expect(text.utf8.count < 600)
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 })
      }
    }
    #expect(tables > 0)
  }

  /// What is written by RFC 4180 is read back, whatever it holds.
  @Test func readsBackWhatWasWritten() throws {
    let alphabet = Array("ab1.-, \"\n\rü漢\t")
    var random = SplitMix(state: 5)
    for _ in 0..<Self.rounds / 10 {
      let rows = Int.random(in: 1...30, using: &random)
      let cells = (0..<2 * rows).map { _ in
        String(
          (0..<Int.random(in: 0...6, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? "a"
          }
        )
      }
      // The first row is text, so that both columns are.
      let quoted = (["x", "y"] + cells).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
      var text = "p,q"
      for row in 0...rows { text += "\r\n\(quoted[2 * row]),\(quoted[2 * row + 1])" }
      let table = try read(text)
      for (offset, name) in ["p", "q"].enumerated() {
        let expected: [String?] = (0..<rows).map { row in
          let cell = cells[2 * row + offset]
          return cell.isEmpty ? nil : cell
        }
        let found = try #require(texts(table, name))
        #expect(Array(found.dropFirst()) == expected)
      }
    }
  }
}
