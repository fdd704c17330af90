import PanelData
import PanelNumerics
import Testing

@Suite struct LowOrderPartsTests {
  private let panel = Panel(
    table: DataTable(columns: [
      Column("x", numbers: [0.1, -8.781464495, .nan]), Column("z", numbers: [3, 0.7, 2]),
    ]))

  /// The stored value and its low-order part, as one number.
  private func exact(_ text: String) throws -> [DoubleDouble]? {
    let term = try #require(try FormulaParser.terms(text).first)
    let numbers = try #require(try panel.columns(of: term).first).numbers
    return panel.lowOrderParts(of: term, numbers: numbers).map { low in
      zip(numbers, low).map { DoubleDouble.sum($0, $1) }
    }
  }

  @Test func keepsPowersAsExactAsTheirDecimals() throws {
    let square = try #require(try exact("x^2"))
    #expect(abs((square[0] - DoubleDouble(decimal: 0.01)).value) < 1e-33)
    let tenth = try #require(try exact("x^10"))
    let base = DoubleDouble(decimal: -8.781464495)
    #expect(abs(((tenth[1] - base.power(10)) / base.power(10)).value) < 1e-31)
    let term = try #require(try FormulaParser.terms("x^10").first)
    let numbers = try #require(try panel.columns(of: term).first).numbers
    #expect(panel.lowOrderParts(of: term, numbers: numbers)?[2] == 0)
  }

  @Test func followsArithmeticAndProducts() throws {
    let product = try #require(try exact("x:z"))
    #expect(abs((product[0] - DoubleDouble(decimal: 0.3)).value) < 1e-32)
    let mixed = try #require(try exact("I((x - 1.1) * -z / 3)"))
    #expect(abs((mixed[0] - DoubleDouble(1)).value) < 1e-31)
  }

  @Test func leavesOtherTermsToTheirDoubles() throws {
    #expect(try exact("x") == nil)
    #expect(try exact("abs(x)") == nil)
    #expect(try exact("z^0.5") == nil)
  }
}
