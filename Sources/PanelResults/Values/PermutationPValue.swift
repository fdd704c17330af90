/// A p-value from draws under the null hypothesis.
package struct PermutationPValue: Sendable, Equatable {
  /// Draws at least as extreme as the estimate.
  package var count: Int
  package var draws: Int
  /// The interval of the plain p-value, for draws are a sample; absent where they are all there are.
  package var interval: Interval?

  package init(
    count: Int,
    draws: Int,
    interval: Interval? = nil
  ) {
    self.count = count
    self.draws = draws
    self.interval = interval
  }

  /// count / draws; where the count is 0 a table prints that p is below 1 / draws.
  package var plain: Double { Double(count) / Double(draws) }
  /// (1 + count) / (1 + draws), which is never 0.
  package var corrected: Double { Double(1 + count) / Double(1 + draws) }
}

extension PermutationPValue: Codable {
  private enum CodingKeys: String, CodingKey {
    case count, draws, interval
    /// As printed, in results of other programs; never written.
    case pValue = "p_value"
  }

  /// Reads count and draws; a file of another program may have `p_value` beside the count or in its
  /// place, which must then be one that so many draws can give.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    draws = try container.decode(Int.self, forKey: .draws)
    interval = try container.decodeIfPresent(Interval.self, forKey: .interval)
    let printed = try container.decodeIfPresent(Double.self, forKey: .pValue)
    let given = try container.decodeIfPresent(Int.self, forKey: .count)
    if let fault = Self.fault(count: given, draws: draws, printed: printed) {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: fault))
    }
    if let given {
      count = given
    } else if let printed {
      count = Self.counts(of: printed, draws: draws).first ?? 0
    } else {
      count = try container.decode(Int.self, forKey: .count)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(draws, forKey: .draws)
    try container.encodeIfPresent(interval, forKey: .interval)
  }
}

extension PermutationPValue {
  /// Why these numbers cannot belong together; `nil` where they can.
  ///
  /// With R draws a p-value is c/R or (1 + c)/(1 + R) for a whole number c. A printed one stands for
  /// all numbers that round to it, so 0.003 is impossible with 500 draws, and 0.0020 is not.
  package static func fault(count: Int?, draws: Int, printed: Double?) -> String? {
    guard draws >= 0 else { return "\(draws) draws are not possible." }
    if let count, !(0...draws).contains(count) {
      return "\(count) of \(draws) draws cannot be as extreme as the estimate."
    }
    guard let printed else { return nil }
    guard (0...1).contains(printed), draws > 0 else {
      return "\(printed) is no p-value of \(draws) draws."
    }
    let possible = counts(of: printed, draws: draws)
    guard possible.isEmpty else {
      guard let count, !possible.contains(count) else { return nil }
      return "A p-value of \(printed) and \(count) of \(draws) draws do not go together: "
        + "\(count)/\(draws) is \(Double(count) / Double(draws)), "
        + "(1 + \(count))/(1 + \(draws)) is \(Double(1 + count) / Double(1 + draws))."
    }
    let below = (printed * Double(draws)).rounded(.down)
    return "\(draws) draws cannot give a p-value of \(printed): it is a multiple of 1/\(draws), such as "
      + "\(below / Double(draws)) or \((below + 1) / Double(draws)), or (1 + c)/(1 + \(draws))."
  }

  /// The counts that give a p-value that rounds to the printed one, by either rule.
  private static func counts(of printed: Double, draws: Int) -> [Int] {
    let slack = 0.5 * unit(of: printed) * (1 + 1e-9)
    let near = Int((printed * Double(draws)).rounded())
    let reach = Int((slack * Double(draws)).rounded(.up)) + 2
    return (max(0, near - reach)...min(draws, max(0, near) + reach)).filter { count in
      abs(Double(count) / Double(draws) - printed) <= slack
        || abs(Double(1 + count) / Double(1 + draws) - printed) <= slack
    }
    .sorted { abs($0 - near) < abs($1 - near) }
  }

  /// The place of the last decimal that is written: 0.001 for 0.003.
  private static func unit(of printed: Double) -> Double {
    var unit = 1.0
    for _ in 0..<12 {
      let scaled = printed / unit
      if abs(scaled - scaled.rounded()) < 1e-6 { return unit }
      unit /= 10
    }
    return unit
  }
}
