import PanelResults

extension ControlModel: Decodable {
  private enum CodingKeys: String, CodingKey { case outcome, controls, effects }

  /// Reads `outcome`, `controls` and `effects` from the entry of an analysis.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      outcome: try container.decode(String.self, forKey: .outcome),
      controls: try container.decodeIfPresent(OneOrMore<String>.self, forKey: .controls)?.values
        ?? [],
      effects: try container.decodeEffects(forKey: .effects))
  }
}

extension KeyedDecodingContainer {
  /// Absorbed effects: `none` is the same as an empty list; `nil` where the entry names none.
  func decodeEffects(forKey key: Key) throws -> [String]? {
    let names = try decodeIfPresent(OneOrMore<String>.self, forKey: key)?.values
    return names == ["none"] ? [] : names
  }
}
