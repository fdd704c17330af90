import PanelNumerics
import Testing

@testable import PanelData

/// Random expressions on random panels: a typed error, or values that keep their promises.
@Suite struct EvaluationFuzzTests {
  private static let leaves = ["x", "y", "z", "s", "unit", "time", "0", "1", "2", "0.5", "\"a\""]
  private static let forms = [
    "(A + B)", "(A - B)", "(A * B)", "(A / B)", "(A ^ B)", "-A", "!A", "(A & B)", "(A | B)",
    "(A == B)", "(A != B)", "(A < B)", "(A >= B)", "log(A)", "exp(A)", "sqrt(A)", "abs(A)",
    "min(A, B)", "max(A, B)", "mean(A)", "mean(A, by = s)", "sum(A, by = unit^z)",
    "sd(A, by = time)",
    "count(A, by = s)", "max(A, by = unit)", "centre(A)", "standardise(A, by = unit)",
    "winsorise(A, p = 0.2, by = s)", "ifelse(A, B, A)", "missing(A)", "L.(A)", "F2.(A)", "D.(A)",
  ]

  private static func text(_ random: inout Philox, depth: Int) -> String {
    if depth == 0 { return leaves[random.below(leaves.count)] }
    let form = forms[random.below(forms.count)]
    return form.split(separator: "", omittingEmptySubsequences: true).map { letter in
      letter == "A" || letter == "B"
        ? text(&random, depth: random.below(depth)) : String(letter)
    }.joined()
  }

  private static func panel(_ random: inout Philox) throws -> Panel {
    var numbers: [String: [Double]] = ["unit": [], "time": [], "x": [], "y": [], "z": []]
    var codes: [Int32] = []
    for unit in 0..<(1 + random.below(4)) {
      for time in 0..<(1 + random.below(5)) where random.below(4) > 0 || unit + time == 0 {
        numbers["unit"]?.append(Double(unit))
        numbers["time"]?.append(Double(time))
        numbers["x"]?.append(random.below(5) == 0 ? .nan : random.normal() * 10)
        numbers["y"]?.append(Double(random.below(3)))
        numbers["z"]?.append(Double(random.below(2)))
        codes.append(Int32(random.below(3)) - 1)
      }
    }
    let columns = numbers.sorted { $0.key < $1.key }.map { Column($0.key, numbers: $0.value) }
    let text = Column(name: "s", storage: .text(codes: codes, levels: ["a", "b"]))
    return try PanelBuilder.build(
      DataTable(columns: columns + [text]),
      PanelDeclaration(unit: "unit", time: "time")
    )
  }

  @Test func keepsItsPromisesOnAnyExpression() throws {
    var random = Philox(seed: 20_240_601, stream: 6)
    var evaluated = 0
    let rounds = LanguageFuzzTests.rounds / 3
    for _ in 0..<rounds {
      let panel = try Self.panel(&random)
      let text = Self.text(&random, depth: 3)
      let expression = try ExpressionParser.parse(text)
      guard let column = try? panel.values(of: expression) else { continue }
      evaluated += 1
      #expect(column.numbers.count == panel.table.rowCount, "\(text)")
      #expect(column.numbers.allSatisfy { !$0.isInfinite }, "\(text)")
      if let absent = column.noNeighbour {
        #expect(zip(absent, column.numbers).allSatisfy { !$0 || $1.isNaN }, "\(text)")
      }
    }
    #expect(evaluated > rounds / 10)
  }
}
