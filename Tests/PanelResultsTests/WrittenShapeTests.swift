import Foundation
import Testing

@testable import PanelResults

@Suite struct WrittenShapeTests {
  func read<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  /// The keys on the way to what does not fit.
  func faultyPlace<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> [String] {
    let error = try #require(throws: DecodingError.self) { try read(type, text) }
    guard case .typeMismatch(_, let context) = error else { throw error }
    return context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
  }

  @Test func readsOneValueAndAList() throws {
    #expect(try read(OneOrMore<String>.self, #""a""#) == OneOrMore(["a"]))
    #expect(try read(OneOrMore<String>.self, #"["a", "b"]"#) == OneOrMore(["a", "b"]))
  }

  @Test func namesTheFaultInsideTheRightShape() throws {
    #expect(try faultyPlace(OneOrMore<String>.self, #"["a", 2]"#) == ["1"])
    #expect(try faultyPlace(OneOrMore<String>.self, #"{"a": 2}"#) == [])
    #expect(try faultyPlace(LocalizedText.self, #"{"en": 2}"#) == ["en"])
    #expect(try faultyPlace(Availability<Double>.self, #"{"unavailable": 2}"#) == ["unavailable"])
    #expect(try faultyPlace(Availability<Double>.self, #"{"absent": 2}"#) == [])
  }
}
