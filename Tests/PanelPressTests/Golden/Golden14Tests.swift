import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelPress

/// Golden case 14: a placebo with 500 draws and p = 0.003, which 500 draws cannot give.
@Suite struct Golden14Tests {
  @Test(arguments: [
    (500, 0.003, false), (500, 0.004, true), (500, 0.002, true), (500, 0.0, true),
    (500, 0.006, true), (500, 0.001, false), (1000, 0.003, true), (999, 0.003, true),
    (999, 0.0035, false), (500, 0.00599, true), (500, 0.0061, false), (20, 0.05, true),
    (19, 0.04, false),
  ])
  func knowsWhichPValuesDrawsCanGive(draws: Int, printed: Double, isPossible: Bool) {
    let fault = PermutationPValue.fault(count: nil, draws: draws, printed: printed)
    #expect((fault == nil) == isPossible, "\(fault ?? "possible")")
  }

  @Test func explainsWhatIsWrong() {
    #expect(
      PermutationPValue.fault(count: nil, draws: 500, printed: 0.003)
        == "500 draws cannot give a p-value of 0.003: it is a multiple of 1/500, such as 0.002 or "
        + "0.004, or (1 + c)/(1 + 500)."
    )
    #expect(
      PermutationPValue.fault(count: 3, draws: 2, printed: nil)
        == "3 of 2 draws cannot be as extreme as the estimate."
    )
  }

  /// A saved placebo with its two-sided p-value as another program printed it.
  private func saved(_ change: (inout [String: Any]) -> Void) throws -> Data {
    let result = TreatmentFixtures.placebo
    let text = try ResultFile(id: "placebo", results: [result]).json()
    var file = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    var results = try #require(file["results"] as? [[String: Any]])
    var draws = try #require(results[0]["draws"] as? [String: Any])
    change(&draws)
    results[0]["draws"] = draws
    file["results"] = results
    return try JSONSerialization.data(withJSONObject: file)
  }

  @Test func refusesSavedResultsThatCannotBe() throws {
    let impossible = try saved {
      $0["two_sided"] = ["draws": 500, "p_value": 0.003]
    }
    do {
      _ = try ResultFile.read(impossible, file: "placebo.json")
      Issue.record("p = 0.003 of 500 draws is accepted")
    } catch {
      #expect(
        error.description.hasPrefix(
          "placebo.json: results[1].draws.two_sided: 500 draws cannot give a p-value of 0.003"),
        "\(error)"
      )
    }
    let count = try #require(TreatmentFixtures.placebo.draws).twoSided.count
    let miscounted = try saved { $0["two_sided"] = ["draws": 500, "count": count + 3] }
    #expect(throws: PressError.self) {
      try ResultFile.read(miscounted, file: "placebo.json")
    }
  }

  @Test func readsAPrintedPValueAsItsCount() throws {
    let draws = try #require(TreatmentFixtures.placebo.draws)
    let printed = draws.twoSided.plain
    let bytes = try saved {
      $0["values"] = [Double]()
      $0["two_sided"] = ["draws": 500, "p_value": printed]
    }
    let file = try ResultFile.read(bytes, file: "placebo.json")
    let result = try #require(file.results[0] as? PlaceboResult)
    #expect(result.draws?.twoSided.count == draws.twoSided.count)
    #expect(try ResultFile.read(saved { _ in }, file: "placebo.json").results.count == 1)
  }
}
