import Foundation
import Testing

@testable import PanelResults

/// Numbers of publications keep their digits.
@Suite struct PrintedNumberTests {
  @Test(arguments: [
    ("0.990", 0.99), ("-0.000", -0.0), ("−1.927", -1.927), ("12,509", 12509), ("1,234.5", 1234.5),
    ("2014", 2014),
  ])
  func readsWhatIsPrinted(text: String, value: Double) throws {
    let number = try #require(PrintedNumber(text))
    #expect(number.value == value && number.text == text)
    #expect(number.value.sign == value.sign)
  }

  @Test(arguments: ["", "-", ".5", "1.", "1,23", "1234,567", "0.1*", "(0.1)", "1e5", "nan", "１"])
  func refusesWhatIsNoPrintedNumber(text: String) throws {
    #expect(PrintedNumber(text) == nil)
    let bytes = try JSONEncoder().encode([text])
    let error = #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode([PrintedNumber].self, from: bytes)
    }
    guard case .dataCorrupted(let context) = try #require(error) else {
      Issue.record("another error")
      return
    }
    #expect(context.debugDescription.contains("a number as printed is wanted"))
  }
}
