/// The width of text before any program draws it.
///
/// Latin, Greek and Cyrillic are measured with Liberation Sans, which is as wide as Arial and
/// Helvetica; Han, kana and hangul are one em wide, as their fonts are made.
package enum FontMetrics {
  package enum Weight: Sendable { case regular, bold }

  /// The part of an em that letters rise above the baseline.
  package static let ascent = 0.74
  /// The part of an em that letters fall below the baseline.
  package static let descent = 0.22
  /// From baseline to baseline, in em.
  package static let lineHeight = 1.2
  /// From the baseline up to the middle of a digit, in em.
  package static let middle = 0.35

  /// The width of a pictograph in em, as colour fonts draw them.
  private static let emojiWidth = 1.3

  /// The width of a line of text, in the unit of `size`.
  package static func width(of text: String, size: Double, weight: Weight = .regular) -> Double {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1, weight: weight) } * size
  }

  /// The width of one scalar in em.
  static func width(of scalar: Unicode.Scalar, weight: Weight) -> Double {
    let runs = weight == .bold ? LiberationSans.bold : LiberationSans.regular
    for run in runs where scalar.value >= run.first {
      let place = Int(scalar.value - run.first)
      if place < run.widths.count, run.widths[place] > 0 { return Double(run.widths[place]) / 2048 }
    }
    if scalar.properties.isEmojiPresentation { return emojiWidth }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    // One em covers ideographs and syllables exactly and is wide enough for the rest.
    default: return 1
    }
  }
}

/// Advance widths of consecutive scalars, in 1/2048 em; 0 where the font has no glyph.
struct WidthRun: Sendable {
  var first: UInt32
  var widths: [UInt16]
}
