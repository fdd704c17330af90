/// Why rows left the sample.
package struct RowsDropped: Codable, Sendable, Equatable {
  package var reason: DropReason
  /// The variable or condition concerned: a column, an expression, or a list of effects.
  package var subject: String?
  package var rows: Int

  package init(_ reason: DropReason, subject: String? = nil, rows: Int) {
    self.reason = reason
    self.subject = subject
    self.rows = rows
  }
}

/// The ways a row may leave the sample; each has a sentence in the glossary.
package enum DropReason: String, Codable, Sendable, CaseIterable {
  /// The study's `where` is false.
  case whereFalse = "where-false"
  /// The study's `where` could not be decided, because a variable in it is missing.
  case whereMissing = "where-missing"
  /// Unit or time is missing.
  case keyMissing = "key-missing"
  /// A variable of the model is missing.
  case missing
  /// A lag, lead or difference has no observation to refer to.
  case noNeighbour = "no-neighbour"
  /// The weight is missing.
  case weightMissing = "weight-missing"
  /// The only observation of its group.
  case singleton
  /// The unit is treated from its first period on, and has no untreated one to compare with.
  case alwaysTreated = "always-treated"
  /// The distance from treatment lies outside the window that is studied.
  case outsideWindow = "outside-window"
  /// The unit is not observed in all periods.
  case unbalanced
  /// The unit is one that the model leaves out.
  case unitDropped = "unit-dropped"
  /// All units are treated by then, so that none is left to compare with.
  case noComparison = "no-comparison"
  /// The outcome without treatment is not identified by untreated observations.
  case notImputable = "not-imputable"
  /// The row belongs to another group.
  case otherGroup = "other-group"
  /// A row of a joined file that matches no row of the panel.
  case unmatchedInJoin = "unmatched-in-join"
}

/// The observations behind a result.
package struct SampleDescription: Codable, Sendable, Equatable {
  /// Observations used.
  package var n: Int
  /// Distinct units used, where the data are a panel.
  package var units: Int?
  /// Distinct periods used, where the data have a time.
  package var periods: Int?
  /// The first and the last period used.
  package var firstPeriod: Int?
  package var lastPeriod: Int?
  /// Rows of the panel before this model's own losses.
  package var rowsAvailable: Int
  /// Rows lost by this model, in the order they were lost.
  package var dropped: [RowsDropped]
  /// The column of observation weights.
  package var weights: String?
  /// The column that names units, and the one that names periods.
  package var unitVariable: String?
  package var timeVariable: String?

  private enum CodingKeys: String, CodingKey {
    case n, units, periods, dropped, weights
    case firstPeriod = "first_period"
    case lastPeriod = "last_period"
    case rowsAvailable = "rows_available"
    case unitVariable = "unit_variable"
    case timeVariable = "time_variable"
  }

  package init(
    n: Int,
    units: Int? = nil,
    periods: Int? = nil,
    firstPeriod: Int? = nil,
    lastPeriod: Int? = nil,
    rowsAvailable: Int,
    dropped: [RowsDropped] = [],
    weights: String? = nil,
    unitVariable: String? = nil,
    timeVariable: String? = nil
  ) {
    self.n = n
    self.units = units
    self.periods = periods
    self.firstPeriod = firstPeriod
    self.lastPeriod = lastPeriod
    self.rowsAvailable = rowsAvailable
    self.dropped = dropped
    self.weights = weights
    self.unitVariable = unitVariable
    self.timeVariable = timeVariable
  }
}
