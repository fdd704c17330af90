package import PanelResults

/// One entry of a study's `spatial_weights`.
package struct SpatialWeightsEntry: Sendable {
  package var name: String
  package var method: any SpatialWeightsMethod
  package var options: Options

  /// The keys of every entry.
  package struct Options: Decodable, Sendable {
    package var standardisation: SpatialWeightsDescription.Standardisation
    package var islands: Islands
    package var label: LocalizedText?
    /// The formats in which a run writes the weights beside its results.
    package var written: [WeightsFormat]

    /// What becomes of units without neighbours.
    package enum Islands: String, Codable, Sendable, CaseIterable {
      case error
      /// Their rows stay zero, so that the spatial lag of every variable is zero there.
      case allow
    }

    package enum CodingKeys: String, CodingKey, CaseIterable {
      case standardisation = "standardise"
      case islands, label
      case written = "write"
    }

    package init(
      standardisation: SpatialWeightsDescription.Standardisation = .row,
      islands: Islands = .error,
      label: LocalizedText? = nil,
      written: [WeightsFormat] = []
    ) {
      self.standardisation = standardisation
      self.islands = islands
      self.label = label
      self.written = written
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        standardisation: try container.decodeIfPresent(
          SpatialWeightsDescription.Standardisation.self,
          forKey: .standardisation
        ) ?? .row,
        islands: try container.decodeIfPresent(Islands.self, forKey: .islands) ?? .error,
        label: try container.decodeIfPresent(LocalizedText.self, forKey: .label),
        written: try container.decodeIfPresent(OneOrMore<WeightsFormat>.self, forKey: .written)?
          .values ?? []
      )
    }

    package static let keys: [KeyDescription] = [
      KeyDescription(
        CodingKeys.standardisation.rawValue,
        .choice(SpatialWeightsDescription.Standardisation.allCases.map(\.rawValue)),
        default: "row",
        "What weights are divided by: the sum of their row, the largest eigenvalue of the matrix, "
          + "the smaller of its largest row sum and column sum, or nothing."
      ),
      KeyDescription(
        CodingKeys.islands.rawValue,
        .choice(Islands.allCases.map(\.rawValue)),
        default: "error",
        "Whether units without neighbours are an error, or are allowed and have spatial lags of 0."
      ),
      KeyDescription(
        CodingKeys.label.rawValue,
        .localizedText,
        default: "the name",
        "What readers see instead of the name."
      ),
      KeyDescription(
        CodingKeys.written.rawValue,
        .oneOrMore(of: .choice(WeightsFormat.allCases.map(\.rawValue))),
        default: "[]",
        "Formats in which the weights are written to the folder `weights` of the output, "
          + "standardised as they are; GAL holds neighbours alone."
      ),
    ]
  }

  package init(_ name: String, _ method: any SpatialWeightsMethod, options: Options = Options()) {
    self.name = name
    self.method = method
    self.options = options
  }
}
