/// What can be said where instruments may be weak.
package struct WeakIdentification: Codable, Sendable, Equatable {
  /// Of the Cragg–Donald F under independent errors of one variance, as tabulated by Stock and
  /// Yogo (2005); empty where their tables have none.
  package var stockYogo: [CriticalValue]
  /// Of the effective F, at 5 percent, by Montiel Olea and Pflueger (2013).
  package var effectiveF: [CriticalValue]
  /// The coefficients of the endogenous variable that the Anderson–Rubin test does not reject.
  package var andersonRubinSet: Availability<ConfidenceSet>
  /// The t test whose critical value grows as the first stage weakens.
  package var adjustedT: Availability<AdjustedT>

  private enum CodingKeys: String, CodingKey {
    case stockYogo = "stock_yogo"
    case effectiveF = "effective_f"
    case andersonRubinSet = "anderson_rubin_set"
    case adjustedT = "adjusted_t"
  }

  package init(
    stockYogo: [CriticalValue],
    effectiveF: [CriticalValue],
    andersonRubinSet: Availability<ConfidenceSet>,
    adjustedT: Availability<AdjustedT>
  ) {
    self.stockYogo = stockYogo
    self.effectiveF = effectiveF
    self.andersonRubinSet = andersonRubinSet
    self.adjustedT = adjustedT
  }
}

/// A value that a statistic of weak identification should exceed.
package struct CriticalValue: Codable, Sendable, Equatable {
  package var criterion: Criterion
  /// What is tolerated: 0.1 for a bias of 10 percent, or a size of 10 percent of a 5 percent test.
  package var tolerance: Double
  package var value: Double

  package enum Criterion: String, Codable, Sendable, CaseIterable {
    /// The size of a 5 percent Wald test of two-stage least squares.
    case size
    /// The size of a 5 percent Wald test of LIML.
    case limlSize = "liml-size"
    /// The bias of two-stage least squares relative to that of least squares.
    case bias
    /// The Nagar bias relative to a worst case.
    case nagarBias = "nagar-bias"
  }

  package init(_ criterion: Criterion, tolerance: Double, value: Double) {
    self.criterion = criterion
    self.tolerance = tolerance
    self.value = value
  }
}

/// A set of real numbers with a confidence level: some intervals, which may have no end.
package struct ConfidenceSet: Codable, Sendable, Equatable {
  package var level: Double
  /// Ascending and apart from each other; empty for the empty set.
  package var pieces: [Piece]

  /// An interval; an absent end lies at infinity.
  package struct Piece: Codable, Sendable, Equatable {
    package var low: Double?
    package var high: Double?

    package init(low: Double?, high: Double?) {
      self.low = low
      self.high = high
    }
  }

  package enum Shape: String, Sendable, CaseIterable {
    case empty, interval
    /// One piece without one of its ends.
    case ray
    /// All numbers but a gap.
    case rays
    case line
    /// Anything else.
    case union
  }

  package var shape: Shape {
    switch pieces.count {
    case 0: .empty
    case 1:
      switch (pieces[0].low, pieces[0].high) {
      case (nil, nil): .line
      case (nil, _), (_, nil): .ray
      default: .interval
      }
    case 2 where pieces[0].low == nil && pieces[1].high == nil: .rays
    default: .union
    }
  }

  /// Whether it lies between two numbers.
  package var isBounded: Bool { pieces.allSatisfy { $0.low != nil && $0.high != nil } }

  package func contains(_ value: Double) -> Bool {
    pieces.contains { ($0.low ?? -.infinity) <= value && value <= ($0.high ?? .infinity) }
  }

  package init(level: Double, pieces: [Piece]) {
    self.level = level
    self.pieces = pieces
  }
}

/// A t test of 5 percent whose critical value depends on the first stage.
package struct AdjustedT: Codable, Sendable, Equatable {
  /// What |t| must exceed.
  package var criticalValue: Double
  /// The standard error times the critical value over 1.96.
  package var standardError: Double
  package var interval: Interval

  private enum CodingKeys: String, CodingKey {
    case interval
    case criticalValue = "critical_value"
    case standardError = "std_error"
  }

  package init(criticalValue: Double, standardError: Double, interval: Interval) {
    self.criticalValue = criticalValue
    self.standardError = standardError
    self.interval = interval
  }
}
