package import PanelResults

/// One variable: numbers with missing values, or text coded by its distinct values.
package struct Column: Sendable, Equatable {
  package var name: String
  /// The variable label of a statistical file, or of the study.
  package var label: LocalizedText?
  /// Labels of numeric values, as Stata, SPSS and SAS files carry them.
  package var valueLabels: [Double: String]
  package var storage: Storage

  package enum Storage: Sendable, Equatable {
    /// A missing number is NaN; infinite values never enter.
    case numbers([Double])
    /// Codes into `levels`, which stand in order of first appearance; a missing text is −1.
    case text(codes: [Int32], levels: [String])
  }

  package init(
    name: String,
    label: LocalizedText? = nil,
    valueLabels: [Double: String] = [:],
    storage: Storage
  ) {
    self.name = name
    self.label = label
    self.valueLabels = valueLabels
    self.storage = storage
  }

  package init(_ name: String, numbers: [Double]) {
    self.init(name: name, storage: .numbers(numbers))
  }

  package var count: Int {
    switch storage {
    case .numbers(let numbers): numbers.count
    case .text(let codes, _): codes.count
    }
  }

  /// The numbers; `nil` for a text column.
  package var numbers: [Double]? {
    if case .numbers(let numbers) = storage { numbers } else { nil }
  }
}
