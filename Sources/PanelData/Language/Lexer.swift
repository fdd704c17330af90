/// Cuts a formula or an expression into tokens.
struct Lexer {
  /// Longer texts are refused, so that no study file can keep the parser busy.
  static let lengthLimit = 100_000
  /// The highest order of a lag, lead or difference.
  static let orderLimit = 10_000

  private let text: [Character]
  private var position = 0

  private init(_ text: [Character]) { self.text = text }

  /// The tokens of a text, closed by `.end`.
  ///
  /// - Throws: ``DataError/syntax(text:offset:message:)`` at the first character that begins
  ///   nothing.
  static func tokens(of text: [Character]) throws(DataError) -> [Token] {
    guard text.count <= lengthLimit else {
      throw SyntaxFault.error(
        in: text,
        at: lengthLimit,
        "This is longer than \(lengthLimit) characters."
      )
    }
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while let token = try lexer.next() { tokens.append(token) }
    tokens.append(Token(kind: .end, offset: text.count))
    return tokens
  }

  private func fault(_ offset: Int, _ message: String) -> DataError {
    SyntaxFault.error(in: text, at: offset, message)
  }

  private mutating func next() throws(DataError) -> Token? {
    while position < text.count, text[position].isWhitespace { position += 1 }
    guard position < text.count else { return nil }
    let start = position
    let character = text[position]
    let following = position + 1 < text.count ? text[position + 1] : " "
    let kind: Token.Kind
    if isDigit(character) || (character == "." && isDigit(following)) {
      kind = try number()
    } else if let shift = try shift() {
      kind = shift
    } else if Names.isStart(character) {
      kind = .name(run(of: Names.isPart))
    } else if character == "`" {
      kind = .quotedName(try quotedName())
    } else if character == "\"" || character == "'" {
      kind = .text(try literal(quote: character))
    } else if character == "$" {
      kind = .list(try listName())
    } else {
      kind = .symbol(try symbol())
    }
    return Token(kind: kind, offset: start)
  }

