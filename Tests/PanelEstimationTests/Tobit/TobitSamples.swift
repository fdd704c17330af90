import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// Data and fits that tests of tobits share.
enum TobitSamples {
  /// A panel of a file, with further columns by expression or by number.
  static func panel(
    _ file: String,
    index: (unit: String, time: String)? = nil,
    derived: [(name: String, expression: String)] = [],
    adding: (DataTable) throws -> [Column] = { _ in [] }
  ) throws -> Panel {
    let url =
      file == "castle.csv"
      ? Repository.examples.appending(path: "castle-doctrine/castle.csv")
      : PanelOracle.folder.appending(path: "data/\(file)")
    var table = try DataReader.read(url: url, named: file, options: ReadOptions())
    for column in try adding(table) { table.set(column) }
    for (name, text) in derived {
      let values = try Panel(table: table).values(of: ExpressionParser.parse(text))
      table.set(Column(name, numbers: values.numbers))
    }
    guard let index else { return Panel(table: table) }
    return try PanelBuilder.build(table, PanelDeclaration(unit: index.unit, time: index.time))
  }

  static func grunfeld(below limit: Double = 0) throws -> Panel {
    try panel("grunfeld.csv", index: ("firm", "year"))
  }

  static func fit(
    _ formula: String,
    on panel: Panel,
    lower: Double? = nil,
    upper: Double? = nil,
    effects: TobitEffects = .pooled,
    points: Int? = nil,
    vcov: String = "oim",
    adjust: Bool = true,
    level: Double = 0.95,
    threads: Int = 2
  ) throws -> TobitResult {
    let analysis = Tobit(
      models: [.init(formula)],
      shared: .init(lower: lower, upper: upper, effects: effects, points: points),
      vcov: [vcov],
      adjust: adjust,
      level: level
    )
    var context = AnalysisContext(id: "tobit")
    context.threadCount = threads
    return try #require(try analysis.run(on: panel, in: context).first)
  }
}

extension TobitResult {
  func scale(_ name: Statistic) -> Estimate? { scale.first { $0.term == name.rawValue } }
  func number(_ name: Statistic) -> Double? {
    statistics.first { $0.statistic == name }?.value.value
  }
  func test(_ kind: HypothesisTest.Kind) -> HypothesisTest? { tests.first { $0.id == kind } }
}

/// One reference file of a tobit.
struct TobitOracle: Decodable {
  var id: String
  var dataset: String
  var spec: Specification
  var coef: [String: Double]
  var se: [String: Double]
  var p: [String: Double]
  var ci95: [String: [Double]]
  var n: Int
  var extra: Extra

  struct Specification: Decodable {
    var formula: String
    var individual: String?
    var time: String?
    var lower: Double?
    var upper: Double?
  }

  struct Extra: Decodable {
    var sigma: Double?
    var se_sigma: Double?
    var sigma_u: Double?
    var se_sigma_u: Double?
    var sigma_e: Double?
    var se_sigma_e: Double?
    var rho: Double?
    var se_rho: Double?
    var loglik: Double
    var n_groups: Int?
    var n_left: Int
    var n_right: Int
    var n_uncensored: Int
    var wald_chi2: Wald?
    var pooled_tobit: Pooled?
    var lr_test_vs_pooled: Ratio?

    struct Wald: Decodable {
      var chi2: Double
      var q: Int
      var p_chi2: Double
    }
    struct Pooled: Decodable {
      var coef: [String: Double]
      var sigma: Double
      var loglik: Double
    }
    struct Ratio: Decodable {
      var chibar2_01: Double
      var p_chibar2: Double
    }
  }

  init(_ id: String) throws {
    let data = try Data(contentsOf: PanelOracle.folder.appending(path: "\(id).json"))
    self = try JSONDecoder().decode(TobitOracle.self, from: data)
  }

  /// The data of the file, with the variables that it derives in words.
  func panel() throws -> Panel {
    let index = spec.individual.flatMap { unit in spec.time.map { (unit, $0) } }
    switch id {
    case "retobit_castle_no_censoring":
      return try TobitSamples.panel(dataset, index: index) { table in
        let values = try Panel(table: table).values(of: .column("l_homicide")).numbers
        let low = try #require(values.min())
        let high = try #require(values.max())
        return [Column("idx", numbers: values.map { 0.02 + 0.9 * (($0 - low) / (high - low)) })]
      }
    case "retobit_ricefarms_phosphate":
      return try TobitSamples.panel(
        dataset,
        index: index,
        derived: [
          ("ph100", "phosphate / 100"), ("lsize", "log(size)"), ("lwage_", "log(wage)"),
          ("hi", "varieties == \"high\""),
        ]
      ) { table in
        let farms = try Panel(table: table).values(of: .column("id")).numbers
        var seasons: [Double] = []
        for (row, farm) in farms.enumerated() {
          seasons.append(row > 0 && farms[row - 1] == farm ? seasons[row - 1] + 1 : 1)
        }
        return [Column("t_", numbers: seasons)]
      }
    default: return try TobitSamples.panel(dataset, index: index)
    }
  }
}
