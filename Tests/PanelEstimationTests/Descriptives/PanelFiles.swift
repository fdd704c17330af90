import Foundation
import PanelData
import TestSupport
import Testing

/// Data sets as panels, for tests.
enum PanelFiles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Oracle").standardizedFileURL

  static func castle() throws -> Panel {
    try panel(Repository.examples.appending(path: "castle-doctrine/castle.csv"), "sid", "year")
  }

  static func organDonations() throws -> Panel {
    try panel(folder.appending(path: "data/organ_donations.csv"), "State", "Quarter_Num")
  }

  /// A panel of a file whose rows stand in order of unit and time.
  private static func panel(_ url: URL, _ unit: String, _ time: String) throws -> Panel {
    let table = try DataReader.read(url: url, named: url.lastPathComponent)
    var panel = Panel(table: table, sources: table.source.map { [$0] } ?? [])
    let units = try panel.groupCodes(of: [unit])
    panel.index = PanelIndex(
      unitVariable: unit,
      timeVariable: time,
      units: units.codes,
      unitNames: units.levelNames,
      times: try #require(table[time]?.numbers).map { Int($0) },
      step: 1
    )
    return panel
  }

  static func decoded<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }
}
