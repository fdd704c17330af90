import PanelNumerics
import PanelResults

/// The test with the covariance of the differences from resampled units.
///
///     H = d'V⁻¹d,    V = Σ_r (d_r − d̄)(d_r − d̄)' / (R − 1)
///
/// Each replication draws as many units as there are, with replacement, and estimates both models
/// anew, variance components included. A replication that does not identify all coefficients is
/// counted as failed and left out.
///
/// - SeeAlso: Cameron and Trivedi (2005), *Microeconometrics*, section 21.4.4; Kaiser (2014),
///   `rhausman`.
struct HausmanBootstrap {
  private let comparison: HausmanComparison
  private let replications: Int

  init(_ comparison: HausmanComparison, replications: Int) {
    self.comparison = comparison
    self.replications = replications
  }

  /// - Throws: ``EstimationError/invalid(_:)`` where too few replications could be estimated.
  func form(in context: AnalysisContext) throws(EstimationError) -> HausmanForm {
    let drawn = differences(in: context)
    let found = drawn.compactMap { $0 }
    let count = comparison.contrasts.count
    guard found.count > count + 1 else {
      throw .invalid(
        """
        Only \(found.count) of \(replications) bootstrap replications could be estimated, too few \
        for the covariance of \(count) differences. The model has too many coefficients for \
        resamples of \(comparison.fit.sample.units.grouping.count) units.
        """
      )
    }
    let centred = Matrix(
      columns: (0..<count).map { j in
        let values = found.map { $0[j] }
        let mean = Summation.mean(values)
        return values.map { $0 - mean }
      }
    )
    let covariance = (1 / Double(found.count - 1)) * centred.crossProduct()
    var form = comparison.form(
      .bootstrap,
      covariance: covariance,
      scales: covariance.diagonal.map { $0.squareRoot() },
      tellsDefiniteness: false
    )
    form.bootstrap = HausmanForm.Bootstrap(
      replications: replications,
      failed: replications - found.count,
      seed: context.seed
    )
    return form
  }

  /// d_r of each replication; `nil` where it failed.
  private func differences(in context: AnalysisContext) -> [[Double]?] {
    let fit = comparison.fit
    let moments = UnitMoments(fit.columns)
    let units = moments.unitCount
    let (varying, kept) = (fit.within.kept, fit.random.kept)
    let places = comparison.positions.map { position in
      (varying.firstIndex(of: position) ?? 0, kept.firstIndex(of: position) ?? 0)
    }
    let blocks = Parallel.blocks(of: replications, size: 64)
    let found = Parallel.map(count: blocks.count, threads: context.threadCount) { block in
      blocks[block].map { replicate -> [Double]? in
        var random = context.generator(replicate: replicate)
        var counts = [Int](repeating: 0, count: units)
        for _ in 0..<units { counts[random.below(units)] += 1 }
        return moments.slopes(counts: counts, varying: varying, kept: kept).map { slopes in
          places.map { slopes.fixed[$0.0] - slopes.random[$0.1] }
        }
      }
    }
    return found.flatMap { $0 }
  }
}
