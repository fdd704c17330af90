package import PanelData
package import PanelNumerics
package import PanelResults

/// A model's columns on its own sample: what an estimator computes with.
package struct Design: Sendable {
  /// The outcome, n numbers.
  package var outcome: [Double]
  package var outcomeName: String
  /// The regressors in the order listed, n numbers each.
  package var regressors: [Regressor]
  /// Whether a constant is a regressor of its own, beside no absorbed effects.
  package var hasConstant: Bool
  package var effects: [NamedGrouping]
  /// The groupings that the covariance sums scores by, in the order named.
  package var clusterings: [NamedGrouping]
  /// Where and when rows are, where the covariance asks for it.
  package var location: RowLocation?
  /// The groupings and places of further covariances, one for each.
  package var further: [CovarianceRows] = []
  /// Observation weights, positive, summing to n; absent where unweighted.
  package var weights: [Double]?
  package var description: SampleDescription
  /// Rows of the panel in the sample, ascending; absent where all are.
  package var rows: [Int32]?

  package init(
    outcome: [Double], outcomeName: String, regressors: [Regressor], hasConstant: Bool,
    effects: [NamedGrouping], clusterings: [NamedGrouping] = [], weights: [Double]? = nil,
    description: SampleDescription, rows: [Int32]? = nil
  ) {
    self.outcome = outcome
    self.outcomeName = outcomeName
    self.regressors = regressors
    self.hasConstant = hasConstant
    self.effects = effects
    self.clusterings = clusterings
    self.weights = weights
    self.description = description
    self.rows = rows
  }

  package var observationCount: Int { outcome.count }

  package struct Regressor: Sendable {
    package var name: String
    package var numbers: [Double]
    /// What rounding took from a power or product of columns, n numbers; absent where the
    /// decimals of `numbers` say it all.
    package var lowOrder: [Double]?
    /// The position of the formula's term that it comes from.
    package var term: Int

    package init(name: String, numbers: [Double], lowOrder: [Double]? = nil, term: Int) {
      self.name = name
      self.numbers = numbers
      self.lowOrder = lowOrder
      self.term = term
    }
  }
}

/// What a covariance sums scores by.
package struct CovarianceRows: Sendable {
  package var clusterings: [NamedGrouping]
  package var location: RowLocation?
}

/// Groups of rows under the name of what they are groups of.
package struct NamedGrouping: Sendable {
  /// The variable, or `a^b`.
  package var name: String
  package var grouping: Grouping

  package init(name: String, grouping: Grouping) {
    self.name = name
    self.grouping = grouping
  }
}

/// What decides a model's columns and rows.
package struct DesignRequest: Sendable {
  package var formula: Formula
  /// The variables to cluster by, each one column or several for `a^b`.
  package var clusters: [[String]]
  /// Neighbours in time and space that the covariance asks for.
  package var dependence: Dependence?
  /// Further covariances of the same estimates.
  package var further: [CovarianceSpecification]
  package var weights: String?
  /// A condition on rows beside the study's own.
  package var condition: String?
  /// Whether rows that are alone in a group of an effect are removed.
  package var dropsSingletons: Bool
  /// Further rows that leave, after missing values and before singletons.
  package var exclusions: [RowExclusion]

  package init(
    formula: Formula, clusters: [[String]] = [], dependence: Dependence? = nil,
    further: [CovarianceSpecification] = [], weights: String? = nil,
    condition: String? = nil, dropsSingletons: Bool = true, exclusions: [RowExclusion] = []
  ) {
    self.formula = formula
    self.clusters = clusters
    self.dependence = dependence
    self.further = further
    self.weights = weights
    self.condition = condition
    self.dropsSingletons = dropsSingletons
    self.exclusions = exclusions
  }
}

/// Rows that a method cannot use, and why.
package struct RowExclusion: Sendable, Equatable {
  package var reason: DropReason
  package var subject: String
  /// One per row of the panel: whether it leaves.
  package var rows: [Bool]

  package init(_ reason: DropReason, subject: String, rows: [Bool]) {
    self.reason = reason
    self.subject = subject
    self.rows = rows
  }
}
