import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

/// Effects by a moderator under weights and in other units, and entries that mean nothing.
@Suite struct ModerationScaleTests {
  static let context = AnalysisContext(id: "mod")

  private func run(_ panel: Panel, weights: String? = nil, at: [ModeratorPoint] = [])
    throws -> ModerationResult
  {
    try #require(
      try Moderation(
        ControlModel(outcome: "y", effects: ["unit"]), treatment: "x", moderator: "m", at: at,
        vcov: "hc1", weights: weights
      ).run(on: panel, in: Self.context).first)
  }

  /// A weight of four counts a value four times, in quantiles as in the mean.
  @Test func weighsQuantilesAsItWeighsTheMean() throws {
    var panel = GroupSamples.moderated(slope: 0.6)
    let weights = (0..<panel.table.rowCount).map { $0 % 3 == 0 ? 4.0 : 1 }
    panel.table.set(Column("w", numbers: weights))
    let percents = [10, 25, 50, 75, 90]
    let points = percents.map {
      ModeratorPoint.place(ModeratorPlace(.percentile, percentile: $0))
    }
    let values = try panel.values(of: .column("m")).numbers
    let repeated = zip(values, weights).flatMap { Array(repeating: $0, count: Int($1)) }
    let expected = percents.map { Quantiles(repeated).percentile($0) }
    #expect(try run(panel, weights: "w", at: points).effects.map(\.moderator) == expected)
    let plain = percents.map { Quantiles(values).percentile($0) }
    #expect(plain != expected)
    #expect(try run(panel, at: points).effects.map(\.moderator) == plain)
  }

  /// No unit of treatment or outcome moves the region; that of the moderator moves its bounds.
  @Test(arguments: [1e-150, 1e-120, 1e-80, 1e-20, 1e20, 1e80, 1e100, 1e120, 1e150])
  func findsTheSameRegionInEveryUnit(scale: Double) throws {
    let plain = try #require(try run(GroupSamples.moderated(slope: 0.6)).region.value)
    #expect(plain.bounds.count == 2)
    for name in ["x", "y", "m"] {
      var panel = GroupSamples.moderated(slope: 0.6)
      let numbers = try panel.values(of: .column(name)).numbers
      panel.table.set(Column(name, numbers: numbers.map { scale * $0 }))
      let result = try run(panel)
      let isEstimated = result.effects.allSatisfy { $0.estimate.standardError.value != nil }
      #expect(isEstimated || abs(log10(scale)) > 100, "\(name)")
      guard isEstimated else { continue }
      let region = try #require(result.region.value, "\(name)")
      #expect(region.kind == plain.kind, "\(name)")
      #expect(region.positiveShare == plain.positiveShare, "\(name)")
      #expect(region.negativeShare == plain.negativeShare, "\(name)")
      for (bound, expected) in zip(region.bounds, plain.bounds) {
        try expectClose(bound / (name == "m" ? scale : 1), expected, 1e-8, name)
      }
    }
  }

  private func decoded(_ part: String) throws -> Moderation {
    try JSONDecoder().decode(
      Moderation.self,
      from: Data(#"{"outcome": "y", "treatment": "x", "moderator": "m", \#(part)}"#.utf8))
  }

  @Test func takesNoneForNoEffects() throws {
    #expect(try decoded(#""effects": "none""#).model.effects == [])
    #expect(try decoded(#""effects": ["none"]"#).model.effects == [])
    #expect(try decoded(#""effects": "unit""#).model.effects == ["unit"])
    #expect(try decoded(#""level": 0.9"#).model.effects == nil)
  }

  @Test(arguments: [
    (#""at": ["mean", "mean"]"#, "'at' names a value twice"), (#""at": [1, 1.0]"#, "twice"),
    (#""at": []"#, "'at' is empty"),
  ])
  func refusesValuesThatAreNamedTwice(part: String, message: String) {
    #expect {
      try decoded(part)
    } throws: { error in
      guard case DecodingError.dataCorrupted(let context) = error else { return false }
      return context.debugDescription.contains(message)
    }
  }
}
