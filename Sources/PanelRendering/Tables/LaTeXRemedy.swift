import PanelDocument

/// One way to set a table: the first of the list in which it fits the page is taken, in width and
/// in height.
///
/// As an editor would, a table that is too wide gives up the space between its columns first, then
/// the length of its row labels, then the single line of its cells, and only then the size of its
/// type.
struct LaTeXRemedy: Equatable {
  /// A type size: its command, and how wide its letters and how large its type are beside ten
  /// points.
  ///
  /// Small type is wider than its size says.
  struct Size: Equatable {
    var command: String?
    var scale: Double
    var type: Double
    /// The distance of lines in points.
    var leading: Double

    static let normal = Size(command: nil, scale: 1, type: 1, leading: 12)
    static let small = Size(command: "small", scale: 0.926, type: 0.9, leading: 11)
    static let footnote = Size(command: "footnotesize", scale: 0.852, type: 0.8, leading: 9.5)
    static let script = Size(command: "scriptsize", scale: 0.8, type: 0.7, leading: 8)
    static let tiny = Size(command: "tiny", scale: 0.69, type: 0.5, leading: 6)

    /// The size for points where the text has ten.
    static func points(_ points: Int) -> Size {
      switch points {
      case ..<8: .script
      case 8: .footnote
      case 9: .small
      default: .normal
      }
    }
  }

  /// How far a label of a row may reach before it goes on in the next line.
  enum Stub: Equatable {
    case wide
    /// A third, a quarter or a fifth of the page.
    case third, quarter, fifth
  }

  var size: Size
  /// `\tabcolsep` in points.
  var padding: Double
  var stub: Stub
  /// The most lines of a cell that can be broken: 1, 2 or 4.
  var lines: Int
  /// Whether columns of models must all have the width of the widest.
  var isEven: Bool
  var largestNotes = Size.footnote

  /// The order of remedies, from a table that fits as it is to the last resort.
  static let all: [LaTeXRemedy] = {
    var all = [7, 5.5, 4].map {
      LaTeXRemedy(size: .normal, padding: $0, stub: .wide, lines: 1, isEven: true)
    }
    all.append(LaTeXRemedy(size: .normal, padding: 4, stub: .third, lines: 1, isEven: true))
    let broken: [(Size, padding: Double, Stub, lines: Int)] = [
      (.normal, 4, .third, 2), (.small, 4, .third, 2), (.footnote, 4, .third, 2),
      (.footnote, 3, .third, 4), (.script, 3, .third, 4), (.script, 2.5, .quarter, 4),
      (.tiny, 2, .quarter, 4), (.tiny, 2, .fifth, 4),
    ]
    for (size, padding, stub, lines) in broken {
      for isEven in [true, false] {
        all.append(
          LaTeXRemedy(size: size, padding: padding, stub: stub, lines: lines, isEven: isEven)
        )
      }
    }
    return all
  }()

  /// The remedies of a style: none with larger type than its own.
  static func all(in type: TypeLook) -> [LaTeXRemedy] {
    let largest = Size.points(type.table)
    var remedies: [LaTeXRemedy] = []
    for var remedy in all {
      if remedy.size.scale > largest.scale { remedy.size = largest }
      remedy.largestNotes = .points(type.notes)
      if !remedies.contains(remedy) { remedies.append(remedy) }
    }
    return remedies
  }

  /// Notes are never larger than the table or the style's own, and never below the size that reads
  /// well.
  var noteSize: Size {
    let own: Size = size.scale <= Size.script.scale ? .script : size
    return own.scale < largestNotes.scale ? own : largestNotes
  }
}
