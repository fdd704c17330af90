/// A key that a study entry understands: what docs/study-file.md, `--option` and the check for
/// unknown keys are made from.
package struct KeyDescription: Sendable, Equatable {
  /// The key as written in YAML, such as `caption`.
  package var name: String
  package var type: ValueType
  package var isRequired: Bool
  /// What holds when the key is absent, in words or as YAML; empty where nothing does.
  package var defaultText: String
  /// One sentence for the author of a study.
  package var help: String

  package init(
    _ name: String,
    _ type: ValueType,
    required: Bool = false,
    default defaultText: String = "",
    _ help: String
  ) {
    self.name = name
    self.type = type
    isRequired = required
    self.defaultText = defaultText
    self.help = help
  }

  /// The shape of a value.
  package indirect enum ValueType: Sendable, Equatable {
    case text
    case number
    case integer
    case flag
    /// One of these words.
    case choice([String])
    /// A text, or a mapping from language code to text.
    case localizedText
    /// The name of another analysis of the study, or one of its results: `baseline[3]`.
    case reference
    /// The name of weights under `spatial_weights`.
    case spatialWeights
    case formula
    case expression
    case list(of: ValueType)
    /// One value, or a list of such values.
    case oneOrMore(of: ValueType)
    /// A mapping with free names and values of one type.
    case mapping(of: ValueType)
    /// A mapping with these keys.
    case object([KeyDescription])
    /// Any of several shapes.
    case either([ValueType])
  }
}
