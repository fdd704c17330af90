package import PanelNumerics

extension ComponentIndex {
  /// The indicators with their signs.
  package struct Signed: Sendable {
    package var columns: Indicators
    /// One per indicator: whether its sign is changed.
    package var isNegative: [Bool]
  }

  /// Principal components and the index made of those kept.
  package struct Fit: Sendable {
    package var components: PrincipalComponents
    /// The rows used, ascending.
    package var rows: [Int]
    package var retained: Int
    /// +1 or −1 per component, by the rule of orientation.
    package var signs: [Double]
    /// Of the components kept; they add up to one.
    package var weights: [Double]
    /// One per row used.
    package var index: [Double]

    /// The loadings of a component, oriented; one per indicator.
    package func loadings(of component: Int) -> [Double] {
      components.vectors.column(component).map { $0 * signs[component] }
    }
  }

  /// Evaluates the indicators.
  ///
  /// - Throws: ``DataError`` for what cannot be evaluated, and for a negative indicator that is
  ///   none of the indicators.
  package func signed(in panel: Panel) throws(DataError) -> Signed {
    let all = try Indicators(indicators, of: CodingKeys.indicators.rawValue, in: panel)
    let down = try Indicators(negative, of: CodingKeys.negative.rawValue, in: panel).names
    if let foreign = down.first(where: { !all.names.contains($0) }) {
      throw .values(
        "'\(foreign)' stands under 'negative' but not under 'indicators'. Name it under both."
      )
    }
    guard all.columns.count > 1 else {
      throw .values("Principal components need two indicators; \(all.columns.count) is named.")
    }
    return Signed(columns: all, isNegative: all.names.map { down.contains($0) })
  }

  /// Finds the components on the rows where no indicator is missing.
  ///
  ///     index = Σ λₖ/(λ₁ + … + λᵣ) Fₖ over the r components kept
  ///
  /// - Throws: ``DataError/values(_:)`` for constant indicators, too few rows, more than one rule
  ///   of retention, and rules that keep no component.
  package func fit(
    _ indicators: Signed,
    among rows: [Int],
    in panel: Panel
  ) throws(DataError) -> Fit {
    let rows = indicators.columns.completeRows(among: rows)
    guard rows.count > 1 else {
      throw .values(
        "Principal components need two rows where no indicator is missing; there "
          + "\(rows.count == 1 ? "is one" : "is none")."
      )
    }
    var columns: [[Double]] = []
    for (column, isNegative) in zip(indicators.columns.columns, indicators.isNegative) {
      let values = rows.map { isNegative ? -column.numbers[$0] : column.numbers[$0] }
      if values.min() == values.max() {
        throw .values(
          "The indicator '\(column.name)' is \(Expression.text(of: column.numbers[rows[0]])) in all "
            + "\(rows.count) rows: it has no variance. Leave it out."
        )
      }
      columns.append(values)
    }
    let components = PrincipalComponents(columns)
    let retained = try retained(of: components.eigenvalues)
    let scores = (0..<retained).map { components.scores(of: $0, in: columns) }
    let signs = try signs(components, scores: scores, rows: rows, in: panel)
    let kept = components.eigenvalues.prefix(retained)
    let total = kept.reduce(0, +)
    let weights = kept.map { $0 / total }
    let scales = weights.indices.map { k in
      weights[k] * signs[k] / (self.scores == .standardised ? kept[k].squareRoot() : 1)
    }
    return Fit(
      components: components,
      rows: rows,
      retained: retained,
      signs: signs,
      weights: weights,
      index: rows.indices.map { row in
        scales.indices.reduce(0) { $0 + scales[$1] * scores[$1][row] }
      }
    )
  }

  private func retained(of eigenvalues: [Double]) throws(DataError) -> Int {
    let rules = [
      components.map { _ in CodingKeys.components }, share.map { _ in .share },
      minimumEigenvalue.map { _ in .minimumEigenvalue },
    ].compactMap { $0?.rawValue }
    guard rules.count < 2 else {
      throw .values(
        "\(rules.map { "'\($0)'" }.joined(separator: " and ")) are rules for the same thing, how "
          + "many components are kept. Give one."
      )
    }
    if let components {
      guard components >= 1, components <= eigenvalues.count else {
        throw .values(
          "'components' is \(components); with \(eigenvalues.count) indicators it is from 1 to "
            + "\(eigenvalues.count)."
        )
      }
      return components
    }
    if let share {
      guard share > 0, share <= 1 else {
        throw .values("'share' is \(share); it is a share of the variance, such as 0.85.")
      }
      let total = eigenvalues.reduce(0, +)
      var sum = 0.0
      for (position, value) in eigenvalues.enumerated() {
        sum += value
        if sum / total >= share - 1e-12 { return position + 1 }
      }
      return eigenvalues.count
    }
    let least = minimumEigenvalue ?? 1
    let count = eigenvalues.count { $0 > least }
    guard count > 0 else {
      throw .values(
        "No eigenvalue is greater than \(Expression.text(of: least)); the largest is "
          + "\(Expression.text(of: eigenvalues.first ?? 0)). Say how many 'components' to keep."
      )
    }
    return count
  }

  private func signs(
    _ components: PrincipalComponents,
    scores: [[Double]],
    rows: [Int],
    in panel: Panel
  ) throws(DataError) -> [Double] {
    var signs = components.eigenvalues.indices.map { k -> Double in
      guard orientation == .sum else { return 1 }
      return Summation.sum(components.vectors.column(k)) < 0 ? -1 : 1
    }
    guard let reference else { return signs }
    let values = try panel.input(reference)
    let present = rows.indices.filter { !values.numbers[rows[$0]].isNaN }
    let mean = Summation.mean(present.map { values.numbers[rows[$0]] })
    for k in scores.indices {
      let product = Summation.dot(
        present.map { values.numbers[rows[$0]] - mean },
        present.map { scores[k][$0] }
      )
      guard product != 0 else {
        throw .values(
          "The reference '\(values.name)' does not correlate with component \(k + 1), so it gives "
            + "it no sign."
        )
      }
      signs[k] = product < 0 ? -1 : 1
    }
    return signs
  }
}
