import Foundation
import TestSupport
import Testing

@testable import PanelData

/// The language as `docs/language.md` tells it.
@Suite struct LanguageDocumentTests {
  private let text: String

  init() throws {
    text = try String(
      contentsOf: Repository.root.appending(path: "docs/language.md"),
      encoding: .utf8
    )
  }

  /// The lines of the code blocks of a kind.
  private func examples(_ kind: String) -> [String] {
    text.components(separatedBy: "```\(kind)\n").dropFirst()
      .flatMap { ($0.components(separatedBy: "\n```").first ?? "").components(separatedBy: "\n") }
  }

  @Test func showsExamplesThatParse() throws {
    let expressions = examples("expression")
    let formulas = examples("formula")
    #expect(expressions.count >= 5 && formulas.count >= 5)
    for example in expressions { _ = try ExpressionParser.parse(example) }
    for example in formulas {
      _ = try FormulaParser.parse(example, lists: ["controls": ["a", "b"]])
    }
  }

  @Test func namesEveryFunctionAndSpelling() {
    for function in FunctionSignature.all {
      #expect(text.contains("`\(function.name)("), "\(function.name) is not documented")
      for spelling in function.spellings { #expect(text.contains("`\(spelling)`")) }
      for option in function.options { #expect(text.contains("\(option) = ")) }
    }
  }

  @Test func listsEveryOperator() {
    for symbol in PanelData.Expression.BinaryOperator.allCases {
      let written = symbol == .or ? "`\\|`" : "`\(symbol.rawValue)`"
      #expect(text.contains(written), "\(symbol.rawValue) is not documented")
    }
  }

  /// An expression stands in every message as its author would write it.
  @Test func showsUsagesThatParse() throws {
    for function in FunctionSignature.all {
      for usage in function.usage.replacing(" or ", with: ", ").components(separatedBy: "), ") {
        let call = usage.hasSuffix(")") ? usage : usage + ")"
        _ = try ExpressionParser.parse(call)
      }
    }
  }
}
