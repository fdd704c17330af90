extension Absorber {
  /// Other levels for which exact leverages are computed.
  package static let leverageLimit = 3_000

  /// Each row's leverage on the dummies of the effects: the diagonal of D (D'WD)⁻ D'W.
  ///
  ///     h = w (1/W_p + z'S⁻z),   z = d_o − N_p/W_p
  ///
  /// with p the row's level of the effect with most levels, d_o the row's dummies of the others,
  /// and S what is left of the normal equations once that effect is eliminated.
  ///
  /// - Returns: n numbers in [0, 1].
  /// - Throws: ``AbsorptionError/leverageTooLarge(levels:limit:)`` where the other effects have
  ///   more than ``leverageLimit`` levels together.
  /// - SeeAlso: Kline, Saggio and Sølvsten (2020), *Leave-out estimation of variance components*,
  ///   for why this is costly; oracle `fe2_castle_controls`, HC3.
  package func leverages() throws(AbsorptionError) -> [Double] {
    guard let cells = solverCells else { return [Double](repeating: 0, count: rowCount) }
    guard cells.otherCount <= Self.leverageLimit else {
      throw .leverageTooLarge(levels: cells.otherCount, limit: Self.leverageLimit)
    }
    let size = cells.otherCount
    let inverse = Self.schurInverse(cells)
    let order = GroupedRows(effects[cells.pivotal])
    var leverages = [Double](repeating: 0, count: rowCount)
    var through = [Double](repeating: 0, count: size)
    for level in 0..<cells.pivotalCount {
      let weight = cells.pivotalWeights[level]
      for index in 0..<size { through[index] = 0 }
      for position in cells.meetings.range(level) {
        let column = Int(cells.meetings.columns[position]) * size
        let share = cells.meetings.values[position] / weight
        for index in 0..<size { through[index] += inverse[column + index] * share }
      }
      var own = 1 / weight
      for position in cells.meetings.range(level) {
        own += through[Int(cells.meetings.columns[position])] * cells.meetings.values[position]
          / weight
      }
      for position in order.range(of: level) {
        let row = order.row(at: position)
        let others = cells.others.indices.map {
          cells.otherOffsets[$0] + Int(effects[cells.others[$0]].codes[row])
        }
        var value = own
        for a in others {
          value -= 2 * through[a]
          for b in others { value += inverse[a * size + b] }
        }
        leverages[row] = (weights?[row] ?? 1) * value
      }
    }
    return leverages
  }

  private static func schurInverse(_ cells: EffectCells) -> [Double] {
    let size = cells.otherCount
    guard size > 0 else { return [] }
    let schur = SchurComplement(cells)
    let levels = (0..<Int32(size)).map { $0 }
    let matrix = schur.dense(levels)
    let factor =
      schur.isLaplacian
      ? SemidefiniteFactor.factoring(matrix, size: size, independent: schur.independent(levels))
      : SemidefiniteFactor(pivoting: matrix, size: size)
    return factor.inverse()
  }
}
