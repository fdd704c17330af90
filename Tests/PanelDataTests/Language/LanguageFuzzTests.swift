import Foundation
import PanelNumerics
import Testing

@testable import PanelData

/// Random texts: a typed error or a value whose canonical text means the same, never a trap.
@Suite struct LanguageFuzzTests {
  /// Foundation has a type of this name too.
  typealias Expression = PanelData.Expression

  /// Set `PANELPRESS_FUZZ` to a larger count for a long run.
  static let rounds =
    ProcessInfo.processInfo.environment["PANELPRESS_FUZZ"].flatMap(Int.init) ?? 3000

  static let pieces = [
    "x", "y", "人口", "gdp.cap", "`a b`", "`", "L.", "L2.", "F.", "D.", "L(1:3).", "L(", "log(",
    "mean(", "ifelse(", "winsorise(", "min(", "count(", "missing(", "i(", "I(", "(", ")", ",",
    "+", "-", "*", "/", "^", "==", "!=", "<", "<=", ">", ">=", "&", "|", "!", "=", "~", ":",
    " and ", " or ", " not ", "0", "1", "2", "0.5", "1e3", "1e999", "\"South\"", "'", "\"", "\\",
    "$controls", "$loop", "$", "ref = ", "by = ", "p = ", " ", "\n", "\t", "\u{1B}", "🙂",
    "e\u{301}",
    "（", "≤", "&&", ".", "_", "\r\n", "\u{0}", "|", "~", "+",
  ]

  static let lists = [
    "controls": ["x", "log(y)", "L(1:2).z"], "loop": ["$loop2"], "loop2": ["a", "$loop"],
    "broken": ["a +"], "effects": ["firm", "firm^year"],
  ]

  @Test func readsAnyTextAsAnExpression() throws {
    var random = Philox(seed: 20_240_601, stream: 1)
    for _ in 0..<Self.rounds {
      let text = Self.text(&random)
      guard let expression = try? ExpressionParser.parse(text) else { continue }
      #expect(try ExpressionParser.parse(expression.description) == expression, "\(text)")
    }
  }

  @Test func readsAnyTextAsAFormula() throws {
    var random = Philox(seed: 20_240_601, stream: 2)
    for round in 0..<Self.rounds {
      let head = round.isMultiple(of: 2) ? "y ~ " : ""
      let text = head + Self.text(&random)
      guard let formula = try? FormulaParser.parse(text, lists: Self.lists) else { continue }
      try expectSameModel(formula, try FormulaParser.parse(formula.canonicalText), "\(text)")
    }
  }

  @Test func readsAnyBytesAsAFormula() {
    var random = Philox(seed: 20_240_601, stream: 3)
    for _ in 0..<Self.rounds {
      let scalars = (0..<random.below(40)).map { _ in
        Unicode.Scalar(UInt32(random.below(0x3000))) ?? " "
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      _ = try? FormulaParser.parse(String(text))
      _ = try? ExpressionParser.parse(String(text))
    }
  }

  @Test func writesAnyExpressionSoThatItReadsBack() throws {
    var random = Philox(seed: 20_240_601, stream: 4)
    for _ in 0..<Self.rounds {
      let expression = Self.expression(&random, depth: 6)
      let text = expression.description
      #expect(try ExpressionParser.parse(text) == expression, "\(text)")
    }
  }

  @Test func writesAnyFormulaSoThatItReadsBack() throws {
    var random = Philox(seed: 20_240_601, stream: 5)
    for _ in 0..<Self.rounds {
      let terms = (0...random.below(4)).map { _ in
        Term(factors: (0...random.below(2)).map { _ in Self.factor(&random) })
      }
      for term in terms {
        guard let back = try? FormulaParser.terms(term.name) else {
          Issue.record("\(term.name) does not read back")
          continue
        }
        let unique = term.factors.reduce(into: [Term.Factor]()) { factors, factor in
          if !factors.contains(factor) { factors.append(factor) }
        }
        #expect(back == [Term(factors: unique)], "\(term.name)")
      }
    }
  }

  private static func text(_ random: inout Philox) -> String {
    (0..<random.below(14)).map { _ in pieces[random.below(pieces.count)] }.joined()
  }

  private static let names = [
    "x", "gdp.cap", "人均GDP", "a b", "L.x", "and", "2x", "back`tick", "_z", "i", "I", "log", "🙂",
  ]

  private static func factor(_ random: inout Philox) -> Term.Factor {
    if random.below(3) > 0 { return .numeric(expression(&random, depth: 3)) }
    let references = [nil, "South", "2000", "-1", "a \"b\"", "007", "nan", "and", "1e5"]
    return .indicators(
      variable: names[random.below(names.count)],
      reference: references[random.below(references.count)]
    )
  }

  private static func expression(_ random: inout Philox, depth: Int) -> Expression {
    func inner() -> Expression { expression(&random, depth: depth - 1) }
    let name = names[random.below(names.count)]
    switch depth == 0 ? random.below(3) : random.below(9) {
    case 0: return .column(name)
    case 1: return .number([0, 1, 2.5, 1e-300, 1e21, 0.1][random.below(6)])
    case 2: return .text(["South", "", "a\"b", "\\", "`", "it's", "北京"][random.below(7)])
    case 3: return .unary(random.below(2) == 0 ? .minus : .not, inner())
    case 4, 5:
      let symbols = Expression.BinaryOperator.allCases
      return .binary(symbols[random.below(symbols.count)], inner(), inner())
    case 6:
      let operand = random.below(2) == 0 ? Expression.column(name) : inner()
      let shift: Expression.ShiftOperator = [.lag, .lead, .difference][random.below(3)]
      if case .shift(shift, _, _) = operand { return operand }
      return .shift(shift, order: 1 + random.below(3), operand)
    case 7:
      let functions = ["log", "exp", "sqrt", "abs", "missing", "mean", "standardise"]
      return .call(
        name: functions[random.below(functions.count)],
        arguments: [Expression.Argument(value: inner())]
      )
    default:
      return .call(
        name: "winsorise",
        arguments: [
          Expression.Argument(value: inner()),
          Expression.Argument(name: "p", value: .number(0.05)),
          Expression.Argument(name: "by", value: .binary(.power, .column(name), .column("x"))),
        ]
      )
    }
  }
}

/// Compares everything but the text and the lists, which differ between two spellings.
func expectSameModel(
  _ first: Formula,
  _ second: Formula,
  _ comment: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var plain = second
  plain.text = first.text
  plain.lists = first.lists
  #expect(first == plain, comment, sourceLocation: sourceLocation)
}
