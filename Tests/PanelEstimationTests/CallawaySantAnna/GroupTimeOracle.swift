import Foundation
import PanelData
import PanelResults
import Testing

@testable import PanelEstimation

/// Reference effects by cohort and period, with their averages.
struct GroupTimeOracle {
  /// Estimate and standard error by name: `g2006_t2001`, `simple`, `dynamic.-3`.
  var numbers: [String: (value: Double, error: Double)] = [:]
  var wald: (statistic: Double, pValue: Double)?

  init(contentsOf url: URL) throws {
    let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: url))
    for (name, value) in file.coef {
      numbers[name] = (value, try #require(file.se[name]))
    }
    for (kind, average) in file.extra.aggregations {
      numbers[kind] = (average.overall.att, average.overall.se)
      for (place, part) in average.by ?? [:] { numbers["\(kind).\(place)"] = (part.att, part.se) }
    }
    if let statistic = file.extra.pretest_wald.W?.first?.first,
      let pValue = file.extra.pretest_wald.p?.first?.first
    {
      wald = (statistic, pValue)
    }
  }

  private struct File: Decodable {
    var coef: [String: Double]
    var se: [String: Double]
    var extra: Extra
    struct Extra: Decodable {
      var aggregations: [String: Average]
      var pretest_wald: Wald
    }
    struct Average: Decodable {
      var overall: Part
      var by: [String: Part]?
    }
    struct Part: Decodable {
      var att: Double
      var se: Double
    }
    struct Wald: Decodable {
      var W: [[Double]]?
      var p: [[Double]]?
    }
  }
}

/// Covariate cases of csdid.
struct CovariateOracle: Decodable {
  var cases: [Case]

  struct Case: Decodable, Sendable {
    var name: String
    var options: Options
    var cells: [Cell]
    var averages: [String: Average]
  }
  struct Options: Decodable, Sendable {
    var estimation: EffectConventions.Estimation
    var control_group: EffectConventions.ControlGroup?
    var base_period: EffectConventions.BasePeriod?
    var anticipation: Int?
    var weights: String?
  }
  struct Cell: Decodable, Sendable {
    var g: Int
    var t: Int
    var att: Double
    var se: Double
  }
  struct Average: Decodable, Sendable {
    var overall: [Double]
    var by: [Part]
  }
  struct Part: Decodable, Sendable {
    var at: Int
    var att: Double
    var se: Double
  }

  var numbers: [String: [String: (value: Double, error: Double)]] {
    var numbers: [String: [String: (value: Double, error: Double)]] = [:]
    for model in cases {
      var found: [String: (value: Double, error: Double)] = [:]
      for cell in model.cells { found["g\(cell.g)_t\(cell.t)"] = (cell.att, cell.se) }
      for (kind, average) in model.averages {
        found[kind] = (average.overall[0], average.overall[1])
        for part in average.by { found["\(kind).\(part.at)"] = (part.att, part.se) }
      }
      numbers[model.name] = found
    }
    return numbers
  }
}

extension TreatmentEffectsResult {
  /// All estimates under the reference's names.
  var named: [String: Estimate] {
    var named: [String: Estimate] = [:]
    for cell in groupTime { named["g\(cell.cohort)_t\(cell.period)"] = cell.estimate }
    for aggregate in aggregates { named[aggregate.kind.rawValue] = aggregate.estimate }
    for point in path.points { named["dynamic.\(point.period)"] = point.estimate }
    for cohort in cohorts { named["group.\(cohort.cohort)"] = cohort.estimate }
    for period in calendar { named["calendar.\(period.period)"] = period.estimate }
    return named
  }

  /// Expects the numbers of a reference.
  func expectAgreement(
    with numbers: [String: (value: Double, error: Double)], tolerance: Double = 1e-8,
    errorTolerance: Double = 1e-8, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let found = named
    for (name, expected) in numbers.sorted(by: { $0.key < $1.key }) {
      let estimate = try #require(
        found[name], "\(name) is missing", sourceLocation: sourceLocation)
      let error = try #require(estimate.standardError.value, sourceLocation: sourceLocation)
      #expect(
        abs(estimate.value - expected.value) <= tolerance * max(abs(expected.value), 1e-3),
        "\(name): \(estimate.value), \(expected.value)", sourceLocation: sourceLocation)
      #expect(
        abs(error - expected.error) <= errorTolerance * expected.error,
        "se of \(name): \(error), \(expected.error)", sourceLocation: sourceLocation)
    }
  }
}

/// Data sets of the references as panels.
enum CohortPanels {
  static func castle() throws -> Panel { try PanelFiles.castle() }

  /// A panel of a file, in any order.
  static func panel(_ url: URL, unit: String, time: String, where rule: String? = nil) throws
    -> Panel
  {
    try PanelBuilder.build(
      DataReader.read(url: url, named: url.lastPathComponent),
      PanelDeclaration(unit: unit, time: time, sampleRule: rule))
  }

  /// The sample of `cs_df_het_covariates`.
  static func covariates() throws -> Panel {
    let url = PanelOracle.folder.appending(path: "data/df_het.csv")
    var panel = try panel(url, unit: "unit", time: "year", where: "year >= 1996 & year <= 2013")
    let units = try #require(panel.table["unit"]?.numbers)
    let years = try #require(panel.table["year"]?.numbers)
    func add(_ name: String, _ value: (Int, Int) -> Double) {
      panel.table.set(
        Column(name, numbers: zip(units, years).map { value(Int($0), Int($1)) }))
    }
    add("x") { Double(($0 * 37 + $1 * 11) % 101) / 100 }
    add("w") { unit, _ in 1 + Double(unit * 13 % 7) / 10 }
    add("kept") { unit, _ in unit % 5 == 0 ? 1 : 0 }
    return panel
  }
}
