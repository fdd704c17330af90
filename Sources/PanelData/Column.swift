package import PanelResults

/// One variable: numbers with missing values, or text coded by its distinct values.
package struct Column: Sendable, Equatable {
  package var name: String
  /// The variable label of a statistical file, or of the study.
  package var label: LocalizedText?
  /// Labels of numeric values, as Stata, SPSS and SAS files carry them.
  package var valueLabels: [Double: String]
  package var storage: Storage
  /// For a text column read from a file, the first cell that is no number.
  package var firstText: TextCell?

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

  /// The numbers, where numbers are needed.
  ///
  /// - Throws: ``DataError/notNumeric(column:example:file:line:)`` with the first cell that is no
  ///   number, at its place in the file.
  package func requireNumbers() throws(DataError) -> [Double] {
    switch storage {
    case .numbers(let numbers):
      return numbers
    case .text(_, let levels):
      let example = firstText?.text ?? MessageText.shown(levels.first ?? "")
      throw DataError.notNumeric(
        column: name,
        example: example,
        file: firstText?.file,
        line: firstText?.line
      )
    }
  }
}

/// A cell of text and its place, for messages.
package struct TextCell: Sendable, Equatable {
  /// The text, fit for a message: short and without control characters.
  package var text: String
  package var file: String
  package var line: Int?

  package init(text: String, file: String, line: Int? = nil) {
    self.text = text
    self.file = file
    self.line = line
  }
}