  private func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isWholeNumber
  }

  private mutating func run(of isIncluded: (Character) -> Bool) -> String {
    let start = position
    while position < text.count, isIncluded(text[position]) { position += 1 }
    return String(text[start..<position])
  }

  private mutating func number() throws(DataError) -> Token.Kind {
    let start = position
    var digits = run(of: isDigit)
    if position < text.count, text[position] == "." {
      position += 1
      digits += "." + run(of: isDigit)
    }
    if position < text.count, text[position] == "e" || text[position] == "E" {
      var end = position + 1
      if end < text.count, text[end] == "+" || text[end] == "-" { end += 1 }
      if end < text.count, isDigit(text[end]) {
        digits += String(text[position..<end])
        position = end
        digits += run(of: isDigit)
      }
    }
    if position < text.count, Names.isPart(text[position]) {
      throw fault(
        start,
        "A name does not begin with a digit. If this is the name of a variable, write it between "
          + "backticks: `\(digits)\(text[position])…`."
      )
    }
    guard let value = Double(digits), value.isFinite else {
      throw fault(start, "This number is too large.")
    }
    return .number(value)
  }

  /// `L2.` or `L(1:2).`, directly before what is shifted.
  private mutating func shift() throws(DataError) -> Token.Kind? {
    if let prefix = Names.shiftPrefix(text[position...]) {
      guard let order = order(prefix.digits) else {
        throw fault(position, "The highest order of a lag is \(Self.orderLimit).")
      }
      position += prefix.length
      return .shift(prefix.operator, order: order)
    }
    guard let shift = Expression.ShiftOperator(rawValue: String(text[position])) else { return nil }
    // L ( 1 : 2 ) .
    let end = text[position...].firstIndex(of: ")") ?? text.count
    guard position + 1 < end, text[position + 1] == "(", end + 1 < text.count, text[end + 1] == "."
    else { return nil }
    let bounds = String(text[(position + 2)..<end]).split(
      separator: ":",
      omittingEmptySubsequences: false
    ).map { $0.filter { !$0.isWhitespace } }
    guard let lower = bounds.first, bounds.count <= 2,
      bounds.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) })
    else { return nil }
    guard let first = order(lower), let last = order(bounds.last ?? lower), first <= last else {
      throw fault(
        position,
        "Orders run from a lower to a higher one, up to \(Self.orderLimit): L(1:3).x."
      )
    }
    position = end + 2
    return .shifts(shift, orders: first...last)
  }

  private func order(_ digits: String) -> Int? {
    if digits.isEmpty { return 1 }
    guard let order = Int(digits), order <= Self.orderLimit else { return nil }
    return order
  }

  private mutating func quotedName() throws(DataError) -> String {
    let start = position
    var name = ""
    position += 1
    while position < text.count {
      if text[position] != "`" {
        name.append(text[position])
        position += 1
      } else if position + 1 < text.count, text[position + 1] == "`" {
        name.append("`")
        position += 2
      } else {
        position += 1
        if name.isEmpty { throw fault(start, "There is no name between these backticks.") }
        return name
      }
    }
    throw fault(start, "The backtick that closes this name is missing.")
  }

  private mutating func literal(quote: Character) throws(DataError) -> String {
    let start = position
    var content = ""
    position += 1
    while position < text.count {
      let character = text[position]
      position += 1
      if character == quote { return content }
      if character == "\\" {
        guard position < text.count, "\\\"'".contains(text[position]) else {
          throw fault(position - 1, "After a backslash only \\, \" or ' may follow.")
        }
        content.append(text[position])
        position += 1
      } else {
        content.append(character)
      }
    }
    throw fault(start, "The quotation mark that closes this text is missing.")
  }

  private mutating func listName() throws(DataError) -> String {
    let start = position
    position += 1
    guard position < text.count, Names.isStart(text[position]) else {
      throw fault(start, "After $ stands the name of a list, such as $controls.")
    }
    return run(of: Names.isPart)
  }

  private mutating func symbol() throws(DataError) -> Token.Symbol {
    let rest = text[position...].prefix(2)
    if rest.count == 2 {
      let pair = String(rest)
      if let symbol = Token.Symbol(rawValue: pair) {
        position += 2
        return symbol
      }
      if let advice = Self.advice[pair] { throw fault(position, advice) }
    }
    if let symbol = Token.Symbol(rawValue: String(text[position])) {
      position += 1
      return symbol
    }
    throw fault(
      position,
      Self.advice[String(text[position])]
        ?? "A character that means nothing here. A name with unusual characters is written between "
        + "backticks: `GDP (US$)`."
    )
  }

  /// What people write from habit, and what to write instead.
  private static let advice: [String: String] = [
    "&&": "Write & for 'and'.", "||": "Write | for 'or'.", "**": "Write ^ for a power.",
    "<>": "Write != for 'not equal'.", "=<": "Write <= for 'at most'.",
    "=>": "Write >= for 'at least'.", "~=": "Write != for 'not equal'.",
    "≤": "Write <= for 'at most'.", "≥": "Write >= for 'at least'.",
    "≠": "Write != for 'not equal'.", "−": "This is a typographic minus. Write a plain -.",
    "×": "Write * for a product.", "÷": "Write / for a quotient.",
    "（": "This is a full-width parenthesis. Write a plain (.",
    "）": "This is a full-width parenthesis. Write a plain ).",
    "，": "This is a full-width comma. Write a plain one.",
    "：": "This is a full-width colon. Write a plain one.",
    "～": "This is a full-width tilde. Write a plain ~.",
    "＝": "This is a full-width sign. Write == to compare.",
    "＋": "This is a full-width sign. Write a plain +.",
    "｜": "This is a full-width bar. Write a plain |.",
    "“": "This is a typographic quotation mark. Write a plain \".",
    "”": "This is a typographic quotation mark. Write a plain \".",
    "‘": "This is a typographic quotation mark. Write a plain '.",
    "’": "This is a typographic quotation mark. Write a plain '.",
    "[": "Brackets mean nothing here. Write (…).", "{": "Braces mean nothing here. Write (…).",
    "%": "There is no % operator.", ";": "One formula at a time: there is no ;.",
  ]
}
