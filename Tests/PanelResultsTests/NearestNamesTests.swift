import PanelResults
import Testing

@Suite struct NearestNamesTests {
  let known = ["state", "year", "homicide", "log_income", "income", "police", "poverty", "GDP"]

  @Test(arguments: [
    ("homicde", ["homicide"]), ("sate", ["state"]), ("yaer", ["year"]), ("gdp", ["GDP"]),
    ("incme", ["income"]), ("inc", ["log_income", "income"]), ("zebra", []), ("", []),
  ])
  func findsWhatWasProbablyMeant(name: String, nearest: [String]) {
    #expect(NearestNames.of(name, in: known) == nearest)
  }

  @Test func offersAtMostThree() {
    #expect(NearestNames.of("x0", in: (1...9).map { "x\($0)" }) == ["x1", "x2", "x3"])
  }

  @Test func staysQuickOnLongNames() {
    let long = String(repeating: "ab", count: 50_000)
    #expect(NearestNames.of(long, in: [long + "c", "x"]).count <= 3)
  }
}
