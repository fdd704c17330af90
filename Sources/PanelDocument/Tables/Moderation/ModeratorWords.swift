import PanelResults

/// How values of a moderator read, in tables and figures.
struct ModeratorWords {
  var glossary: Glossary
  var typesetting: Typesetting

  /// `6.60`.
  func number(_ value: Double) -> NumberText { typesetting.number(value, .significant(3)) }

  /// A number as the study gives it, with no more digits than it has.
  func exact(_ value: Double) -> NumberText {
    let decimals = (0...6).first { decimals in
      Double(typesetting.number(value, .decimals(decimals)).machineText) == value
    }
    return decimals.map { typesetting.number(value, .decimals($0)) } ?? number(value)
  }

  /// `Mean − 1 SD`, `Median`, `12.5`.
  func name(_ place: ModeratorPlace, value: Double) throws(DocumentError) -> RichText {
    switch place.kind {
    case .value: return RichText([.number(exact(value))])
    case .minimum, .maximum: return try glossary.rich("moderator-places", place.kind.rawValue)
    case .percentile:
      switch place.percentile {
      case 25: return try glossary.rich("moderator-places", "lower-quartile")
      case 50: return try glossary.rich("moderator-places", "median")
      case 75: return try glossary.rich("moderator-places", "upper-quartile")
      default:
        return try glossary.rich(
          "moderator-places",
          "percentile",
          ["percent": RichText(String(place.percentile ?? 0))]
        )
      }
    case .mean:
      let deviations = place.deviations ?? 0
      guard deviations != 0 else { return try glossary.rich("moderator-places", "mean") }
      return try glossary.rich(
        "moderator-places",
        deviations < 0 ? "below-mean" : "above-mean",
        ["deviations": RichText([.number(exact(abs(deviations)))])]
      )
    }
  }

  /// Where an effect differs from zero: `below −47.9 or above 29.0`.
  func range(_ region: SignificanceRegion) throws(DocumentError) -> RichText {
    var values: [String: RichText] = [:]
    for (name, bound) in zip(["low", "high"], region.bounds) {
      values[name] = RichText([.number(number(bound))])
    }
    return try glossary.rich("significance-regions", region.kind.rawValue, values)
  }

  /// `5` for a level of 0.95.
  func size(of level: Double) -> RichText {
    // 1 − 0.95 is 0.050000000000000044.
    RichText(typesetting.percent((100 * (1 - level) * 1e6).rounded() / 1e8))
  }

  /// `34.5`.
  func percent(_ share: Double) -> RichText {
    RichText([.number(typesetting.number(100 * share, .decimals(1)))])
  }
}
