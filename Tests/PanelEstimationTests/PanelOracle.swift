import Foundation
import PanelData
import PanelEstimation
import PanelResults
import TestSupport
import Testing

/// One reference model: numbers of several programs that agree.
struct PanelOracle: Decodable {
  var id: String
  var dataset: String
  var spec: Spec
  var coef: [String: Double]
  var se: [String: Double]
  var p: [String: Double]
  var n: Int
  var r2: Double?
  var adj_r2: Double?
  var within_r2: Double?
  var extra: Extra

  struct Spec: Decodable {
    var formula: String
    var weights: String?
    var derived: [Derived]?
    var event_study: EventStudy?
    struct EventStudy: Decodable {
      var never_treated_value: Double
      var unit: String
      var time: String
      var cohort: String
      var window: [Int]
      var base_period: Int
    }
    struct Derived: Decodable {
      var name: String
      var expr: String
    }
  }

  struct Extra: Decodable {
    var vcov: [String: Variant]?
    var ssr: Double?
    var tss: Double?
    var rmse: Double?
    var K: Int?
    var tss_within: Double?
    var adj_within_r2: Double?
    var fe_levels: [String: Int]?
    var fe_rank_exact: Int?
    var singletons_dropped: Int?
    var adj_r2_exact_rank: Double?
    var constant_reghdfe_style: Constant?
    var wald_slopes: Wald?
    var joint_tests: [String: JointTest]?
    var vcov_matrix: CovarianceMatrix?
  }

  struct JointTest: Decodable {
    var vcov: String
    var terms: [String]
    var q: Double
    var F: Double
    var df2: Double
    var p_F: Double
  }

  struct CovarianceMatrix: Decodable {
    var vcov: String
    var names: [String]
    var matrix: [[Double]]
  }

  struct Constant: Decodable {
    var coef: Double
    var se: Double
    var vcov: String
  }

  struct Wald: Decodable {
    var vcov: String
    var F: Double
    var df2: Double
    var p_F: Double
  }

  /// The same fit under one covariance.
  struct Variant: Decodable {
    var kind: String
    var clusters: [String]
    var ssc: String
    var K: Int
    var df_t: Int
    var se: [String: Double]
    var p: [String: Double]
    var ci95: [String: [Double]]
    var se_exact_rank: [String: Double]?

    /// As a study file would ask for it; HC0 is HC1 without its factor.
    var vcov: String {
      kind == "cluster"
        ? "cluster(\(clusters.joined(separator: ", ")))" : kind == "HC0" ? "hc1" : kind.lowercased()
    }

    var smallSample: SmallSampleOptions {
      var options = SmallSampleOptions()
      switch ssc {
      case "full": options.effects = .full
      case "none": options.effects = .none
      case "no_adj": (options.adjust, options.effects) = (false, .none)
      case "conventional_G": options.clusters = .conventional
      default: break
      }
      if kind == "HC0" { options.adjust = false }
      return options
    }
  }

  /// A reference file that ships with the project.
  init(_ id: String) throws {
    try self.init(contentsOf: Self.folder.appending(path: "\(id).json"))
  }

  init(contentsOf url: URL) throws {
    // The files write 'NaN' for p-values that do not exist.
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    self = try decoder.decode(PanelOracle.self, from: Data(contentsOf: url))
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle")

  static func term(_ name: String) -> String { name == "_cons" ? Estimate.constantTerm : name }
}

/// A reference model with what its file says only in words.
struct OracleCase: CustomTestStringConvertible, Sendable {
  var id: String
  /// Derived variables in our expression language, in order.
  var derived: [(name: String, expression: String)] = []
  var formula: String?
  /// Unit, time and step, for lags.
  var index: (unit: String, time: String, step: Int)?
  /// The cohort of never-treated units, where the data have another than the file's text says.
  var never: Double?

  var testDescription: String { id }

