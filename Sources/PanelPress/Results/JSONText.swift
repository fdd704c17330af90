import Foundation

/// JSON as PanelPress writes it: keys sorted, two spaces per level, short arrays on one line.
enum JSONText {
  /// - Throws: `EncodingError` for a number that is not finite.
  static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return pretty(Array(try encoder.encode(value)))
  }

  /// Lays compact JSON out over lines.
  private static func pretty(_ compact: [UInt8]) -> String {
    var printer = Printer(compact: compact)
    printer.run()
    return String(decoding: printer.output, as: UTF8.self)
  }

  private struct Printer {
    let compact: [UInt8]
    var output: [UInt8] = []
    private var depth = 0
    private var position = 0

    init(compact: [UInt8]) {
      self.compact = compact
      output.reserveCapacity(compact.count * 2)
    }

    mutating func run() {
      while position < compact.count {
        let byte = compact[position]
        switch byte {
        case UInt8(ascii: "\""): copyString()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          if let end = endOfFlatArray() {
            copyFlat(to: end)
          } else {
            output.append(byte)
            depth += 1
            newLine()
            position += 1
          }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          depth -= 1
          newLine()
          output.append(byte)
          position += 1
        case UInt8(ascii: ","):
          output.append(byte)
          newLine()
          position += 1
        case UInt8(ascii: ":"):
          output += [byte, UInt8(ascii: " ")]
          position += 1
        default:
          output.append(byte)
          position += 1
        }
      }
      output.append(UInt8(ascii: "\n"))
    }

    private mutating func newLine() {
      output.append(UInt8(ascii: "\n"))
      output += Array(repeating: UInt8(ascii: " "), count: 2 * depth)
    }

    private mutating func copyString() {
      repeat {
        if compact[position] == UInt8(ascii: "\\") {
          output.append(compact[position])
          position += 1
        }
        output.append(compact[position])
        position += 1
      } while compact[position] != UInt8(ascii: "\"")
      output.append(compact[position])
      position += 1
    }

    /// The end of an empty object, or of an array that holds only numbers and plain words.
    private func endOfFlatArray() -> Int? {
      let isObject = compact[position] == UInt8(ascii: "{")
      var end = position + 1
      var inString = false
      while end < compact.count {
        let byte = compact[end]
        if inString {
          if byte == UInt8(ascii: "\\") { end += 1 }
          inString = byte != UInt8(ascii: "\"")
        } else if byte == UInt8(ascii: isObject ? "}" : "]") {
          return isObject && end > position + 1 ? nil : end
        } else if isObject || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
          return nil
        } else if byte == UInt8(ascii: "\"") {
          inString = true
        }
        end += 1
      }
      return nil
    }

    private mutating func copyFlat(to end: Int) {
      while position <= end {
        let byte = compact[position]
        if byte == UInt8(ascii: "\"") {
          copyString()
          continue
        }
        output.append(byte)
        if byte == UInt8(ascii: ",") { output.append(UInt8(ascii: " ")) }
        position += 1
      }
    }
  }
}
