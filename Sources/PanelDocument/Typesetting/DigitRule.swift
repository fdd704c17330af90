import PanelResults

/// How many digits of a number are printed.
///
/// In YAML a whole number means decimals; the others are written `{significant: 3}`,
/// `{adaptive: 3}` and `{standard-error: 2}`.
package enum DigitRule: Sendable, Equatable {
  /// So many digits after the separator.
  case decimals(Int)
  /// So many significant digits; integer digits are never rounded off.
  case significant(Int)
  /// Below 1 so many significant digits, above one digit more and at least one decimal; whole
  /// numbers bare. With 3 this is the `a3` format of Stata's esttab.
  case adaptive(Int)
  /// So many significant digits of the standard error, and the estimate to the same place.
  /// Numbers without a standard error get that many significant digits.
  case standardError(Int)

  /// The most digits a rule may ask for: a double carries no more.
  static let limit = 15
}

extension DigitRule: Decodable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case significant, adaptive
    case standardError = "standard-error"
  }

  package init(from decoder: any Decoder) throws {
    if let decimals = try decoder.decodeIfShaped(Int.self) {
      self = .decimals(try Self.checked(decimals, from: 0, in: decoder))
      return
    }
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "give a number of decimals, or one of "
            + CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
        )
      )
    }
    let count = try Self.checked(try container.decode(Int.self, forKey: key), from: 1, in: decoder)
    switch key {
    case .significant: self = .significant(count)
    case .adaptive: self = .adaptive(count)
    case .standardError: self = .standardError(count)
    }
  }

  private static func checked(_ count: Int, from least: Int, in decoder: any Decoder) throws -> Int
  {
    guard (least...limit).contains(count) else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "digits run from \(least) to \(limit), not \(count)"
        )
      )
    }
    return count
  }
}
