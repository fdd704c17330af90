package import PanelResults

/// A derived variable that an expression cannot say: an index of several variables, or one whose
/// value in a row depends on the rows of other units.
///
/// The properties of a conforming type are the keys of its entry under `variables`, as those of
/// an analysis are.
package protocol CompositeVariable: Decodable, Sendable {
  /// The `method` in a study file, such as `entropy-weights`.
  static var kind: String { get }
  /// One sentence for the reference of keys.
  static var summary: String { get }
  /// The keys of an entry, `method` left out.
  static var keys: [KeyDescription] { get }
  /// The files it reads beside the data, relative to the study.
  var files: [String] { get }

  /// Computes the variable on the rows of a panel, which are sorted and chosen by `where`.
  ///
  /// - Parameters:
  ///   - panel: The data, with all variables derived before.
  ///   - tables: What ``files`` hold, by name.
  /// - Throws: ``DataError`` that names the indicator, unit or period.
  func values(
    on panel: Panel,
    reading tables: [String: DataTable]
  ) throws(DataError) -> CompositeValues
}

extension CompositeVariable {
  package var files: [String] { [] }
}

/// A composite variable on the rows of a panel.
package struct CompositeValues: Sendable {
  /// One per row; NaN where missing.
  package var numbers: [Double]
  /// Rows that are missing because no observation stands in the period they refer to.
  package var gaps: [Bool]?
  /// The columns it was computed from.
  package var inputs: [String]
  /// What was computed, in the words of a study, for provenance.
  package var definition: String

  package init(
    numbers: [Double],
    gaps: [Bool]? = nil,
    inputs: [String],
    definition: String
  ) {
    self.numbers = numbers
    self.gaps = gaps
    self.inputs = inputs
    self.definition = definition
  }
}

/// The composite variables that a study can ask for.
package struct CompositeCatalog: Sendable {
  package let types: [any CompositeVariable.Type]

  package init(_ types: [any CompositeVariable.Type]) { self.types = types }

  /// All composites of this program: a new one adds a line here.
  package static let standard = CompositeCatalog([
    EntropyIndex.self, ComponentIndex.self, CapitalStock.self, ResourceMisallocation.self,
    StructureCoefficient.self, ConsumptionUpgrading.self, SensitivityResilience.self,
    VirtualAgglomeration.self,
  ])

  package subscript(kind: String) -> (any CompositeVariable.Type)? {
    types.first { $0.kind == kind }
  }
}
