package import PanelResults

/// What a study says about its data: how tables become a panel.
package struct PanelDeclaration: Sendable {
  /// The column that names units, and the one that holds periods: both for a panel; the first alone
  /// for a cross-section whose rows have names; neither for one whose rows have none.
  package var unit: String?
  package var time: String?
  /// The distance between neighbouring periods, in units of the time column.
  package var step: Int
  package var joins: [JoinDeclaration]
  /// The study's `where`: rows on which it is not true leave.
  package var sampleRule: String?
  /// Derived variables, in the order they are evaluated.
  package var variables: [DerivedVariable]
  package var lists: [String: [String]]
  /// The study's labels by raw name.
  package var labels: [String: LocalizedText]

  package init(
    unit: String? = nil,
    time: String? = nil,
    step: Int = 1,
    joins: [JoinDeclaration] = [],
    sampleRule: String? = nil,
    variables: [DerivedVariable] = [],
    lists: [String: [String]] = [:],
    labels: [String: LocalizedText] = [:]
  ) {
    self.unit = unit
    self.time = time
    self.step = step
    self.joins = joins
    self.sampleRule = sampleRule
    self.variables = variables
    self.lists = lists
    self.labels = labels
  }
}

/// A variable computed from others.
package struct DerivedVariable: Sendable {
  package var name: String
  package var definition: Definition

  package enum Definition: Sendable {
    case expression(String)
    /// A composite, and what its files hold, by name.
    case composite(any CompositeVariable, tables: [String: DataTable])
  }

  package init(_ name: String, _ expression: String) {
    self.name = name
    definition = .expression(expression)
  }

  package init(
    _ name: String,
    _ composite: any CompositeVariable,
    tables: [String: DataTable] = [:]
  ) {
    self.name = name
    definition = .composite(composite, tables: tables)
  }
}

/// A further table whose columns are looked up by key.
package struct JoinDeclaration: Sendable {
  package var table: DataTable
  /// The key columns here and there; at least one.
  package var keys: [Key]
  /// The columns to take, all of them if absent.
  package var columns: [String]?
  /// New names of columns taken, by their names in the joined table.
  package var renamed: [String: String]

  /// A column of the panel and the one that it matches.
  package struct Key: Sendable, Equatable {
    package var here: String
    package var there: String

    package init(here: String, there: String) {
      self.here = here
      self.there = there
    }
  }

  package init(
    table: DataTable,
    keys: [Key],
    columns: [String]? = nil,
    renamed: [String: String] = [:]
  ) {
    self.table = table
    self.keys = keys
    self.columns = columns
    self.renamed = renamed
  }
}

/// Why a panel could not be built, and by which entry of the study.
package struct PanelBuildError: Error, Equatable, CustomStringConvertible {
  /// Keys from the study's root, such as `data`, `join`, `0`, `on`; numbers count from 0.
  package var path: [String]
  package var error: DataError

  package init(_ path: [String], _ error: DataError) {
    self.path = path
    self.error = error
  }

  /// The path as `data.join[1].on`, where entries count from 1.
  package var pathText: String {
    path.reduce(into: "") { text, step in
      if let position = Int(step), !text.isEmpty {
        text += "[\(position + 1)]"
      } else {
        text += (text.isEmpty ? "" : ".") + step
      }
    }
  }

  package var description: String { "\(pathText): \(error)" }
}
