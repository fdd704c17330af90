import PanelData
import PanelNumerics
import PanelResults

/// Effects of many made-up treatments, by the quickest road that gives the numbers of a fit.
struct RandomPlacebos<Entry: TreatmentAnalysis>: Sendable {
  let baseline: TreatmentBaseline<Entry>
  let sample: PlaceboSample
  /// The paths that labels of assignments stand for.
  let paths: [[Double]]
  let panel: Panel

  /// Replicates whose columns are residualised together.
  private static var batch: Int { 8 }
  /// Replicates between two reports where each is quick.
  private static var quickBlock: Int { 128 }

  /// One effect per replicate, NaN where it could not be estimated.
  ///
  /// Where the effect is a coefficient of a linear model, outcome and controls are residualised
  /// once; any other analysis is run again for each replicate.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` where no replicate has an effect.
  func values(
    count: Int, in context: AnalysisContext, _ assignment: @Sendable (Int) -> [Int32]
  ) throws(EstimationError) -> [Double] {
    let values = try linearValues(count: count, in: context, assignment)
      ?? Replications(count: count, keeps: true, context: context)
      .values { replicates in replicates.map { rerun(assignment($0)) } }
    guard values.contains(where: { !$0.isNaN }) else {
      throw noneEstimated(count: count, example: assignment(0))
    }
    return values
  }

  /// By residualised columns; `nil` where the effect is no coefficient that they give.
  private func linearValues(
    count: Int, in context: AnalysisContext, _ assignment: @Sendable (Int) -> [Int32]
  ) throws(EstimationError) -> [Double]? {
    guard let linear = baseline.linear, let position = linear.position else { return nil }
    let replicates = try LinearReplicates(
      linear.design, position: position, threads: context.threadCount)
    let actual = replicates.slopes(of: [linear.design.regressors[position].numbers])[0]
    guard abs(actual - baseline.estimate.value) <= 1e-8 * abs(actual) else { return nil }
    let sample = sample
    let paths = paths
    if let table = replicates.tabulated(
      carriers: sample.carriers, slots: sample.slots, paths: paths)
    {
      return Replications(
        count: count, blockSize: Self.quickBlock, keeps: false, context: context
      ).values { block in
        block.map { replicate in
          let labels = assignment(replicate)
          return replicates.slope(table.sums(of: labels)) { sample.column(labels, paths: paths) }
        }
      }
    }
    return Replications(count: count, blockSize: Self.batch, keeps: true, context: context)
      .values { block in
        replicates.slopes(of: block.map { sample.column(assignment($0), paths: paths) })
      }
  }

  /// The effect of the analysis run again; NaN where it has none.
  func rerun(_ assignment: [Int32]) -> Double {
    do throws(EstimationError) {
      let made = sample.panel(panel, with: assignment, of: baseline.column, paths: paths)
      return try baseline.effect(on: made)?.estimate.value ?? .nan
    } catch {
      return .nan
    }
  }

  private func noneEstimated(count: Int, example: [Int32]) -> EstimationError {
    var reason = ""
    do throws(EstimationError) {
      let made = sample.panel(panel, with: example, of: baseline.column, paths: paths)
      _ = try baseline.effect(on: made)
    } catch {
      reason = " The first: \(error)"
    }
    return .invalid(
      "None of the \(count) made-up treatments of '\(baseline.column.name)' has an effect that could "
        + "be estimated.\(reason)")
  }
}
