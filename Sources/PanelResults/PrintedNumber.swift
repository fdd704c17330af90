/// A number as a publication prints it: its digits are kept, as `0.990` and `-0.000` are.
package struct PrintedNumber: Sendable, Equatable {
  /// Digits with commas between thousands, a minus or a hyphen before them, and a point.
  package let text: String
  package let value: Double

  /// - Returns: `nil` for what is no number in digits.
  package init?(_ text: String) {
    let digits = text.hasPrefix("−") || text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let groups = parts.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    let isDigits = { (part: Substring) in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    guard !groups.isEmpty, groups.allSatisfy(isDigits),
      groups.dropFirst().allSatisfy({ $0.count == 3 }), groups.count == 1 || groups[0].count <= 3,
      parts.count == 1 || isDigits(parts[1]),
      let value = Double(digits.filter { $0 != "," })
    else { return nil }
    self.text = text
    self.value = digits.count < text.count ? -value : value
  }
}

extension PrintedNumber: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let number = PrintedNumber(text) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription:
            "a number as printed is wanted, such as \"0.050\" or \"-1,234.5\", not \"\(text)\"."
        )
      )
    }
    self = number
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

/// What a publication prints about one term; what it leaves out is absent.
package struct PrintedEstimate: Codable, Sendable, Equatable {
  /// The raw name, such as `log_police` or ``Estimate/constantTerm``.
  package var term: String
  package var estimate: PrintedNumber
  package var standardError: PrintedNumber?
  package var statistic: PrintedNumber?
  package var pValue: PrintedNumber?
  /// The stars printed, whatever the other numbers say.
  package var stars: String?

  private enum CodingKeys: String, CodingKey {
    case term, estimate, statistic, stars
    case standardError = "std_error"
    case pValue = "p_value"
  }

  package init(
    term: String,
    estimate: PrintedNumber,
    standardError: PrintedNumber? = nil,
    statistic: PrintedNumber? = nil,
    pValue: PrintedNumber? = nil,
    stars: String? = nil
  ) {
    self.term = term
    self.estimate = estimate
    self.standardError = standardError
    self.statistic = statistic
    self.pValue = pValue
    self.stars = stars
  }
}

extension Estimate {
  /// An estimate of which only what is printed is known.
  package init(_ printed: PrintedEstimate) {
    func known(_ number: PrintedNumber?) -> Availability<Double> {
      number.map { .value($0.value) } ?? .unavailable(because: .notPublished)
    }
    self.init(
      component: printed.term == Self.constantTerm ? .constant : .slopes,
      term: printed.term,
      value: printed.estimate.value,
      standardError: known(printed.standardError),
      statistic: known(printed.statistic),
      pValue: known(printed.pValue),
      intervalLow: .unavailable(because: .notPublished),
      intervalHigh: .unavailable(because: .notPublished),
      degreesOfFreedom: nil,
      distribution: .studentT
    )
    self.printed = printed
  }
}
