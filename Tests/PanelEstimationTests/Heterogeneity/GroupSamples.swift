import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Data that tests of moderators and groups share.
enum GroupSamples {
  /// 48 states over 17 years, with logarithms.
  static func produc() throws -> Panel {
    let table = try DataReader.read(
      url: PanelOracle.folder.appending(path: "data/produc.csv"), named: "produc.csv",
      options: ReadOptions())
    var panel = try PanelBuilder.build(table, PanelDeclaration(unit: "state", time: "year"))
    for name in ["gsp", "pcap", "pc", "emp"] {
      let values = try panel.values(of: .column(name)).numbers
      panel.table.set(Column("l\(name)", numbers: values.map { log($0) }))
    }
    return panel
  }

  /// 30 units over 10 periods: y = x + slope · x·m + a unit's own level + noise, m about zero.
  static func moderated(slope: Double, units: Int = 30, periods: Int = 10) -> Panel {
    var random = Philox(seed: 11, stream: 0)
    let count = units * periods
    var columns: [String: [Double]] = [:]
    for unit in 0..<units {
      let level = random.normal()
      for period in 0..<periods {
        let (x, m) = (random.normal() + 0.3 * level, random.normal())
        columns["unit", default: []].append(Double(unit))
        columns["time", default: []].append(Double(period))
        columns["x", default: []].append(x)
        columns["m", default: []].append(m)
        columns["y", default: []].append(
          0.2 * x + slope * x * m - 0.4 * m + level + random.normal())
      }
    }
    var panel = Panel(
      table: DataTable(
        columns: ["unit", "time", "x", "m", "y"].map { Column($0, numbers: columns[$0] ?? []) }))
    panel.index = PanelIndex(
      unitVariable: "unit", timeVariable: "time",
      units: (0..<count).map { Int32($0 / periods) }, unitNames: (0..<units).map(String.init),
      times: (0..<count).map { $0 % periods }, step: 1)
    return panel
  }
}

/// A number that agrees with another to a relative tolerance.
func expectClose(
  _ value: Double?, _ expected: Double?, _ tolerance: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let value = try #require(value, "\(what)", sourceLocation: sourceLocation)
  let expected = try #require(expected, "\(what)", sourceLocation: sourceLocation)
  let error = abs(value - expected) / max(abs(value), abs(expected), 1e-300)
  #expect(
    error <= tolerance || abs(value - expected) < 1e-14, "\(what): \(value) is not \(expected)",
    sourceLocation: sourceLocation)
}
