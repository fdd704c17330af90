import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

@testable import simulate

/// Columns of a simulated panel, and models fitted to them.
struct SimulatedFit {
  var unitName: String
  var units: [Int]
  var years: [Int]
  var columns: [String: [Double]]

  var panel: Panel {
    let codes = units.map(Int32.init)
    let names = (0...(units.max() ?? 0)).map { "unit \($0 + 1)" }
    var table = DataTable(columns: [
      Column(name: unitName, storage: .text(codes: codes, levels: names)),
      Column("year", numbers: years.map(Double.init)),
    ])
    for (name, numbers) in columns.sorted(by: { $0.key < $1.key }) {
      table.set(Column(name, numbers: numbers))
    }
    let index = PanelIndex(
      unitVariable: unitName,
      timeVariable: "year",
      units: codes,
      unitNames: names,
      times: years,
      step: 1
    )
    return Panel(table: table, index: index)
  }

  /// The estimates of a model by term, clustered by unit.
  func estimates(_ formula: String) throws -> [String: Estimate] {
    let model = FixedEffects(models: [.init(formula)], vcov: ["cluster(\(unitName))"])
    let result = try #require(try model.run(on: panel, in: AnalysisContext()).first)
    return Dictionary(uniqueKeysWithValues: result.estimates.map { ($0.term, $0) })
  }

  func value(of term: String, _ formula: String) throws -> Double {
    try #require(try estimates(formula)[term]).value
  }
}

/// Estimates from several panels beside what they should be.
struct MonteCarlo {
  private var errors: [Double] = []

  mutating func add(_ estimate: Double, truth: Double) { errors.append(estimate - truth) }

  var moments: Moments { Moments(of: errors) }

  /// The mean of the errors in its own standard errors.
  var distance: Double { abs(moments.mean) / moments.deviation * Double(errors.count).squareRoot() }
}

/// The committed files of a simulated example.
enum SimulatedExample {
  static func expectCommitted(
    _ files: [(name: String, text: String)],
    in example: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for file in files {
      let path = Repository.examples.appending(path: "\(example)/\(file.name)")
      let committed = try String(contentsOf: path, encoding: .utf8)
      #expect(committed == file.text, "\(file.name)", sourceLocation: sourceLocation)
    }
  }
}
