import PanelResults

/// A JSON value, for numbers that a study names by their place.
indirect enum JSONTree: Sendable {
  case null
  case flag(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([(key: String, value: JSONTree)])

  /// A member of an object; of a list, the one item of which a member is the name, or the item at
  /// the position from 1 that `[2]` names.
  subscript(step: String) -> JSONTree? {
    switch self {
    case .object(let members): return members.first { $0.key == step }?.value
    case .list(let items):
      if step.first == "[", step.last == "]" {
        guard let position = Int(step.dropFirst().dropLast()), items.indices.contains(position - 1)
        else { return nil }
        return items[position - 1]
      }
      let named = items.filter { $0.names.contains(step) }
      return named.count == 1 ? named[0] : nil
    case .null, .flag, .number, .text: return nil
    }
  }

  /// What ``subscript(step:)`` takes.
  var steps: [String] {
    switch self {
    case .object(let members): members.map(\.key).sorted()
    case .list(let items): items.indices.map { "[\($0 + 1)]" }
    case .null, .flag, .number, .text: []
    }
  }

  /// The texts and whole numbers that an object's members hold.
  private var names: [String] {
    guard case .object(let members) = self else { return [] }
    return members.compactMap { member in
      switch member.value {
      case .text(let text): text
      case .number(let number): Int(exactly: number).map(String.init)
      case .null, .flag, .list, .object: nil
      }
    }
  }
}

extension JSONTree: Decodable {
  init(from decoder: any Decoder) throws {
    if let members = try decoder.containerIfShaped(keyedBy: FreeKey.self) {
      self = .object(
        try members.allKeys.map { ($0.stringValue, try members.decode(JSONTree.self, forKey: $0)) }
      )
    } else if var items = try decoder.unkeyedContainerIfShaped() {
      var list: [JSONTree] = []
      while !items.isAtEnd { list.append(try items.decode(JSONTree.self)) }
      self = .list(list)
    } else if try decoder.singleValueContainer().decodeNil() {
      self = .null
    } else if let flag = try decoder.decodeIfShaped(Bool.self) {
      self = .flag(flag)
    } else if let text = try decoder.decodeIfShaped(String.self) {
      self = .text(text)
    } else {
      self = .number(try decoder.singleValueContainer().decode(Double.self))
    }
  }
}
