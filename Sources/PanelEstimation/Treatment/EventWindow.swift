/// The first and the last distance from treatment that are studied: `[-6, 4]` in a study file.
package struct EventWindow: Sendable, Equatable, Decodable {
  package var first: Int
  package var last: Int

  /// - Precondition: `first` is not after `last`.
  package init(_ first: Int, _ last: Int) {
    precondition(first <= last, "\(first) after \(last)")
    self.first = first
    self.last = last
  }

  package init(from decoder: any Decoder) throws {
    let numbers = try [Int](from: decoder)
    guard numbers.count == 2, numbers[0] <= numbers[1] else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "a window is two whole numbers, the first not above the second, as in "
            + "[-6, 4]"))
    }
    self.init(numbers[0], numbers[1])
  }

  package func contains(_ distance: Int) -> Bool { first <= distance && distance <= last }
}
