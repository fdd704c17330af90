package import PanelResults

/// The size that a study asks of a figure: `{width: single, height: 60}`, in millimetres.
package struct RequestedSize: Sendable, Equatable {
  package enum Width: Sendable, Equatable {
    case column(Column)
    case millimetres(Double)
  }
  /// A width that the theme names.
  package enum Column: String, Sendable, CaseIterable {
    case single
    case oneAndHalf = "one-and-half"
    case double
  }
  package var width: Width
  /// In millimetres; what the content needs where absent.
  package var height: Double?

  package init(width: Width = .column(.single), height: Double? = nil) {
    self.width = width
    self.height = height
  }

  /// The width in points.
  func width(in theme: FigureTheme) -> Double {
    let millimetres =
      switch width {
      case .column(.single): theme.widths.single
      case .column(.oneAndHalf): theme.widths.oneAndHalf
      case .column(.double): theme.widths.double
      case .millimetres(let width): width
      }
    return millimetres * PrintPoint.perMillimetre
  }

  static let limits = 30.0...1000.0
  private static let widthType: KeyDescription.ValueType = .either([
    .choice(Column.allCases.map(\.rawValue)), .number, .text,
  ])

  /// The width alone, as a key of every figure.
  package static let widthKey = KeyDescription(
    "width",
    widthType,
    default: "single",
    "The width in print, short for `size: {width: …}`: a column width of the figure's style, "
      + "millimetres, or a length such as 12cm or 4.5in."
  )

  package static let key = KeyDescription(
    "size",
    .object([
      KeyDescription(
        "width",
        widthType,
        default: "single",
        "A column width of the figure's style, millimetres, or a length such as 12cm or 4.5in."
      ),
      KeyDescription(
        "height",
        .number,
        default: "what the content needs",
        "The height in millimetres."
      ),
    ]),
    "The size in print."
  )
}

extension RequestedSize {
  /// Millimetres of a length with its unit, such as `120mm`; `nil` for other texts.
  static func length(_ text: String) -> Double? {
    for (unit, millimetres) in [("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("pt", 25.4 / 72)]
    where text.hasSuffix(unit) {
      let number = text.dropLast(unit.count).filter { $0 != " " }
      guard let first = number.utf8.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9"),
        let value = Double(number), value.isFinite
      else { return nil }
      return value * millimetres
    }
    return nil
  }
}

extension RequestedSize: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case width, height }

  package init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(height: try container.decodeIfPresent(Double.self, forKey: .height))
    if let number = try container.decodeIfShaped(Double.self, forKey: .width) {
      width = .millimetres(number)
    } else if let word = try container.decodeIfPresent(String.self, forKey: .width) {
      width =
        try Self.length(word).map { .millimetres($0) }
        ?? .column(decoder.word(word, what: "width"))
    }
    var lengths = height.map { [$0] } ?? []
    if case .millimetres(let number) = width { lengths.append(number) }
    if let wrong = lengths.first(where: { !RequestedSize.limits.contains($0) }) {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "a figure is 30 to 1000 mm wide and high, not \(wrong)"
        )
      )
    }
  }
}