  static let shipped: [OracleCase] = [
    OracleCase(id: "ols_cigar_stata_crosscheck"),
    OracleCase(id: "ols_crime2_small"),
    OracleCase(id: "ols_grunfeld_pooled"),
    OracleCase(id: "ols_petersen_clusters"),
    OracleCase(id: "ols_produc_log", derived: produc),
    OracleCase(id: "ols_wage2_hc"),
    OracleCase(id: "wls_caschools_students"),
    OracleCase(id: "fe1_cigar_state_stata"),
    OracleCase(id: "fe1_grunfeld_firm"),
    OracleCase(id: "fe2_airfare_omitted"),
    OracleCase(id: "fe2_castle_controls"),
    OracleCase(id: "fe2_castle_post"),
    OracleCase(id: "fe2_castle_wls"),
    OracleCase(id: "fe2_df_het_large", derived: [("D", "treat")]),
    OracleCase(
      id: "fe2_empluk_unbalanced",
      derived: [
        ("lemp", "log(emp)"), ("lwage", "log(wage)"), ("lcap", "log(capital)"),
        ("lout", "log(output)"),
      ]),
    OracleCase(id: "fe2_grunfeld_firm_year"),
    OracleCase(id: "fe2_hard_chain"),
    OracleCase(id: "fe2_jtrain_singletons"),
    OracleCase(id: "fe2_produc_nested_region", derived: produc),
    OracleCase(
      id: "fe2_produc_region_by_year", derived: produc,
      formula: "lgsp ~ lpcap + lpc + lemp + unemp | state + region^year"),
    OracleCase(id: "fe2_wagepan_omitted"),
    OracleCase(
      id: "fe3_males_occ",
      derived: [
        ("union01", "union == 'yes'"), ("married01", "married == 'yes'"),
        ("health01", "health == 'yes'"),
      ]),
    OracleCase(
      id: "lag_cigar_gaps",
      derived: [
        ("lsales", "log(sales)"), ("lprice", "log(price / cpi)"), ("lndi", "log(ndi / cpi)"),
        ("L1_lprice", "L.lprice"), ("L2_lprice", "L2.lprice"),
      ],
      index: ("state", "year", 1)),
    OracleCase(
      id: "lag_gapminder_step5",
      derived: [("lgdp", "log(gdpPercap)"), ("lpop", "log(pop)"), ("L1_lgdp", "L.lgdp")],
      index: ("country", "year", 5)),
    OracleCase(id: "mod_produc_raw", derived: produc + [("x_raw", "lpcap * unemp")]),
    OracleCase(
      id: "mod_produc_centred",
      derived: produc + [
        ("lpcap_c", "lpcap - mean(lpcap)"), ("unemp_c", "unemp - mean(unemp)"),
        ("x_c", "lpcap_c * unemp_c"),
      ]),
    OracleCase(id: "es_castle_bin5_3_base_m1"),
    OracleCase(id: "es_castle_bin6_4_base_m6"),
    OracleCase(id: "es_castle_wls_base_m2"),
  ]

  private static let produc = [
    ("lgsp", "log(gsp)"), ("lpcap", "log(pcap)"), ("lpc", "log(pc)"), ("lemp", "log(emp)"),
  ]

  /// Cases on reference data that the project does not ship.
  static let unshipped: [OracleCase] = [
    OracleCase(
      id: "fe4_trade", derived: [("leuros", "log(Euros)"), ("ldist", "log(dist_km)")]),
    OracleCase(id: "es_base_stagg", never: 10_000),
  ]

  /// The panel with the derived variables of the case.
  func panel(_ oracle: PanelOracle, data: URL) throws -> Panel {
    let file =
      oracle.dataset == "castle.csv"
      ? Repository.examples.appending(path: "castle-doctrine/castle.csv")
      : data.appending(path: oracle.dataset)
    var table = try DataReader.read(url: file, named: oracle.dataset, options: ReadOptions())
    var panel = Panel(table: table)
    if let index { panel.index = try panelIndex(index, of: panel) }
    let never = never ?? oracle.spec.event_study?.never_treated_value ?? 0
    let eventTimes = (oracle.spec.derived ?? []).compactMap { Self.eventTime($0, never: never) }
    for (name, text) in derived + eventTimes {
      let column = try panel.values(of: ExpressionParser.parse(text))
      table.set(Column(name, numbers: column.numbers))
      panel.table = table
    }
    return panel
  }

  /// `1(year-effyear <= -5), 0 for never treated (effyear==0)` in our language.
  private static func eventTime(
    _ derived: PanelOracle.Spec.Derived, never: Double
  ) -> (name: String, expression: String)? {
    guard derived.expr.hasPrefix("1("), let close = derived.expr.firstIndex(of: ")"),
      let open = derived.expr.lastIndex(of: "("), let zero = derived.expr[open...].range(of: "==")
    else { return nil }
    let condition = derived.expr[..<close].dropFirst(2)
    let cohort = derived.expr[open..<zero.lowerBound].dropFirst()
    return (derived.name, "(\(condition)) & (\(cohort) != \(never))")
  }

  /// The files are sorted by unit and time already.
  private func panelIndex(
    _ index: (unit: String, time: String, step: Int), of panel: Panel
  ) throws -> PanelIndex {
    let units = try panel.groupCodes(of: [index.unit])
    let times = try panel.values(of: .column(index.time)).numbers
    return PanelIndex(
      unitVariable: index.unit, timeVariable: index.time, units: units.codes,
      unitNames: units.levelNames, times: times.map { Int($0) }, step: index.step)
  }
}
