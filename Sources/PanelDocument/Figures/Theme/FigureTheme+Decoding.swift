extension FigureTheme: Decodable, StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case name, summary, extends, caption, widths, font, strokes, legend, light, dark, markers,
      dashes
    case heightRatio = "height-ratio"
    case pageHeight = "page-height"
    case markerSize = "marker-size"
    case tickLength = "tick-length"
    case hasGrid = "grid"
    case ribbonOpacity = "ribbon-opacity"

    /// Keys that a theme that extends no other may leave out.
    static let optional: [Self] = [.extends, .caption]
  }

  /// A theme that extends no other: every key is there.
  package init(from decoder: any Decoder) throws {
    self.init()
    let container = try decoder.container(keyedBy: CodingKeys.self)
    for key in CodingKeys.allCases
    where !CodingKeys.optional.contains(key) && !container.contains(key) {
      throw DecodingError.keyNotFound(
        key,
        .init(codingPath: decoder.codingPath, debugDescription: "missing")
      )
    }
    try read(from: decoder)
  }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    try container.replace(&summary, forKey: .summary)
    if container.contains(.caption) {
      var form = caption ?? CaptionForm()
      try container.layer(&form, forKey: .caption)
      caption = form
    }
    try container.layer(&widths, forKey: .widths)
    try container.replace(&heightRatio, forKey: .heightRatio)
    try container.replace(&pageHeight, forKey: .pageHeight)
    try container.layer(&font, forKey: .font)
    try container.layer(&strokes, forKey: .strokes)
    try container.replace(&markerSize, forKey: .markerSize)
    try container.replace(&tickLength, forKey: .tickLength)
    try container.replace(&hasGrid, forKey: .hasGrid)
    try container.replace(&legend, forKey: .legend)
    try container.replace(&ribbonOpacity, forKey: .ribbonOpacity)
    try container.layer(&light, forKey: .light)
    try container.layer(&dark, forKey: .dark)
    try container.replace(&markers, forKey: .markers)
    try container.replace(&dashes, forKey: .dashes)
    if let fault = faults.first {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: fault)
      )
    }
  }
}

extension FigureTheme.ColumnWidths: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case single, double
    case oneAndHalf = "one-and-half"
  }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&single, forKey: .single)
    try container.replace(&oneAndHalf, forKey: .oneAndHalf)
    try container.replace(&double, forKey: .double)
  }
}

extension FigureTheme.Strokes: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case axis, grid, rule, line, whisker, inner, marker
  }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&axis, forKey: .axis)
    try container.replace(&grid, forKey: .grid)
    try container.replace(&rule, forKey: .rule)
    try container.replace(&line, forKey: .line)
    try container.replace(&whisker, forKey: .whisker)
    try container.replace(&inner, forKey: .inner)
    try container.replace(&marker, forKey: .marker)
  }
}

extension FigureFont: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable { case families, label, small }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&families, forKey: .families)
    try container.replace(&label, forKey: .label)
    try container.replace(&small, forKey: .small)
  }
}

extension FigurePalette: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case paper, ink, axis, grid, rule, series, maps
  }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&paper, forKey: .paper)
    try container.replace(&ink, forKey: .ink)
    try container.replace(&axis, forKey: .axis)
    try container.replace(&grid, forKey: .grid)
    try container.replace(&rule, forKey: .rule)
    try container.replace(&series, forKey: .series)
    try container.layer(&maps, forKey: .maps)
  }
}

extension MapColours: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable { case outline, edge, clusters, steps }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&outline, forKey: .outline)
    try container.replace(&edge, forKey: .edge)
    try container.replace(&clusters, forKey: .clusters)
    try container.replace(&steps, forKey: .steps)
  }
}
