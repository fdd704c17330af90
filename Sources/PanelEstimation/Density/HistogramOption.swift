import PanelNumerics
package import PanelResults

/// The key `histogram` of a study: a rule, a number of bins, or none at all.
package enum HistogramOption: Decodable, Sendable, Equatable {
  case rule(Histogram.BinRule)
  case bins(Int)
  case none

  static let rules: [Histogram.BinRule] = [.stata, .freedmanDiaconis]

  package static let key = KeyDescription(
    "histogram",
    .either([.choice(rules.map(\.rawValue) + ["none"]), .integer]),
    default: "stata",
    "The bins of the histogram: a rule, their number, or none."
  )

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let count = try OptionValue.number(Int.self, in: container) {
      guard (1...HistogramBins.limit).contains(count) else {
        throw OptionValue.fault(
          "'histogram' is \(count); a histogram has 1 to \(HistogramBins.limit) bins.",
          in: decoder
        )
      }
      self = .bins(count)
      return
    }
    let word = try container.decode(String.self)
    if word == "none" {
      self = .none
    } else if let rule = Self.rules.first(where: { $0.rawValue == word }) {
      self = .rule(rule)
    } else {
      throw OptionValue.fault(
        "'histogram' is '\(word)'; it takes stata, freedman-diaconis, none or a number of bins.",
        in: decoder
      )
    }
  }

  /// The histogram of some values; absent for fewer than two, or where they do not vary.
  ///
  /// - Returns: A histogram by Stata's rule where the one of Freedman and Diaconis has no width,
  ///   because the quartiles coincide.
  package func histogram(of values: [Double]) -> Histogram? {
    let bySize = HistogramBins.stataCount(n: values.count)
    let (rule, count): (Histogram.BinRule, Int)
    switch self {
    case .none: return nil
    case .bins(let bins): (rule, count) = (.fixed, bins)
    case .rule(.freedmanDiaconis):
      let bySpread = HistogramBins.freedmanDiaconisCount(values)
      (rule, count) = (bySpread == nil ? .stata : .freedmanDiaconis, bySpread ?? bySize)
    case .rule: (rule, count) = (.stata, bySize)
    }
    guard let bins = HistogramBins(of: values, count: count) else { return nil }
    return Histogram(
      start: bins.start,
      width: bins.width,
      counts: bins.counts,
      rule: rule,
      n: values.count
    )
  }
}
