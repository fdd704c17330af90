/// The cells that stand for a missing value.
struct MissingTokens: Sendable {
  /// Whether an empty cell is missing.
  let includesEmpty: Bool
  private let tokens: [[UInt8]]
  private let longest: Int
  /// Tokens such as `-99`: in a column of numbers they stand for the number, however written.
  let numbers: [Double]

  init(_ tokens: [String]) {
    let bytes = tokens.map { Array($0.utf8) }
    includesEmpty = bytes.contains([])
    self.tokens = bytes.filter { !$0.isEmpty }
    longest = self.tokens.map(\.count).max() ?? 0
    numbers = bytes.compactMap { token in
      if case .value(let value) = token.withUnsafeBufferPointer(DecimalNumber.parse) {
        value
      } else {
        nil
      }
    }
  }

  func contains(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    if cell.isEmpty { return includesEmpty }
    if cell.count > longest { return false }
    return tokens.contains { $0.count == cell.count && $0.elementsEqual(cell) }
  }
}
