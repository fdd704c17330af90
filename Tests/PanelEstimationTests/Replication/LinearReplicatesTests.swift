import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

/// The quick road gives what running the model again gives.
@Suite struct LinearReplicatesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var model = "y ~ d + x + z | unit + time"
    var weights: String?
    var shape = PlaceboFixtures.Shape()
    /// Whether sums by unit and path suffice.
    var isTabulated = true

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "balanced"),
    Case(name: "without controls", model: "y ~ d | unit + time"),
    Case(name: "unbalanced", shape: .init(gaps: 0.25)),
    Case(name: "weights by row", weights: "w", shape: .init(gaps: 0.1)),
    Case(name: "weights by unit", weights: "v"),
    Case(name: "regions by time", model: "y ~ d + x | unit + region^time", shape: .init(gaps: 0.1)),
    Case(name: "three effects", model: "y ~ d + x | unit + time + region^time"),
    Case(name: "unit effects alone", model: "y ~ d + x | unit"),
    Case(name: "time effects alone", model: "y ~ d + x | time", shape: .init(gaps: 0.1)),
    Case(name: "region effects", model: "y ~ d + x | region", weights: "w"),
    Case(name: "no effects", model: "y ~ d + x + z"),
    Case(name: "no constant", model: "y ~ d + x + z + 0"),
    Case(
      name: "many levels beside units", model: "y ~ d + x | unit + x2", shape: .init(units: 120),
      isTabulated: false),
    Case(name: "a control that is absorbed", model: "y ~ d + x + region | unit + time"),
    Case(name: "a control that stands twice", model: "y ~ d + x + x3 + z | unit + time"),
    Case(name: "the treatment last", model: "y ~ x + z + d | unit + time"),
  ]

  private func panel(_ test: Case) throws -> Panel {
    var panel = PlaceboFixtures.simulated(test.shape)
    let x = try #require(panel.table["x"]?.numbers)
    panel.table.set(Column("x3", numbers: x.map { 2 * $0 }))
    // Pairs of rows in levels of their own, across units and periods.
    let half = x.count / 2
    panel.table.set(
      Column("x2", numbers: x.indices.map { Double($0 < half ? $0 : ($0 + 17) % half) }))
    return panel
  }

  @Test(arguments: cases)
  func agreesWithRunningTheModelAgain(test: Case) throws {
    let panel = try panel(test)
    let model = test.name == "the treatment last" ? "y ~ d + x + z | unit + time" : test.model
    let (placebos, labels) = try PlaceboFixtures.placebos(model, in: panel, weights: test.weights)
    let linear = try #require(placebos.baseline.linear)
    let position = try #require(linear.position)
    let replicates = try LinearReplicates(linear.design, position: position, threads: 2)
    let table = replicates.tabulated(
      carriers: placebos.sample.carriers, slots: placebos.sample.slots, paths: placebos.paths)
    #expect((table != nil) == test.isTabulated)
    let rule = AssignmentRule.permutation(Permutation(labels: labels))
    let assignments = (0..<40).map { replicate in
      var generator = Philox(seed: 9, stream: UInt64(replicate))
      return rule.draw(carrierCount: labels.count, from: &generator)
    }
    let quick = try placebos.values(count: 40, in: AnalysisContext()) { assignments[$0] }
    let again = assignments.map { placebos.rerun($0) }
    #expect(!again.contains { $0.isNaN })
    PlaceboFixtures.expectClose(quick, again, within: 1e-10)
    let batched = replicates.slopes(
      of: assignments.map { placebos.sample.column($0, paths: placebos.paths) })
    PlaceboFixtures.expectClose(batched, again, within: 1e-10)
  }

  /// Both roads call the same placebo treatments collinear.
  @Test func losesTheTreatmentsThatTheFitLoses() throws {
    let panel = PlaceboFixtures.simulated()
    let (placebos, _) = try PlaceboFixtures.placebos("y ~ d + x | unit + time", in: panel)
    let count = placebos.sample.carriers.count
    // Nobody; everybody from one date on; everybody always; one unit always; one honest treatment.
    var one = [Int32](repeating: -1, count: count)
    one[3] = 0
    var honest = one
    honest[5] = 4
    let given = [
      [Int32](repeating: -1, count: count), [Int32](repeating: 4, count: count),
      [Int32](repeating: 0, count: count), one, honest,
    ]
    let quick = try placebos.values(count: given.count, in: AnalysisContext()) { given[$0] }
    let again = given.map { placebos.rerun($0) }
    #expect(quick.map(\.isNaN) == [true, true, true, true, false])
    #expect(again.map(\.isNaN) == [true, true, true, true, false])
    PlaceboFixtures.expectClose(quick, again, within: 1e-10)
  }

  /// A control that equals a placebo treatment gives way to it, as in the fit: it is listed later.
  @Test func treatsACollinearControlAsTheFitDoes() throws {
    var panel = PlaceboFixtures.simulated()
    let (first, labels) = try PlaceboFixtures.placebos("y ~ d + x | unit + time", in: panel)
    var swapped = labels
    swapped.swapAt(0, 1)
    swapped.swapAt(2, 3)
    let shifted = swapped
    panel.table.set(Column("twin", numbers: first.sample.column(shifted, paths: first.paths)))
    let (placebos, _) = try PlaceboFixtures.placebos("y ~ d + x + twin | unit + time", in: panel)
    let quick = try placebos.values(count: 1, in: AnalysisContext()) { _ in shifted }
    PlaceboFixtures.expectClose(quick, [placebos.rerun(shifted)], within: 1e-10)
    #expect(quick.allSatisfy { $0.isFinite })
  }

  /// A treatment that the model uses twice cannot be residualised alone.
  @Test func runsTheModelAgainWhereTheTreatmentStandsTwice() throws {
    let panel = PlaceboFixtures.simulated()
    let (placebos, labels) = try PlaceboFixtures.placebos("y ~ d + d:x + x | unit + time", in: panel)
    #expect(placebos.baseline.linear?.position == nil)
    let values = try placebos.values(count: 1, in: AnalysisContext()) { _ in labels }
    PlaceboFixtures.expectClose(values, [placebos.baseline.estimate.value], within: 1e-12)
  }

  /// The interaction term alone: its paths over rows as carriers.
  @Test func sumsPathsOfAnyValues() throws {
    let panel = PlaceboFixtures.simulated(.init(gaps: 0.2))
    let (placebos, _) = try PlaceboFixtures.placebos("y ~ d + x | unit + time", in: panel)
    let linear = try #require(placebos.baseline.linear)
    let replicates = try LinearReplicates(linear.design, position: 0, threads: 1)
    let paths = [[1, 0, 2, 0, -1, 0.5, 3, 1], [0, 0.25, 0, 0, 1, 1, 0, 0]] as [[Double]]
    let sample = placebos.sample
    let table = try #require(
      replicates.tabulated(carriers: sample.carriers, slots: sample.slots, paths: paths))
    let assignment = (0..<Int32(sample.carriers.count)).map { $0 % 3 - 1 }
    let column = sample.column(assignment, paths: paths)
    let quick = replicates.slope(table.sums(of: assignment)) { column }
    PlaceboFixtures.expectClose([quick], replicates.slopes(of: [column]), within: 1e-11)
  }
}
