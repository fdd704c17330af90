package import PanelResults

/// A data set with its keys: what every analysis runs on.
///
/// Rows are sorted by unit and then by time where those are declared; unit-time pairs are unique.
package struct Panel: Sendable {
  package var table: DataTable
  /// The unit and time keys; absent for a cross-section.
  package var index: PanelIndex?
  /// The units of a cross-section that names them: one per row, in the order of rows.
  package var crossSection: UnitKeys?
  /// Named lists of variables, such as `controls`, for `$controls` in a formula.
  package var lists: [String: [String]]
  /// Labels by raw name.
  package var labels: [String: LocalizedText]
  /// Expressions of derived variables, by name, as the author wrote them.
  package var derived: [String: String]
  /// The columns that a composite variable is computed from, by its name.
  package var inputs: [String: [String]]
  /// Derived variables that look at other periods: the rows where each is missing because there
  /// is no observation in the period it refers to.
  package var gaps: [String: [Bool]]
  /// Rows that left before any model was seen, in the order they left.
  package var funnel: [RowsDropped]
  /// Rows of the main file as read.
  package var rowsRead: Int
  /// The files read, in order.
  package var sources: [DataSource]
  /// The study's `where`, as written.
  package var sampleRule: String?

  package init(
    table: DataTable,
    index: PanelIndex? = nil,
    crossSection: UnitKeys? = nil,
    lists: [String: [String]] = [:],
    labels: [String: LocalizedText] = [:],
    derived: [String: String] = [:],
    inputs: [String: [String]] = [:],
    gaps: [String: [Bool]] = [:],
    funnel: [RowsDropped] = [],
    rowsRead: Int? = nil,
    sources: [DataSource] = [],
    sampleRule: String? = nil
  ) {
    self.table = table
    self.index = index
    self.crossSection = crossSection
    self.lists = lists
    self.labels = labels
    self.derived = derived
    self.inputs = inputs
    self.gaps = gaps
    self.funnel = funnel
    self.rowsRead = rowsRead ?? table.rowCount
    self.sources = sources
    self.sampleRule = sampleRule
  }
}

/// Unit and time of each row of a sorted panel.
package struct PanelIndex: Sendable, Equatable {
  package var unitVariable: String
  package var timeVariable: String
  /// 0 ..< `unitNames.count`, one per row, ascending.
  package var units: [Int32]
  package var unitNames: [String]
  /// One per row, ascending within a unit.
  package var times: [Int]
  /// The distance between neighbouring periods.
  package var step: Int

  package init(
    unitVariable: String,
    timeVariable: String,
    units: [Int32],
    unitNames: [String],
    times: [Int],
    step: Int
  ) {
    self.unitVariable = unitVariable
    self.timeVariable = timeVariable
    self.units = units
    self.unitNames = unitNames
    self.times = times
    self.step = step
  }
}

/// The units of rows, with or without periods.
package struct UnitKeys: Sendable, Equatable {
  package var variable: String
  /// Each once.
  package var names: [String]
  /// 0 ..< `names.count`, one per row, ascending.
  package var codes: [Int32]

  package init(variable: String, names: [String], codes: [Int32]) {
    self.variable = variable
    self.names = names
    self.codes = codes
  }
}

extension Panel {
  /// The units of a panel, or of a cross-section that names them; `nil` where rows have no names.
  package var units: UnitKeys? {
    if let index {
      return UnitKeys(variable: index.unitVariable, names: index.unitNames, codes: index.units)
    }
    return crossSection
  }
}
