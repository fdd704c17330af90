import Foundation
import PanelData
import TestSupport

/// Panels of reference data with units and periods declared.
enum ReferencePanel {
  /// The castle-doctrine data: 50 states, 11 years, treatment `post`, first year `effyear`.
  static func castle() throws -> Panel {
    try panel(
      Repository.examples.appending(path: "castle-doctrine/castle.csv"), unit: "sid", time: "year")
  }

  static func panel(_ file: URL, unit: String, time: String) throws -> Panel {
    let table = try DataReader.read(
      url: file, named: file.lastPathComponent, options: ReadOptions())
    return try PanelBuilder.build(table, PanelDeclaration(unit: unit, time: time))
  }

  /// The folder of data that the project does not ship.
  static let folder = ProcessInfo.processInfo.environment["PANELPRESS_REFERENCE_DATA"]
    .map { URL(filePath: $0) }
}
