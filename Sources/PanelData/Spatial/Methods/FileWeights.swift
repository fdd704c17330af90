import PanelNumerics
package import PanelResults

/// Weights as a file has them, joined to units by name.
///
/// - SeeAlso: ``WeightsFile``.
package struct FileWeights: SpatialWeightsMethod {
  package static let kind = SpatialWeightsDescription.Method.file
  package static let summary =
    "Weights from a GAL, GWT, CSV or .swm file, joined to units by name."

  package var file: String
  package var format: WeightsFormat?
  package var values: WeightsFile.Values?
  package var others: WeightsFile.Others

  package enum CodingKeys: String, CodingKey, CaseIterable { case file, format, values, others }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.file.rawValue,
      .text,
      required: true,
      "The file, relative to the study file: .gal, .gwt, .kwt, .csv, .tsv, .txt or .swm."
    ),
    KeyDescription(
      CodingKeys.format.rawValue,
      .choice(WeightsFormat.allCases.map(\.rawValue)),
      default: "by the file's name and header",
      "The format: of tables, `dense` has a row and a column for each unit, and `edges` a row for "
        + "each pair (from, to, weight)."
    ),
    KeyDescription(
      CodingKeys.values.rawValue,
      .choice(WeightsFile.Values.allCases.map(\.rawValue)),
      default: "weights; needed for a GWT file whose numbers differ",
      "What the numbers are: weights, links of weight 1 where there is any, or distances, of which "
        + "the inverse is the weight."
    ),
    KeyDescription(
      CodingKeys.others.rawValue,
      .choice(WeightsFile.Others.allCases.map(\.rawValue)),
      default: "error",
      "Whether names that are no units of the data are an error, or are left out."
    ),
  ]

  package init(
    file: String,
    format: WeightsFormat? = nil,
    values: WeightsFile.Values? = nil,
    others: WeightsFile.Others = .error
  ) {
    self.file = file
    self.format = format
    self.values = values
    self.others = others
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      file: try container.decode(String.self, forKey: .file),
      format: try container.decodeIfPresent(WeightsFormat.self, forKey: .format),
      values: try container.decodeIfPresent(WeightsFile.Values.self, forKey: .values),
      others: try container.decodeIfPresent(WeightsFile.Others.self, forKey: .others) ?? .error
    )
  }

  package var files: [String] { [file] }

  package func links(in context: WeightsContext) throws(DataError) -> SpatialLinks {
    guard let content = context.files[file] else {
      throw .values("The weights '\(MessageText.shown(file))' were not read.")
    }
    var links = SpatialLinks(
      matrix: try WeightsFile(content, format: format)
        .matrix(for: context.units.names, values: values, others: others)
    )
    links.file = file
    return links
  }
}
