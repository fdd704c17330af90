import PanelNumerics
import PanelResults

/// The test by a regression to which the variation between units is added, clustered by unit.
///
///     robust:   y* on X*, 1* and X − X̄_i,    V = B Σ_i s_i s_i' B
///     mundlak:  y on X, 1 and X̄_i,            V times (N−1)/(N−K) · n/(n−1)
///
/// with stars for quasi-demeaned columns. The Wald statistic of what was added is χ² with as many
/// degrees of freedom as columns that are independent of the others: indicators of periods add
/// nothing where every unit is observed in all of them.
///
/// - SeeAlso: Mundlak (1978); Arellano (1993); Wooldridge (2010), section 10.7.3; Stata's
///   `xtoverid`; oracles `re_grunfeld`, `re_produc`.
struct AuxiliaryRegression {
  private let comparison: HausmanComparison
  private let variant: HausmanForm.Variant

  init(_ comparison: HausmanComparison, _ variant: HausmanForm.Variant) {
    self.comparison = comparison
    self.variant = variant
  }

  private var fit: SwamyArora { comparison.fit }
  private var isMundlak: Bool { variant == .mundlak }

  func form(threads: Int) -> HausmanForm {
    let columns = fit.columns
    let kept = fit.random.kept
    let units = columns.grouping
    let added = fit.within.kept.filter(kept.contains)
    let thetas = isMundlak ? fit.thetas.map { _ in 0 } : fit.thetas
    // The constant stands first, so that no column added takes its place.
    let design =
      [columns.spread(thetas.map { 1 - $0 })]
      + kept.map { columns.quasiDemeaned($0, by: thetas) }
      + added.map { isMundlak ? columns.spread(columns.means[$0]) : columns.deviations(of: $0) }
    let matrix = Matrix(columns: design)
    let regression = LeastSquares.fit(
      design: matrix,
      outcome: columns.quasiDemeaned(columns.columns.count - 1, by: thetas),
      threads: threads
    )
    let tested = regression.kept.indices.filter { place in
      let column = regression.kept[place] - 1 - kept.count
      return column >= 0 && comparison.positions.contains(added[column])
    }
    let scores = matrix.columns(regression.kept).scalingRows(by: regression.residuals)
    let sums = GroupedColumns(
      (0..<scores.columnCount).map { scores.column($0) },
      by: units
    )
    let totals = Matrix(
      columns: sums.means.map { means in zip(means, sums.sizes).map { $0 * $1 } }
    )
    let influence = totals * regression.bread
    let (n, groups) = (Double(matrix.rowCount), Double(units.count))
    let factor =
      isMundlak
      ? (n - 1) / (n - Double(regression.kept.count)) * groups / (groups - 1) : 1
    let covariance = factor * influence.crossProduct()
    let names = fit.sample.design.regressors.map(\.name)
    return HausmanForm(
      variant: variant,
      test: .chiSquared(
        variant.test,
        values: tested.map { regression.coefficients[$0] },
        covariance: covariance.rows(tested).columns(tested),
        null: tested.map { names[added[regression.kept[$0] - 1 - kept.count]] },
        absence: tested.isEmpty ? .singularCovariance : nil
      )
    )
  }
}
