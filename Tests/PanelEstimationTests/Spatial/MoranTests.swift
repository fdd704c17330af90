import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// Properties of tests of autocorrelation, and bad input.
@Suite struct MoranTests {
  private static let names = (1...12).map { "u\($0)" }
  private static let values = [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]

  /// A line of units: each is the neighbour of the one before and the one after.
  private static func line(_ count: Int = 12) -> SparseMatrix {
    SparseMatrix.pairs(count) { abs($0 - $1) == 1 ? 1 : 0 }.rowsToOne
  }

  private static func run(
    _ entry: Moran,
    _ columns: [String: [Double]] = ["v": values],
    weights: [String: SparseMatrix] = ["w": line()],
    isRowStandardised: Bool = true,
    seed: UInt64 = 42,
    threads: Int = 2,
    entries: [String: any Analysis] = [:]
  ) throws -> MoranResult {
    let context = MoranCase.context(
      names,
      weights,
      isRowStandardised,
      seed: seed,
      threads: threads,
      entries: entries
    )
    return try #require(
      try entry.run(on: MoranCase.panel(names, columns), in: context).first
    )
  }

  /// Three periods of four variables' worth of numbers; `gap` is missing for u3 in the second.
  private static func panel() -> Panel {
    let count = 36
    let values = (0..<count).map { Double(($0 * $0 + 3 * $0) % 17) }
    var gap = values
    gap[2 * 3 + 1] = .nan
    var panel = Panel(
      table: DataTable(columns: [
        Column("v", numbers: values), Column("gap", numbers: gap),
        Column("flat", numbers: (0..<count).map { $0 % 3 == 1 ? 7 : values[$0] }),
      ])
    )
    panel.index = PanelIndex(
      unitVariable: "unit",
      timeVariable: "year",
      units: (0..<count).map { Int32($0 / 3) },
      unitNames: names,
      times: (0..<count).map { 2000 + $0 % 3 },
      step: 1
    )
    return panel
  }

  private static func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch let error as EstimationError {
      return error.description
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: MoranResult.Kind.allCases)
  func knowsNeitherScaleNorMatrixScale(kind: MoranResult.Kind) throws {
    let plain = try Self.run(Moran(["v"], statistic: kind)).values[0]
    let scaled = try Self.run(
      Moran(["v"], statistic: kind),
      ["v": Self.values.map { $0 * 1e-150 }]
    ).values[0]
    #expect(scaled.value.isClose(to: plain.value, relativeTolerance: 1e-12))
    #expect(
      try #require(scaled.statistic.value)
        .isClose(to: try #require(plain.statistic.value), relativeTolerance: 1e-9)
    )
    let heavier = try Self.run(
      Moran(["v"], statistic: kind),
      weights: ["w": Self.line().scaled(by: 7)]
    )
    .values[0]
    #expect(heavier.value.isClose(to: plain.value, relativeTolerance: 1e-12))
  }

  @Test func callsSimilarNeighboursPositive() throws {
    let smooth = ["v": (0..<12).map { Double($0 * $0) }]
    for kind in MoranResult.Kind.allCases {
      let value = try Self.run(Moran(["v"], statistic: kind, alternative: .greater), smooth).values[
        0
      ]
      #expect(try #require(value.statistic.value) > 1.5)
      #expect(try #require(value.pValue.value) < 0.07)
      let permuted = try Self.run(
        Moran(["v"], statistic: kind, inference: .permutation, alternative: .greater),
        smooth
      ).values[0]
      #expect(try #require(permuted.pValue.value) < 0.05)
    }
  }

  @Test func givesTheSamePermutationsAtAnyNumberOfThreads() throws {
    let entry = Moran(["v"], inference: .permutation, permutations: 499)
    let one = try Self.run(entry, threads: 1)
    #expect(one == (try Self.run(entry, threads: 3)))
    #expect(one != (try Self.run(entry, seed: 43)))
    #expect(one.permutations == 499)
    #expect(one.leastPValue == 0.004)
  }

  /// What else an entry tests changes no p-value.
  @Test func permutesTheSameWayWhateverElseIsTested() throws {
    let columns = ["v": Self.values, "x": Self.values.reversed().map { $0 * $0 }]
    let both = ["w": Self.line(), "u": SparseMatrix.pairs(12) { 1 / Double(abs($0 - $1)) }]
    let all = try Self.run(
      Moran(["v", "x"], weights: ["w", "u"], inference: .permutation),
      columns,
      weights: both
    )
    let alone = try Self.run(
      Moran(["x"], weights: ["u"], inference: .permutation),
      columns,
      weights: both
    )
    #expect(all.value("x", "u")?.pValue == alone.values[0].pValue)
    #expect(all.values.map(\.weights) == ["w", "w", "u", "u"])
  }

  /// Under equal weights of all others, I is −1/(n − 1) wherever the values stand.
  @Test(arguments: [Moran.Inference.randomisation, .normal, .permutation])
  func hasNoTestWhereTheStatisticIsConstant(inference: Moran.Inference) throws {
    let value = try Self.run(
      Moran(["v"], inference: inference),
      weights: ["w": .pairs(12) { _, _ in 1.0 / 11 }]
    ).values[0]
    #expect(value.value.isClose(to: -1.0 / 11, relativeTolerance: 1e-12))
    #expect(value.pValue == .unavailable(because: .constantStatistic))
    #expect(value.statistic == .unavailable(because: .constantStatistic))
    #expect(value.band == nil)
  }

  /// A period without one of its units is a cross-section of the others.
  @Test func leavesOutUnitsWithoutAValue() throws {
    let panel = Self.panel()
    let context = MoranCase.context(Self.names, ["w": Self.line()])
    let result = try #require(
      try Moran(["gap"], missing: .leaveOut).run(on: panel, in: context).first
    )
    #expect(result.values.map(\.n) == [12, 11, 12])
    #expect(result.remarks == [Remark(.valuesLeftOut, ["count": "1"])])
    let others = Self.names.filter { $0 != "u3" }
    let rows = (0..<12).filter { $0 != 2 }
    let numbers = try #require(panel.table["gap"]?.numbers)
    let alone = try #require(
      try Moran(["v"]).run(
        on: MoranCase.panel(others, ["v": rows.map { numbers[$0 * 3 + 1] }]),
        in: MoranCase.context(others, ["w": Self.line().submatrix(rows).rowsToOne])
      ).first?.values.first
    )
    #expect(result.values[1].value.isClose(to: alone.value, relativeTolerance: 1e-14))
    #expect(result.values[1].pValue == alone.pValue)
  }

  /// The slope of lags on values is I S₀/n.
  @Test func holdsPointsOfScatterplots() throws {
    let panel = Self.panel()
    let binary = SparseMatrix.pairs(12) { abs($0 - $1) == 1 ? 1 : 0 }
    let context = MoranCase.context(Self.names, ["b": binary], false)
    let result = try #require(try Moran(["v"]).run(on: panel, in: context).first)
    #expect(result.scatters.map(\.period) == [2000, 2001, 2002])
    for points in result.scatters {
      let slope =
        Summation.dot(points.values, points.lags) / Summation.sumOfSquares(points.values)
      #expect(slope.isClose(to: points.slope, relativeTolerance: 1e-12))
      #expect(points.global.statistic == result.value("v", "b", points.period)?.value)
    }
    let gaps = try #require(
      try Moran(["gap"], missing: .leaveOut).run(on: panel, in: context).first
    )
    #expect(gaps.scatters.isEmpty)
  }

  @Test func testsChosenPeriods() throws {
    let context = MoranCase.context(Self.names, ["w": Self.line()])
    let result = try #require(
      try Moran(["gap"], periods: [2002, 2000]).run(on: Self.panel(), in: context).first
    )
    #expect(result.periods == [2000, 2002])
    #expect(result.sample.n == 24)
  }

  // MARK: Bad input

  @Test func namesUnitsAndPeriodsWithoutValue() {
    let context = MoranCase.context(Self.names, ["w": Self.line()])
    let text = Self.message { _ = try Moran(["gap"]).run(on: Self.panel(), in: context) }
    #expect(
      text == """
        'gap' has no value for one unit in 2001 (u3): a statistic of neighbours needs all units of a \
        period. Complete the data, choose other 'periods', or say 'missing: leave-out'.
        """
    )
  }

  @Test func refusesConstantVariables() {
    let context = MoranCase.context(Self.names, ["w": Self.line()])
    let text = Self.message { _ = try Moran(["flat"]).run(on: Self.panel(), in: context) }
    #expect(
      text
        == "'flat' is 7.0 for all units in 2001: what does not vary has no autocorrelation."
    )
  }

  @Test func refusesPeriodsOfACrossSection() {
    #expect(
      Self.message { _ = try Self.run(Moran(["v"], by: "year")) } == """
        'by: year' asks for a test in each period, but the data are a cross-section without 'time'. \
        Leave 'by' out, or declare 'time' under 'data'.
        """
    )
    #expect(
      Self.message { _ = try Self.run(Moran(["v"], periods: [2001])) }
        .hasPrefix("'periods' names periods, but the data are a cross-section")
    )
  }

  @Test func refusesOptionsWithoutEffect() {
    let cases: [(Moran, String)] = [
      (Moran(["v"], permutations: 99), "'permutations' has no effect without"),
      (
        Moran(["v"], inference: .permutation, permutations: 9), "'permutations' is 9: fewer than 19"
      ),
      (Moran(["v"], statistic: .getisOrd, inference: .normal), "Getis and Ord's G has no moments"),
      (Moran([]), "Name what is tested with 'variables'"),
      (
        Moran(["v"], residuals: ResultReference(entry: "a")),
        "'variables' does not go with 'residuals'"
      ),
      (
        Moran(residuals: ResultReference(entry: "a"), inference: .permutation),
        "'inference' does not go with 'residuals'"
      ),
      (
        Moran(residuals: ResultReference(entry: "a"), statistic: .geary),
        "'statistic' does not go with 'residuals'"
      ),
      (Moran(["v"], weights: ["w", "w"]), "'weights' names 'w' twice"),
      (Moran(["v"], weights: ["ww"]), "There are no spatial weights named 'ww'. Did you mean 'w'?"),
    ]
    for (entry, start) in cases {
      let text = Self.message { _ = try Self.run(entry) }
      #expect(text.hasPrefix(start), "\(text)")
    }
  }

  @Test func asksWhichOfSeveralMatrices() {
    #expect(
      Self.message {
        _ = try Self.run(Moran(["v"]), weights: ["b": Self.line(), "a": Self.line()])
      } == """
        The study has several matrices of weights. Name those to test under with 'weights': a, b.
        """
    )
    #expect(
      Self.message { _ = try Self.run(Moran(["v"]), weights: [:]) }
        .hasPrefix("A test of spatial autocorrelation needs weights of neighbours")
    )
  }

  @Test func refusesWhatGCannotTake() {
    var negative = Self.values
    negative[4] = -2
    #expect(
      Self.message { _ = try Self.run(Moran(["v"], statistic: .getisOrd), ["v": negative]) }
        .hasPrefix("'v' has the value -2.0, but Getis and Ord's G is of values")
    )
    #expect(
      Self.message {
        _ = try Self.run(
          Moran(["v"], statistic: .getisOrd),
          weights: ["w": .pairs(12) { _, _ in 0.5 }]
        )
      }.hasPrefix("Under the weights 'w' all units are neighbours of each other")
    )
  }

  @Test func refusesResidualsOfOtherMethods() {
    let reference = ResultReference(entry: "a")
    #expect(
      Self.message {
        _ = try Self.run(
          Moran(residuals: reference),
          entries: ["a": Correlations(variables: ["v"])]
        )
      }.hasPrefix("'a' is of method correlations. Moments of Moran's I are known for residuals")
    )
    let context = MoranCase.context(
      Self.names,
      ["w": Self.line()],
      entries: ["a": FixedEffects(models: [.init("gap ~ v")])]
    )
    #expect(
      Self.message { _ = try Moran(residuals: reference).run(on: Self.panel(), in: context) } == """
        The sample of 'a' is not balanced: u3 is not observed in the same 3 periods as the others. \
        Neighbours need each other's residuals in every period.
        """
    )
  }

  @Test func readsEveryKeyOfAnEntry() throws {
    let json = """
      {"variables": "v", "weights": ["w"], "by": "year", "periods": 2001, "statistic": "getis-ord",
       "inference": "permutation", "permutations": 99, "alternative": "greater",
       "missing": "leave-out"}
      """
    let entry = try JSONDecoder().decode(Moran.self, from: Data(json.utf8))
    #expect(
      entry
        == Moran(
          ["v"],
          weights: ["w"],
          by: "year",
          periods: [2001],
          statistic: .getisOrd,
          inference: .permutation,
          permutations: 99,
          alternative: .greater,
          missing: .leaveOut
        )
    )
  }
}
