import PanelDocument

/// What LaTeX sets a table in.
enum LaTeXEnvelope: Equatable {
  /// A float on one page.
  case float
  /// A float whose tabular is scaled down to the width of the text.
  case scaled
  /// A float on a page of its own, turned sideways.
  case sideways
  /// A table over pages, its head on each.
  case long
  /// The same on pages turned sideways.
  case longSideways

  var isLong: Bool { self == .long || self == .longSideways }
  var isSideways: Bool { self == .sideways || self == .longSideways }

  var page: LaTeXPage { isSideways ? .sideways : .upright }
}

/// The room of a page, in points.
struct LaTeXPage: Equatable {
  var width: Double
  var height: Double

  /// The text of `article` at ten points, 345 by 550 points, the narrowest in common use, less
  /// a margin for the error of estimates and, in height, for eleven points: type then grows by a
  /// tenth, and the page does not.
  static let upright = LaTeXPage(
    width: LaTeXWidths.textWidth - 4,
    height: LaTeXWidths.textHeight - 45
  )
  static let sideways = LaTeXPage(
    width: LaTeXWidths.textHeight - 4,
    height: LaTeXWidths.textWidth - 25
  )
}

extension LaTeXWidths {
  /// Chooses envelope, type size and line breaks.
  ///
  /// Without a layout of the author's a table is a float, in smaller type where it is too wide or
  /// too tall; one that is taller than a page in type that reads well goes over several.
  init(_ table: TableModel) {
    let contents = Contents(table)
    let remedies = LaTeXRemedy.all(in: table.look.type)
    switch table.look.layout {
    case .float: self = Self.fitting(contents, with: remedies, in: .float)
    case .long: self = Self.fitting(contents, with: remedies, in: .long)
    case .resize:
      self.init(contents, with: remedies[0], in: .scaled)
      isTooWide = false
    case .landscape:
      let float = Self.fitting(contents, with: remedies, in: .sideways, downTo: .footnote)
      self = float.isTooTall ? Self.fitting(contents, with: remedies, in: .longSideways) : float
    case nil:
      let float = Self.fitting(contents, with: remedies, in: .float, downTo: .footnote)
      self = float.isTooTall ? Self.fitting(contents, with: remedies, in: .long) : float
      isLongBySize = float.isTooTall
    }
  }

  /// Takes the first remedy with which the table fits the page, in width and, on one page, in
  /// height.
  ///
  /// - Parameters:
  ///   - contents: What stands in the table.
  ///   - remedies: Those of its style.
  ///   - envelope: What it is set in.
  ///   - size: The smallest type that a table which is not too wide may take to be less tall.
  /// - Returns: Where none fits in height, the smallest of these; where none fits in width, the last.
  private static func fitting(
    _ contents: Contents,
    with remedies: [LaTeXRemedy],
    in envelope: LaTeXEnvelope,
    downTo size: LaTeXRemedy.Size = .script
  ) -> LaTeXWidths {
    var chosen: LaTeXWidths?
    for remedy in remedies {
      if let chosen, remedy.size.type < min(size.type, chosen.remedy.size.type) { break }
      var widths = LaTeXWidths(contents, with: remedy, in: envelope)
      guard !widths.isTooWide else { continue }
      widths.isTooTall = !envelope.isLong && widths.height > envelope.page.height
      chosen = widths
      if !widths.isTooTall { break }
    }
    if let chosen { return chosen }
    var last = LaTeXWidths(
      contents,
      with: remedies[remedies.count - 1],
      in: envelope
    )
    last.isTooTall = !envelope.isLong && last.height > envelope.page.height
    return last
  }
}
