import Foundation
import PanelNumerics
import Testing

@testable import PanelData

/// Entropy and component indices on small data.
@Suite struct IndexTests {
  static let text = "unit,time,x,y\na,1,0,4\na,2,5,2\nb,1,10,0\n"

  /// z = (0, ½, 1): p = (0, ⅓, ⅔), e = 0.63651/1.09861.
  @Test func weighsByEntropy() throws {
    let index = EntropyIndex(positive: ["x"], negative: ["y"])
    let panel = try panel(Self.text)
    let groups = try index.groups(
      of: try index.indicators(in: panel),
      among: [0, 1, 2],
      in: panel
    )
    let entropy = (log(3) - 2.0 / 3 * log(2)) / log(3)
    #expect(abs(groups[0].weights.entropies[0] - entropy) < 1e-15)
    #expect(abs(groups[0].weights.redundancies[0] - 0.42062) < 5e-6)
    #expect(groups[0].weights.weights == [0.5, 0.5])
    CompositeTests.expect(try CompositeTests.values(of: index, in: Self.text), [0, 0.5, 1])
  }

  /// Positive affine changes, and a change of sign with the direction, change nothing.
  @Test func ignoresUnitsAndDirections() throws {
    let text = "unit,time,x,y\na,1,1,4\na,2,5,2.5\nb,1,9,0\nb,2,3,1\n"
    let plain = try CompositeTests.values(of: EntropyIndex(positive: ["x", "y"]), in: text)
    for index in [
      EntropyIndex(positive: ["I(3 * x + 7)", "y"]), EntropyIndex(positive: ["y"], negative: ["I(0-x)"]),
    ] {
      CompositeTests.expect(try CompositeTests.values(of: index, in: text), plain, within: 1e-13)
    }
  }

  @Test func weighsEachPeriodOnItsOwn() throws {
    let text = "unit,time,x,y\na,1,0,1\na,2,5,5\nb,1,2,0\nb,2,6,4\nc,1,1,1\nc,2,5,6\n"
    let yearly = try CompositeTests.values(
      of: EntropyIndex(positive: ["x", "y"], by: "time"), in: text)
    let first = try CompositeTests.values(
      of: EntropyIndex(positive: ["x", "y"]),
      in: text.split(separator: "\n").filter { !$0.contains(",2,") || $0.contains("b,1") }
        .joined(separator: "\n") + "\n"
    )
    CompositeTests.expect([yearly[0], yearly[2], yearly[4]], first)
  }

  @Test func leavesIncompleteRowsOut() throws {
    CompositeTests.expect(
      try CompositeTests.values(
        of: EntropyIndex(positive: ["x"]),
        in: "unit,time,x\na,1,0\na,2,\nb,1,10\n"
      ),
      [0, nil, 1]
    )
  }

  @Test func refusesIndicatorsThatHaveNoSignOrRange() {
    func fault(_ index: EntropyIndex, _ text: String = Self.text) -> String {
      CompositeTests.fault(index, in: text)
    }
    #expect(
      fault(EntropyIndex(positive: ["x"]), "unit,time,x\na,1,3\na,2,3\n")
        == "variables.made: The indicator 'x' is 3 in all 2 rows: it has no range to standardise "
        + "by. Leave it out."
    )
    #expect(
      fault(EntropyIndex(positive: ["x"], by: "time"), "unit,time,x\na,1,3\nb,1,3\na,2,1\nb,2,2\n")
        .contains("in all 2 rows where time is 1: it has no range")
    )
    #expect(
      fault(EntropyIndex(positive: ["x", "y"], negative: ["y"])).contains(
        "'y' stands under 'positive' and under 'negative'. Is more of it better, or less?"
      )
    )
    #expect(
      fault(EntropyIndex(positive: ["x"], dimensions: ["d": ["x", "y"]])).contains(
        "The sign of 'y' is missing: dimension 'd' holds it"
      )
    )
    #expect(
      fault(EntropyIndex(positive: ["x", "y"], dimensions: ["d": ["x"]])).contains(
        "'y' stands in no dimension"
      )
    )
    #expect(fault(EntropyIndex(positive: ["x", "x"])).contains("'x' stands twice under 'positive'"))
    #expect(fault(EntropyIndex()).contains("An index needs indicators"))
    #expect(fault(EntropyIndex(positive: ["x"], shift: -1)).contains("'shift' is -1.0"))
    #expect(
      fault(EntropyIndex(positive: ["x"], shift: 1e9)).contains("Choose a smaller 'shift'")
    )
    #expect(fault(EntropyIndex(positive: ["x"]), "unit,time,x\na,1,3\na,2,\n").contains("there is one"))
  }

  static let five = "unit,time,x,y,z\na,1,1,2,5\na,2,2,1,3\nb,1,3,4,4\nb,2,5,5,1\nc,1,4,6,2\n"

  @Test func keepsComponentsByRule() throws {
    let panel = try panel(Self.five)
    func retained(_ index: ComponentIndex) throws -> Int {
      try index.fit(try index.signed(in: panel), among: [0, 1, 2, 3, 4], in: panel).retained
    }
    let names = ["x", "y", "z"]
    #expect(try retained(ComponentIndex(indicators: names)) == 1)
    #expect(try retained(ComponentIndex(indicators: names, components: 2)) == 2)
    #expect(try retained(ComponentIndex(indicators: names, share: 1)) == 3)
    #expect(try retained(ComponentIndex(indicators: names, minimumEigenvalue: 0)) == 3)
  }

  /// With all components kept, equal signs and standardised scores have variance Σ w².
  @Test func orientsAndScalesComponents() throws {
    let panel = try panel(Self.five)
    var index = ComponentIndex(indicators: ["x", "y", "z"], negative: ["z"], orientation: .sum)
    let fit = try index.fit(try index.signed(in: panel), among: [0, 1, 2, 3, 4], in: panel)
    #expect(fit.loadings(of: 0).reduce(0, +) > 0)
    index.reference = "0 - x"
    let turned = try index.fit(try index.signed(in: panel), among: [0, 1, 2, 3, 4], in: panel)
    CompositeTests.expect(turned.index.map { -$0 }, fit.index.map { $0 })
    index.scores = .standardised
    let scaled = try index.fit(try index.signed(in: panel), among: [0, 1, 2, 3, 4], in: panel)
    #expect(abs(scaled.index.map { $0 * $0 }.reduce(0, +) / 4 - 1) < 1e-12)
  }

  @Test func refusesRulesThatKeepNothing() {
    func fault(_ index: ComponentIndex, _ text: String = Self.five) -> String {
      CompositeTests.fault(index, in: text)
    }
    #expect(
      fault(ComponentIndex(indicators: ["x", "y"], components: 1, share: 0.5)).contains(
        "'components' and 'share' are rules for the same thing"
      )
    )
    #expect(
      fault(ComponentIndex(indicators: ["x", "y"], components: 3)).contains("it is from 1 to 2")
    )
    #expect(
      fault(ComponentIndex(indicators: ["x", "y"], minimumEigenvalue: 5)).contains(
        "No eigenvalue is greater than 5"
      )
    )
    #expect(fault(ComponentIndex(indicators: ["x"])).contains("need two indicators; 1 is named"))
    #expect(
      fault(ComponentIndex(indicators: ["x", "y"], negative: ["z"])).contains(
        "'z' stands under 'negative' but not under 'indicators'"
      )
    )
    #expect(
      fault(ComponentIndex(indicators: ["x", "y"]), "unit,time,x,y\na,1,1,2\na,2,1,3\n").contains(
        "The indicator 'x' is 1 in all 2 rows: it has no variance"
      )
    )
  }
}
