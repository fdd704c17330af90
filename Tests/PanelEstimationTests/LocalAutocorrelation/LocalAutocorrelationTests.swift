import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

@Suite struct LocalAutocorrelationTests {
  private static let names = (0..<20).map { "unit \($0)" }
  /// Each unit has the two before and the two after as neighbours.
  private static let ring = SparseMatrix(
    rowCount: 20,
    columnCount: 20,
    entries: (0..<20).flatMap { row in
      [1, 2, 18, 19].map { SparseMatrix.Entry(row, (row + $0) % 20, 0.25) }
    }
  )
  private static let values: [Double] = {
    var random = Philox(seed: 3, stream: 0)
    return (0..<20).map { sin(Double($0) / 3) + 0.5 * random.normal() }
  }()

  private static func context(
    _ weights: SparseMatrix = ring, isRow: Bool = true, threads: Int = 2
  ) -> AnalysisContext {
    MoranCase.context(names, ["w": weights, "other": weights], isRow, threads: threads)
  }

  private static func run(
    _ entry: LocalAutocorrelation,
    _ columns: [String: [Double]] = ["v": values],
    in context: AnalysisContext = context()
  ) throws -> [LocalMoranResult] {
    try entry.run(on: MoranCase.panel(names, columns), in: context)
  }

  private static func only(_ entry: LocalAutocorrelation) throws -> LocalMoranPeriod {
    try #require(try run(entry).first?.periods.first)
  }

  @Test func slopeOfTheScatterplotIsMoransI() throws {
    for (weights, isRow) in [(Self.ring, true), (Self.ring.scaled(by: 3), false)] {
      let result = try #require(
        try Self.run(
          LocalAutocorrelation(["v"], weights: ["w"], permutations: 0),
          in: Self.context(weights, isRow: isRow)
        ).first)
      let points = try #require(result.scatters.first)
      let slope =
        zip(points.values, points.lags).reduce(0) { $0 + $1.0 * $1.1 }
        / points.values.reduce(0) { $0 + $1 * $1 }
      #expect(abs(slope - points.slope) < 1e-12)
      #expect(points.slopeIsStatistic == isRow)
      if isRow { #expect(abs(slope - points.global.statistic) < 1e-12) }
      #expect(abs(points.scale - (isRow ? 1 : 3)) < 1e-12)
    }
  }

  @Test func localStatisticsSumToTheGlobalOne() throws {
    let period = try Self.only(LocalAutocorrelation(["v"], weights: ["w"], permutations: 0))
    let sum = period.units.reduce(0) { $0 + $1.statistic }
    #expect(abs(sum - 20 * period.scale * period.global.statistic) < 1e-12)
  }

  @Test func ignoresShiftAndScaleOfTheVariable() throws {
    let entry = LocalAutocorrelation(["v"], weights: ["w"], permutations: 199)
    let plain = try Self.run(entry)[0].periods[0].units
    let moved = try Self.run(entry, ["v": Self.values.map { 7 + 1000 * $0 }])[0].periods[0].units
    #expect(plain.map(\.pPermutation) == moved.map(\.pPermutation))
    #expect(plain.map(\.cluster) == moved.map(\.cluster))
    for (one, other) in zip(plain, moved) { #expect(abs(one.statistic - other.statistic) < 1e-11) }
  }

  @Test func givesTheSameOnAnyNumberOfThreads() throws {
    let entry = LocalAutocorrelation(["v"], weights: ["w"], permutations: 499)
    let one = try Self.run(entry, in: Self.context(threads: 1))
    #expect(one == (try Self.run(entry, in: Self.context(threads: 2))))
    #expect(one == (try Self.run(entry, in: Self.context(threads: 5))))
  }

  @Test func tailsOfPermutationsBelongTogether() throws {
    func pValues(_ alternative: MoranAlternative) throws -> [Double] {
      try Self.only(
        LocalAutocorrelation(["v"], weights: ["w"], permutations: 999, alternative: alternative)
      ).units.compactMap(\.pPermutation?.value)
    }
    let (greater, less) = (try pValues(.greater), try pValues(.less))
    for (place, folded) in try pValues(.folded).enumerated() {
      #expect(folded == min(greater[place], less[place]))
      #expect(abs(greater[place] + less[place] - 1) < 0.01)
    }
    #expect(try pValues(.twoSided) == (try pValues(.folded).map { min(1, 2 * $0) }))
  }

  @Test func adjustsForTheNumberOfUnits() throws {
    func period(_ adjustment: LocalAutocorrelation.Adjustment) throws -> LocalMoranPeriod {
      try Self.only(
        LocalAutocorrelation(["v"], weights: ["w"], permutations: 0, adjustment: adjustment))
    }
    let plain = try period(.none).units.compactMap(\.pValue.value)
    for adjustment in [LocalAutocorrelation.Adjustment.fdr, .holm, .bonferroni] {
      let adjusted = try period(adjustment).units
      let wanted = try #require(
        adjustment.adjustment.flatMap { AdjustedPValues.adjusted(plain, by: $0) })
      #expect(adjusted.compactMap(\.pValue.value) == wanted)
      for unit in adjusted {
        #expect(unit.cluster.isSignificant == (unit.pValue.value.map { $0 <= 0.05 } ?? false))
      }
    }
  }

