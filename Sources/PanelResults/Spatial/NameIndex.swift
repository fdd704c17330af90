/// Names of units, to be found by names that another file writes.
///
/// A name is found as it is written; where no unit has it, numbers count by their value, so that
/// the code `01001` of a map finds the unit 1001 of data read as numbers.
package struct NameIndex: Sendable {
  package let names: [String]
  private let exact: [String: Int]
  /// Units by the value of a name that is a number; −1 where several share it.
  private let byValue: [Double: Int]

  /// - Precondition: Names are distinct.
  package init(_ names: [String]) {
    self.names = names
    exact = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var values: [Double: Int] = [:]
    for (place, name) in names.enumerated() {
      guard let value = Self.value(of: name) else { continue }
      values[value] = values[value] == nil ? place : -1
    }
    byValue = values
  }

  /// The place of a unit; `nil` where there is none of that name.
  package func place(of name: String) -> Int? {
    if let place = exact[name] { return place }
    guard let value = Self.value(of: name), let place = byValue[value], place >= 0 else {
      return nil
    }
    return place
  }

  /// A code of digits as a number; no other text is taken for one.
  private static func value(of name: String) -> Double? {
    guard !name.isEmpty, name.utf8.count <= 15,
      name.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return nil }
    return Double(name)
  }
}

/// Pairs of the units of two lists of names.
package struct UnitMatch: Sendable, Equatable {
  /// For each of the wanted units, the place in the other list.
  package var places: [Int?]
  /// Wanted units that the other list lacks.
  package var missing: [String]
  /// Names of the other list that no wanted unit has.
  package var others: [String]

  /// Pairs wanted units with names of another list.
  package init(_ wanted: [String], in other: [String]) {
    let units = NameIndex(wanted)
    places = [Int?](repeating: nil, count: wanted.count)
    others = []
    for (place, name) in other.enumerated() {
      if let unit = units.place(of: name), places[unit] == nil || wanted[unit] == name {
        if let taken = places[unit] { others.append(other[taken]) }
        places[unit] = place
      } else {
        others.append(name)
      }
    }
    missing = zip(wanted, places).filter { $0.1 == nil }.map(\.0)
  }
}
