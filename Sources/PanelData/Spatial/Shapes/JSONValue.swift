/// A value of a JSON document, as GeoJSON needs it.
enum JSONValue: Equatable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  /// An array that begins with a number: a position.
  case numbers([Double])
  case list([JSONValue])
  /// Members in their order; of two with one name the last holds.
  case object([Member])

  struct Member: Equatable {
    var name: String
    var value: JSONValue
  }

  /// The member of an object; `nil` where there is none or this is no object.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The elements of an array; `nil` for anything else.
  var elements: [JSONValue]? {
    switch self {
    case .list(let elements): elements
    case .numbers(let numbers): numbers.map(JSONValue.number)
    default: nil
    }
  }

  /// What the value is, for messages.
  var found: String {
    switch self {
    case .null: "null"
    case .flag(let flag): flag ? "true" : "false"
    case .number: "a number"
    case .text(let text): "the text '\(MessageText.shown(text))'"
    case .numbers, .list: "an array"
    case .object: "an object"
    }
  }
}
