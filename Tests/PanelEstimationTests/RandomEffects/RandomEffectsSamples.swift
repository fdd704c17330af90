import Foundation
import PanelData
import PanelEstimation
import PanelResults
import Testing

/// Data, fits and reference files that tests of random effects share.
enum RandomEffectsSamples {
  typealias Object = [String: Any]

  static func panel(_ file: String, unit: String, data: URL? = nil) throws -> Panel {
    try InstrumentSamples.panel(file, index: (unit, "year"), data: data)
  }

  static func fit(
    _ formula: String,
    on panel: Panel,
    vcov: String = "iid",
    condition: String? = nil,
    threads: Int = 2
  ) throws -> RandomEffectsResult {
    var context = AnalysisContext(id: "re")
    context.threadCount = threads
    return try #require(
      try RandomEffects(models: [UnitModel(formula)], vcov: [vcov], condition: condition)
        .run(on: panel, in: context).first
    )
  }

  static func hausman(
    _ formula: String,
    on panel: Panel,
    variants: [HausmanForm.Variant] = [.classic],
    terms: [String] = [],
    replications: Int = 199,
    seed: UInt64 = 7,
    threads: Int = 2
  ) throws -> HausmanResult {
    let context = AnalysisContext(seed: seed, id: "hausman", threadCount: threads)
    return try #require(
      try Hausman(
        models: [UnitModel(formula)],
        variants: variants,
        terms: terms,
        replications: replications
      ).run(on: panel, in: context).first
    )
  }

  /// Units with three to nine periods; `x` is related to the unit effect by `bias`.
  ///
  /// - Parameters:
  ///   - spread: The standard deviation of unit effects, about.
  ///   - bias: The weight of the unit effect in `x`.
  ///   - units: In this order; a unit that stands twice becomes two units.
  static func simulated(
    spread: Double = 1,
    bias: Double = 0,
    units: [Int] = Array(0..<24),
    isBalanced: Bool = false
  ) throws -> Panel {
    var columns: [String: [Double]] = [:]
    for (position, unit) in units.enumerated() {
      // A unit's numbers are its own, wherever it stands.
      var state = UInt64(unit + 1) &* 0x9E37_79B9_7F4A_7C15
      func draw() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53) - 0.5
      }
      for _ in 0..<5 { _ = draw() }
      let effect = 3 * spread * draw()
      let fixed = draw()
      for year in 0..<(isBalanced ? 6 : 3 + unit % 7) {
        let (x, w) = (bias * effect + draw(), draw() + 0.1 * Double(year))
        let values: [(String, Double)] = [
          ("unit", Double(position)), ("year", Double(2000 + year)), ("x", x), ("w", w),
          ("fixed", fixed), ("group", Double(unit % 8)), ("three", 3), ("trend", Double(year)),
          ("double", 2 * x), ("split", Double((unit + year) % 5)), ("one", Double(unit % 2)),
          ("y", 1 + 2 * x - w + fixed + effect + 0.7 * draw()), ("of_unit", effect),
          ("exact", effect + 2 * x),
        ]
        for (name, value) in values { columns[name, default: []].append(value) }
      }
    }
    let table = DataTable(
      columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) },
      lineNumbers: .consecutive(first: 2)
    )
    return try PanelBuilder.build(table, PanelDeclaration(unit: "unit", time: "year"))
  }

  static func json(_ url: URL) throws -> Object {
    try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? Object)
  }

  static func json(_ id: String) throws -> Object {
    try json(PanelOracle.folder.appending(path: "\(id).json"))
  }
}

extension [String: Any] {
  func numbers(_ key: String) throws -> [String: Double] {
    try #require(self[key] as? [String: Double], "\(key)")
  }
  func object(_ key: String) throws -> [String: Any] {
    try #require(self[key] as? [String: Any], "\(key)")
  }
  func number(_ key: String) throws -> Double { try #require(self[key] as? Double, "\(key)") }
}

extension AnalysisResult {
  func statistic(_ name: Statistic) -> Double? {
    statistics.first { $0.statistic == name }?.value.value
  }
  func testResult(_ kind: HypothesisTest.Kind) -> HypothesisTest? {
    tests.first { $0.id == kind }
  }
}
