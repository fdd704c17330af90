package import PanelResults

/// A value of the moderator, or several, as a study asks for them: `mean`, `mean ± sd`,
/// `quartiles`, `p10`, `min`, `12.5`.
package enum ModeratorPoint: Sendable, Hashable {
  case place(ModeratorPlace)
  case value(Double)

  /// The mean, and one standard deviation on either side.
  static let aroundMean: [ModeratorPoint] = [-1, 0, 1].map {
    .place(ModeratorPlace(.mean, deviations: $0))
  }

  static let forms = "mean, mean ± sd, mean + 2 sd, median, quartiles, p10, min, max, or a number"

  /// The points that a word of a study means; `nil` for a word that means none.
  static func points(_ text: String) -> [ModeratorPoint]? {
    let word = text.lowercased().filter { !$0.isWhitespace }
      .replacing("+/-", with: "±").replacing("+-", with: "±").replacing("−", with: "-")
    switch word {
    case "mean": return [.place(ModeratorPlace(.mean, deviations: 0))]
    case "median": return [.place(ModeratorPlace(.percentile, percentile: 50))]
    case "quartiles":
      return [25, 50, 75].map { .place(ModeratorPlace(.percentile, percentile: $0)) }
    case "min": return [.place(ModeratorPlace(.minimum))]
    case "max": return [.place(ModeratorPlace(.maximum))]
    default: break
    }
    if let number = Double(word), number.isFinite { return [.value(number)] }
    if word.hasPrefix("p"), let percent = Int(word.dropFirst()), (1...99).contains(percent) {
      return [.place(ModeratorPlace(.percentile, percentile: percent))]
    }
    guard word.hasPrefix("mean"), word.hasSuffix("sd"), let sign = word.dropFirst(4).first else {
      return nil
    }
    let digits = word.dropFirst(5).dropLast(2)
    guard let count = digits.isEmpty ? 1 : Double(digits), count > 0, count.isFinite else {
      return nil
    }
    let signs: [Double]
    switch sign {
    case "±": signs = [-1, 0, 1]
    case "+": signs = [1]
    case "-": signs = [-1]
    default: return nil
    }
    return signs.map { .place(ModeratorPlace(.mean, deviations: $0 * count)) }
  }
}

/// One item of `at`, which may stand for several points.
struct ModeratorPoints: Decodable, Hashable, Sendable {
  var points: [ModeratorPoint]

  init(from decoder: any Decoder) throws {
    if let number = try decoder.decodeIfShaped(Double.self) {
      points = [.value(number)]
      return
    }
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let points = ModeratorPoint.points(text) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "'\(text)' is no value of a moderator; write \(ModeratorPoint.forms)"))
    }
    self.points = points
  }
}
