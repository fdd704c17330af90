import Foundation
import PanelResults
import Testing

@testable import PanelData

/// A panel of CSV text with columns `unit` and `time`.
func panel(
  _ text: String,
  step: Int = 1,
  variables: [DerivedVariable] = []
) throws -> Panel {
  try PanelBuilder.build(
    try read(text),
    PanelDeclaration(unit: "unit", time: "time", step: step, variables: variables)
  )
}

/// A cross-section of CSV text.
func section(_ text: String) throws -> Panel { Panel(table: try read(text)) }

extension Panel {
  /// An expression's values, missing ones as nil.
  func evaluate(_ text: String) throws -> [Double?] {
    try values(of: try ExpressionParser.parse(text)).numbers.map { $0.isNaN ? nil : $0 }
  }

  func columns(_ text: String) throws -> [DesignColumn] {
    try FormulaParser.terms(text).flatMap { try columns(of: $0) }
  }
}

enum OracleFile {
  static func url(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Files/oracle/\(name)").standardizedFileURL
  }

  static func table(_ name: String) throws -> DataTable {
    try DataReader.read(url: url(name), named: name)
  }

  static func decode<Case: Decodable>(_ name: String, as type: Case.Type) throws -> Case {
    try JSONDecoder().decode(type, from: Data(contentsOf: url(name)))
  }
}
