import Foundation
import PanelData
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

/// What double machine learning must do whatever the data.
@Suite struct DoubleMLPropertyTests {
  private static let controls = ["unemployrt", "poverty", "l_income", "l_police", "l_prisoner"]

  static func castle() throws -> Panel {
    try PanelBuilder.build(
      DataReader.read(
        url: Repository.examples.appending(path: "castle-doctrine/castle.csv"),
        named: "castle.csv"
      ),
      PanelDeclaration(unit: "sid", time: "year")
    )
  }

  static func entry(_ method: LearnerDescription.Method) -> DoubleML {
    var learner = LearnerDescription(usual: method)
    if learner.growsTrees { learner.trees = 40 }
    return DoubleML(
      outcome: "l_homicide",
      treatment: "post",
      controls: controls,
      learners: [LearnerPair(outcome: learner, treatment: learner)]
    )
  }

  static func result(
    _ analysis: DoubleML,
    on panel: Panel,
    threads: Int = 2,
    seed: UInt64 = 7
  ) throws -> DoubleMLResult {
    try #require(
      try analysis.run(
        on: panel,
        in: AnalysisContext(seed: seed, id: "dml", threadCount: threads)
      ).first
    )
  }

  @Test(arguments: LearnerDescription.Method.allCases, DoubleMLModelKind.allCases)
  func givesTheSameBytesOnOneAndTwoThreads(
    method: LearnerDescription.Method,
    model: DoubleMLModelKind
  ) throws {
    let panel = try Self.castle()
    var analysis = Self.entry(method)
    analysis.model = model
    analysis.repeats = 2
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let one = try encoder.encode(Self.result(analysis, on: panel, threads: 1))
    let two = try encoder.encode(Self.result(analysis, on: panel, threads: 2))
    #expect(one == two)
  }

  @Test func drawsOtherFoldsFromOtherSeeds() throws {
    let panel = try Self.castle()
    let analysis = Self.entry(.ols)
    let one = try Self.result(analysis, on: panel, seed: 7)
    let two = try Self.result(analysis, on: panel, seed: 8)
    #expect(one.estimates[0].value != two.estimates[0].value)
    let error = try #require(one.estimates[0].standardError.value)
    #expect(abs(one.estimates[0].value - two.estimates[0].value) < 2 * error)
  }

  /// Rows in another order, with folds by rule of state and year.
  @Test(arguments: [
    LearnerDescription(method: .ols), LearnerDescription(method: .lasso, penalty: 0.01),
  ])
  func doesNotDependOnTheOrderOfRows(learner: LearnerDescription) throws {
    let plainPanel = try Self.castle()
    func found(_ rows: [Int]) throws -> Estimate {
      let columns = try (["sid", "year", "l_homicide", "post"] + Self.controls).map { name in
        let numbers = try plainPanel.values(of: .column(name)).numbers
        return Column(name, numbers: rows.map { numbers[$0] })
      }
      let folds = zip(columns[0].numbers ?? [], columns[1].numbers ?? []).map {
        ($0 + 3 * $1).truncatingRemainder(dividingBy: 4)
      }
      let panel = Panel(table: DataTable(columns: columns + [Column("fold", numbers: folds)]))
      var analysis = Self.entry(.ols)
      analysis.learners = [LearnerPair(outcome: learner, treatment: learner)]
      analysis.folds = FoldRule(column: "fold")
      analysis.vcov = "cluster(sid)"
      return try Self.result(analysis, on: panel).estimates[0]
    }
    let plain = try found(Array(0..<550))
    let mixed = try found((0..<550).map { $0 * 379 % 550 })
    #expect(plain.value.isClose(to: mixed.value, relativeTolerance: 1e-10))
    let (one, two) = (plain.standardError.value ?? .nan, mixed.standardError.value ?? .nan)
    #expect(one.isClose(to: two, relativeTolerance: 1e-10))
  }

  /// The estimate scales with the outcome and against the treatment; trees and a lasso whose
  /// penalty is cross-validated see the same shape.
  @Test(arguments: LearnerDescription.Method.allCases)
  func scalesWithOutcomeAndTreatment(method: LearnerDescription.Method) throws {
    var panel = try Self.castle()
    let y = try panel.values(of: .column("l_homicide")).numbers
    let d = try panel.values(of: .column("post")).numbers
    panel.table.set(Column("y", numbers: y.map { 1024 * $0 }))
    panel.table.set(Column("d", numbers: d.map { 4 * $0 + 1 }))
    panel.table.set(Column("fold", numbers: (0..<550).map { Double($0 / 11 % 4) }))
    var analysis = Self.entry(method)
    analysis.vcov = "hc1"
    analysis.folds = FoldRule(column: "fold")
    let plain = try Self.result(analysis, on: panel).estimates[0]
    (analysis.outcome, analysis.treatment) = ("y", "d")
    let scaled = try Self.result(analysis, on: panel).estimates[0]
    #expect(scaled.value.isClose(to: 256 * plain.value, relativeTolerance: 1e-5))
  }

  @Test func putsWholeGroupsAndTreatedOnesEvenlyIntoFolds() throws {
    let panel = try Self.castle()
    let analysis = Self.entry(.ols)
    let data = try DoubleMLData(analysis, on: panel, in: AnalysisContext(seed: 1, id: "dml"))
    let split = try SampleSplit(data)
    #expect(split.description == FoldDescription(count: 5, groups: "sid", groupCount: 50))
    for stream in 0..<20 as Range<UInt64> {
      let folds = split.folds(Philox(seed: 5, stream: stream))
      var foldsOfGroup: [Int32: Set<Int>] = [:]
      var treated = [Set<Int32>](repeating: [], count: 5)
      for (row, fold) in folds.enumerated() {
        foldsOfGroup[split.groups[row], default: []].insert(fold)
        if data.design.regressors[0].numbers[row] == 1 { treated[fold].insert(split.groups[row]) }
      }
      #expect(foldsOfGroup.values.allSatisfy { $0.count == 1 })
      for fold in 0..<5 { #expect(foldsOfGroup.values.filter { $0 == [fold] }.count == 10) }
      #expect(Set(treated.map(\.count)).isSubset(of: [4, 5]))
      try split.check(folds)
    }
  }

  /// Least squares without folds is the regression itself: with effects taken off first, and folds
  /// that change little, double machine learning comes close to fixed effects.
  @Test func takesEffectsOffBeforeLearning() throws {
    let panel = try Self.castle()
    var analysis = Self.entry(.ols)
    analysis.effects = ["sid", "year"]
    let fit = try Self.result(analysis, on: panel)
    #expect(
      fit.effects == LearnedEffects(names: ["sid", "year"], levels: [50, 11], form: .within)
    )
    #expect(fit.overlap == nil)
    let formula = "l_homicide ~ post + \(Self.controls.joined(separator: " + ")) | sid + year"
    let fixed = try FixedEffects(models: [FixedEffects.Model(formula)]).run(
      on: panel,
      in: AnalysisContext(seed: 1, id: "fe")
    )
    let slope = try #require(fixed.first?.estimates.first)
    #expect(abs(fit.estimates[0].value - slope.value) < 0.03)
  }

  @Test(arguments: [(LearnedEffects.Form.dummies, 5 + 49 + 10), (.means, 5 + 10)])
  func showsEffectsToLearners(form: LearnedEffects.Form, count: Int) throws {
    var analysis = Self.entry(.ols)
    analysis.effects = ["sid", "year"]
    analysis.effectForm = form
    let data = try DoubleMLData(
      analysis,
      on: Self.castle(),
      in: AnalysisContext(seed: 1, id: "dml")
    )
    #expect(data.columns.columnCount == count)
    let fit = try Self.result(analysis, on: Self.castle())
    #expect(fit.overlap != nil)
    #expect(fit.controls == Self.controls)
  }

  @Test func repeatsSplittingAndSaysSo() throws {
    var analysis = Self.entry(.ols)
    analysis.repeats = 5
    let fit = try Self.result(analysis, on: Self.castle())
    #expect(fit.repeats.count == 5 && Set(fit.repeats.map(\.value)).count == 5)
    #expect(fit.aggregation == .median)
    #expect(fit.estimates[0].value == fit.repeats.map(\.value).sorted()[2])
    #expect(fit.statistics.first { $0.statistic == .splits }?.value.value == 5)
  }

  @Test func tellsHowFarItIs() throws {
    let told = Told()
    var context = AnalysisContext(seed: 1, id: "dml")
    context.progress = { done, total in told.add(done, total) }
    var analysis = Self.entry(.ols)
    analysis.repeats = 3
    _ = try analysis.run(on: Self.castle(), in: context)
    #expect(told.totals == [30])
    #expect(told.reached == Set(1...30))
  }

  private final class Told: @unchecked Sendable {
    private let lock = NSLock()
    private(set) var totals: Set<Int> = []
    private(set) var reached: Set<Int> = []
    func add(_ done: Int, _ total: Int) {
      lock.withLock {
        totals.insert(total)
        reached.insert(done)
      }
    }
  }
}