  @Test func leavesUnitsWithoutNeighboursOut() throws {
    let entries = Self.ring.entries.filter { $0.row != 4 }
    let island = SparseMatrix(rowCount: 20, columnCount: 20, entries: entries)
    let result = try Self.run(
      LocalAutocorrelation(["v"], weights: ["w"], permutations: 199, adjustment: .bonferroni),
      in: Self.context(island))
    let units = result[0].periods[0].units
    #expect(units[4].cluster == .neighbourless)
    #expect(units[4].pValue == .unavailable(because: .neighbourless))
    #expect(units[4].lag == 0)
    let least = units.compactMap(\.pPermutation?.value).min() ?? 1
    #expect(units.compactMap(\.pValue.value).min() == min(1, 19 * least))
    #expect(result[0].scatters[0].neighbourless == [4])
    #expect(!result[0].scatters[0].slopeIsStatistic)
  }

  @Test func aUnitAtTheMeanIsNeverSignificant() throws {
    var values = Self.values
    values[0] = 0
    values[0] = values.dropFirst().reduce(0, +) / 19
    let unit = try Self.run(
      LocalAutocorrelation(["v"], weights: ["w"], permutations: 99),
      ["v": (0..<20).map { [0.0, 1, 0, -1][$0 % 4] }])[0].periods[0].units[0]
    #expect(unit.standardised == 0)
    #expect(unit.pPermutation == .value(1))
    #expect(unit.zScore == .unavailable(because: .noVariation))
  }

  @Test func givesAResultPerVariableAndMatrix() throws {
    let results = try Self.run(
      LocalAutocorrelation(["v", "v^2"], weights: ["w", "other"], permutations: 0))
    #expect(results.map(\.variable) == ["v", "v", "v^2", "v^2"])
    #expect(results.map(\.weights.name) == ["w", "other", "w", "other"])
  }

  @Test func saysWherePermutationsAreTooFewForAdjustedPValues() throws {
    let few = LocalAutocorrelation(
      ["v"], weights: ["w"], permutations: 99, adjustment: .fdr)
    #expect(try Self.run(few)[0].remarks.map(\.id) == [.coarsePermutations])
    let enough = LocalAutocorrelation(
      ["v"], weights: ["w"], permutations: 999, adjustment: .fdr)
    #expect(try Self.run(enough)[0].remarks.isEmpty)
  }
}

// MARK: What is refused

extension LocalAutocorrelationTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func refusesUnknownWeightsAndPeriods() {
    let unknown = message {
      _ = try Self.run(LocalAutocorrelation(["v"], weights: ["othr"]))
    }
    #expect(unknown.contains("'othr'") && unknown.contains("Did you mean 'other'?"))
    let period = message {
      _ = try Self.run(LocalAutocorrelation(["v"], weights: ["w"], periods: [2005]))
    }
    #expect(period.contains("without 'time'"))
  }

  @Test func refusesUnitsWithoutAValueAndConstants() {
    var values = Self.values
    values[7] = .nan
    let missing = message {
      _ = try Self.run(LocalAutocorrelation(["v"], weights: ["w"]), ["v": values])
    }
    #expect(missing.contains("'v' has no value for one unit (unit 7)"))
    let constant = message {
      _ = try Self.run(
        LocalAutocorrelation(["v"], weights: ["w"]), ["v": [Double](repeating: 2, count: 20)])
    }
    #expect(constant.contains("does not vary has no spatial pattern"))
  }

  @Test func refusesWeightsWithoutNeighbours() {
    let empty = SparseMatrix(rowCount: 20, columnCount: 20, entries: [])
    let text = message {
      _ = try Self.run(LocalAutocorrelation(["v"], weights: ["w"]), in: Self.context(empty))
    }
    #expect(text.contains("No unit has a neighbour under the weights 'w'"))
  }

  @Test(arguments: [
    (#"{"variable": "v", "weights": "w", "permutations": 20}"#, "99 permutations at least"),
    (#"{"variable": "v", "weights": "w", "level": 1.5}"#, "between 0 and 1"),
    (#"{"variable": "v", "weights": "w", "periods": [1, 1]}"#, "stands twice"),
    (#"{"variable": [], "weights": "w"}"#, "name a variable"),
    (#"{"variable": "v", "weights": []}"#, "'spatial_weights'"),
  ])
  func refusesOptionsThatCannotBe(json: String, text: String) {
    let found = message {
      _ = try JSONDecoder().decode(LocalAutocorrelation.self, from: Data(json.utf8))
    }
    #expect(found.contains(text), "\(found)")
  }
}
