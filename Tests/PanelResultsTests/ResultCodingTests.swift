import Foundation
import Testing

@testable import PanelResults

/// Result JSON keeps every number and reason, and refuses what it does not know.
@Suite struct ResultCodingTests {
  static let means = GroupMeansResult(
    heading: ResultHeading(
      outcome: "y",
      labels: ["y": LocalizedText(texts: ["en": "Outcome", "zh": "结果"]), "x": "Plain"]
    ),
    sample: SampleDescription(
      n: 3,
      rowsAvailable: 5,
      dropped: [RowsDropped(.missing, subject: "x", rows: 1), RowsDropped(.singleton, rows: 1)]
    ),
    groupVariable: "g",
    timeVariable: "t",
    series: [
      MeanSeries(
        group: "a",
        units: 2,
        points: [
          MeanPoint(
            period: 2000,
            mean: 0.1 + 0.2,
            n: 2,
            interval: Interval(low: -5e-324, high: .greatestFiniteMagnitude, level: 0.95)
          ),
          MeanPoint(period: 2001, mean: -0.0, n: 1),
        ]
      )
    ],
    provenance: Provenance(tool: "panelpress test")
  )

  func coded<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
  }

  @Test func keepsEveryBitOfANumber() throws {
    let back = try coded(Self.means)
    #expect(back == Self.means)
    let bits = back.series[0].points.map(\.mean.bitPattern)
    #expect(bits == Self.means.series[0].points.map(\.mean.bitPattern))
  }

  @Test func keepsWhyANumberIsMissing() throws {
    let numbers: [Availability<Double>] = [
      .value(1e-300), .unavailable(because: .perfectFit), .unavailable(because: "own-reason"),
    ]
    #expect(try coded(numbers) == numbers)
  }

  @Test func refusesToWriteWhatIsNotFinite() {
    #expect(throws: EncodingError.self) {
      try JSONEncoder().encode(Availability<Double>.value(.nan))
    }
    #expect(Availability(finite: .infinity, otherwise: .noVariation).value == nil)
  }

  @Test func refusesAnotherMethodOrSchema() throws {
    let bytes = try JSONEncoder().encode(Self.means)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(DescriptivesResult.self, from: bytes)
    }
    let text = try #require(String(data: bytes, encoding: .utf8))
    let future = text.replacing(#"panelpress.result\/1"#, with: #"panelpress.result\/9"#)
    #expect(future != text)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(GroupMeansResult.self, from: Data(future.utf8))
    }
  }

  @Test func choosesTheTextOfALanguage() {
    let text = LocalizedText(texts: ["en": "Year", "zh": "年份"])
    #expect(text.text(in: "zh-Hans") == "年份")
    #expect(text.text(in: "fr") == "Year")
    #expect(LocalizedText("Jahr").text(in: "zh-Hans") == "Jahr")
  }
}
