import PanelResults

/// A function of the expression language, as the parser knows it.
struct FunctionSignature: Sendable {
  var name: String
  /// Other spellings that mean the same.
  var spellings: [String] = []
  /// How many arguments without a name it takes.
  var positional: ClosedRange<Int>
  /// The names of its other arguments.
  var options: [String] = []
  /// For messages and documentation.
  var usage: String

  /// Every function, in the order of the documentation.
  static let all: [FunctionSignature] = [
    FunctionSignature(name: "log", positional: 1...1, usage: "log(x)"),
    FunctionSignature(name: "exp", positional: 1...1, usage: "exp(x)"),
    FunctionSignature(name: "sqrt", positional: 1...1, usage: "sqrt(x)"),
    FunctionSignature(name: "abs", positional: 1...1, usage: "abs(x)"),
    FunctionSignature(
      name: "min",
      positional: 1...64,
      options: ["by"],
      usage: "min(x, y) or min(x, by = unit)"
    ),
    FunctionSignature(
      name: "max",
      positional: 1...64,
      options: ["by"],
      usage: "max(x, y) or max(x, by = unit)"
    ),
    FunctionSignature(
      name: "mean",
      positional: 1...1,
      options: ["by"],
      usage: "mean(x) or mean(x, by = unit)"
    ),
    FunctionSignature(
      name: "sum",
      positional: 1...1,
      options: ["by"],
      usage: "sum(x) or sum(x, by = unit)"
    ),
    FunctionSignature(
      name: "sd",
      positional: 1...1,
      options: ["by"],
      usage: "sd(x) or sd(x, by = unit)"
    ),
    FunctionSignature(
      name: "count",
      positional: 0...1,
      options: ["by"],
      usage: "count(x) or count(by = unit)"
    ),
    FunctionSignature(
      name: "centre",
      spellings: ["center"],
      positional: 1...1,
      options: ["by"],
      usage: "centre(x) or centre(x, by = unit)"
    ),
    FunctionSignature(
      name: "standardise",
      spellings: ["standardize"],
      positional: 1...1,
      options: ["by"],
      usage: "standardise(x) or standardise(x, by = year)"
    ),
    FunctionSignature(
      name: "winsorise",
      spellings: ["winsorize"],
      positional: 1...1,
      options: ["p", "by"],
      usage: "winsorise(x), winsorise(x, p = 0.01) or winsorise(x, p = 0.05, by = year)"
    ),
    FunctionSignature(name: "ifelse", positional: 3...3, usage: "ifelse(condition, yes, no)"),
    FunctionSignature(name: "missing", positional: 1...1, usage: "missing(x)"),
  ]

  private static let bySpelling: [String: FunctionSignature] = {
    var table: [String: FunctionSignature] = [:]
    for function in all {
      for spelling in [function.name] + function.spellings { table[spelling] = function }
    }
    return table
  }()

  static subscript(spelling: String) -> FunctionSignature? { bySpelling[spelling] }

  /// What to say about a function that does not exist.
  static func unknown(_ name: String) -> String {
    if let advice = advice[name] { return "There is no function '\(name)'. \(advice)" }
    let spellings = all.flatMap { [$0.name] + $0.spellings }
    let nearest = NearestNames.of(name, in: spellings)
    let suggestion =
      nearest.isEmpty
      ? "The functions are \(all.map(\.name).joined(separator: ", "))."
      : "Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    return "There is no function '\(name.prefix(60))'. \(suggestion)"
  }

  /// What other programs call things.
  private static let advice: [String: String] = [
    "ln": "Write log(x), the natural logarithm.",
    "lag": "Write L.x or L2.x.", "lead": "Write F.x or F2.x.", "diff": "Write D.x.",
    "l": "Write L.x, L2.x or L(1:2).x.", "f": "Write F.x, F2.x or F(1:2).x.", "d": "Write D.x.",
    "L": "Write L.x, L2.x or L(1:2).x.", "F": "Write F.x, F2.x or F(1:2).x.",
    "D": "Write D.x.", "C": "Write i(x), in a formula.", "factor": "Write i(x), in a formula.",
    "i": "Indicators i(x) stand in the regressors of a formula, not inside an expression.",
    "I": "I(…) stands in the regressors of a formula; here parentheses are enough.",
    "std": "Write sd(x).", "avg": "Write mean(x).", "average": "Write mean(x).",
    "scale": "Write standardise(x).", "isna": "Write missing(x).", "cond": "Write ifelse(a, b, c).",
    "if": "Write ifelse(condition, yes, no).",
  ]
}
