import Foundation
import PanelData
import PanelNumerics
import TestSupport
import Testing

@testable import PanelEstimation

/// Panels with a staggered treatment, and what tests of placebos do with them.
enum PlaceboFixtures {
  /// The castle-doctrine panel with the 0/1 treatment of the oracles.
  static func castle() throws -> Panel {
    var panel = try PanelFiles.castle()
    let column = try panel.values(of: ExpressionParser.parse("(effyear > 0) & (year >= effyear)"))
    panel.table.set(Column("d", numbers: column.numbers))
    return panel
  }

  static let controls = "unemployrt + poverty + l_income + l_prisoner + l_police"

  struct Shape: Sendable {
    var units = 40
    var periods = 8
    /// The share of rows that are left out.
    var gaps = 0.0
    /// The first treated periods, one after the other over units; 0 for never.
    var cohorts = [0, 3, 0, 5, 6, 0]
    var seed: UInt64 = 11
  }

  /// y, d (0/1), g (cohort), x, z, region, w (varying over rows), v (constant within units).
  static func simulated(_ shape: Shape = Shape()) -> Panel {
    var random = Philox(seed: shape.seed, stream: 0)
    var columns: [String: [Double]] = [:]
    var units: [Int32] = []
    var names: [String] = []
    for unit in 0..<shape.units {
      let level = random.normal()
      let cohort = shape.cohorts[unit % shape.cohorts.count]
      let weight = 0.5 + random.uniform()
      var isSeen = false
      for period in 1...shape.periods {
        let (x, z, noise) = (random.normal(), random.normal(), random.normal())
        let isLeftOut = random.uniform() < shape.gaps
        if isLeftOut { continue }
        if !isSeen { names.append("u\(unit)") }
        isSeen = true
        units.append(Int32(names.count - 1))
        let d = cohort > 0 && period >= cohort ? 1.0 : 0
        let row: [String: Double] = [
          "unit": Double(unit), "time": Double(period), "d": d, "g": Double(cohort),
          "x": x + level, "z": z + 0.1 * Double(period), "region": Double(unit % 3),
          "w": 0.2 + random.uniform(), "v": weight,
          "y": level + 0.2 * Double(period) + 0.3 * d + 0.5 * x - 0.2 * z + noise,
        ]
        for (name, value) in row { columns[name, default: []].append(value) }
      }
    }
    let times = (columns["time"] ?? []).map { Int($0) }
    return Panel(
      table: DataTable(columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) }),
      index: PanelIndex(
        unitVariable: "unit", timeVariable: "time", units: units, unitNames: names, times: times,
        step: 1))
  }

  /// All roads to the effects of placebo treatments of a model.
  static func placebos(
    _ model: String, in panel: Panel, weights: String? = nil
  ) throws -> (RandomPlacebos<FixedEffects>, labels: [Int32]) {
    let target = TreatmentTarget(model: model, weights: weights)
    let context = AnalysisContext(seed: 5, id: "test")
    let resolved = try target.resolved(on: panel, in: context)
    let entry = try #require(resolved.analysis as? FixedEffects)
    let baseline = try TreatmentBaseline(entry, resolved, on: panel, in: context)
    let timing = try TreatmentTiming(of: baseline.column, in: panel, switching: .allow)
    let sample = PlaceboSample(rows: baseline.sampleRows(panel), index: timing.index)
    return (
      RandomPlacebos(baseline: baseline, sample: sample, paths: sample.steps, panel: panel),
      sample.labels(timing)
    )
  }

  /// Asserts that numbers agree to a relative tolerance.
  static func expectClose(
    _ left: [Double], _ right: [Double], within tolerance: Double,
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(left.count == right.count, sourceLocation: location)
    for (index, pair) in zip(left, right).enumerated() {
      let difference = abs(pair.0 - pair.1) / max(abs(pair.0), abs(pair.1), 1e-3)
      let same = difference <= tolerance || (pair.0.isNaN && pair.1.isNaN)
      #expect(same, "\(index): \(pair.0), \(pair.1)", sourceLocation: location)
    }
  }
}
