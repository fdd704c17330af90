import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Reference numbers of estimators of treatment effects, with what linear models do not have.
struct EffectOracle: Decodable {
  var coef: [String: Double]
  var se: [String: Double]
  var p: [String: Double]
  var ci95: [String: [Double]]
  var n: Int
  var df: Int?
  var extra: Extra

  struct Extra: Decodable {
    var att: Effect?
    var cohort_time: Cells?
    var comparisons: [Pair]?
    var by_type: [String: Total]?
    var dcdh_twfe_weights: Weights?
  }

  struct Effect: Decodable { var coef, se, p: Double }
  struct Cells: Decodable { var coef, se: [String: Double] }
  struct Total: Decodable { var weight, avg_estimate: Double }
  struct Weights: Decodable {
    var n_positive, n_negative: Int
    var sum_negative: Double
  }

  /// A comparison of two cohorts; a control of 0 is never treated.
  struct Pair: Decodable {
    var treated, control: Int
    var type: String
    var estimate, weight: Double
  }

  init(_ id: String, in folder: URL = PanelOracle.folder) throws {
    let url = folder.appending(path: "\(id).json")
    self = try JSONDecoder().decode(EffectOracle.self, from: Data(contentsOf: url))
  }

  /// The data of a case, keyed and sorted, with further columns from expressions.
  static func panel(
    _ file: URL,
    unit: String,
    time: String,
    derived: [(String, String)] = [],
    rule: String? = nil
  ) throws -> Panel {
    let table = try DataReader.read(
      url: file,
      named: file.lastPathComponent,
      options: ReadOptions()
    )
    return try PanelBuilder.build(
      table,
      PanelDeclaration(
        unit: unit,
        time: time,
        sampleRule: rule,
        variables: derived.map { DerivedVariable($0.0, $0.1) }
      )
    )
  }

  static func castle(
    derived: [(String, String)] = [],
    where rule: String? = nil
  ) throws -> Panel {
    try panel(
      Repository.examples.appending(path: "castle-doctrine/castle.csv"),
      unit: "sid",
      time: "year",
      derived: derived,
      rule: rule
    )
  }

  /// Data that the project does not ship.
  static func reference(
    _ name: String,
    unit: String,
    time: String,
    derived: [(String, String)] = []
  ) throws -> Panel {
    let folder = try #require(LinearModelOracleTests.referenceFolder)
    return try panel(
      folder.appending(path: "data/\(name).csv"),
      unit: unit,
      time: time,
      derived: derived
    )
  }

  static let model = ControlModel(outcome: "l_homicide")
  static let post = TreatmentColumn.indicator("post")
}

/// Holds an estimate to reference numbers: 1e-8, p-values 1e-6.
func expectEffect(
  _ estimate: Estimate?,
  _ value: Double,
  _ error: Double,
  p: Double? = nil,
  _ name: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let estimate = try #require(estimate, "\(name)", sourceLocation: sourceLocation)
  #expect(
    estimate.value.isClose(to: value, relativeTolerance: 1e-8),
    "\(name): \(estimate.value), not \(value)",
    sourceLocation: sourceLocation
  )
  let standardError = try #require(
    estimate.standardError.value,
    "\(name)",
    sourceLocation: sourceLocation
  )
  #expect(
    standardError.isClose(to: error, relativeTolerance: 1e-8),
    "se of \(name): \(standardError), not \(error)",
    sourceLocation: sourceLocation
  )
  if let p {
    let pValue = try #require(estimate.pValue.value, sourceLocation: sourceLocation)
    #expect(
      pValue.isClose(to: p, relativeTolerance: 1e-6) || abs(pValue - p) < 1e-12,
      "p of \(name): \(pValue), not \(p)",
      sourceLocation: sourceLocation
    )
  }
}

extension TreatmentEffectsResult {
  func point(_ period: Int) -> EventTimePoint? { path.points.first { $0.period == period } }
}
