import PanelResults

extension TableStyle {
  /// A statistic in the digits that the style, or the one who asks for it, gives it.
  func text(of value: Double, for request: StatisticRequest) -> NumberText {
    if request.name.isCount { return typesetting.count(value) }
    if let rule = request.decimals ?? digits.exceptions[request.name.rawValue] {
      return typesetting.grouped(typesetting.number(value, rule))
    }
    return switch request.name {
    case .fPValue, .sphericityPValue, .chiSquaredPValue:
      typesetting.pValue(value, decimals: digits.pValueDecimals)
    case .fStatistic, .sphericity, .chiSquared:
      typesetting.grouped(typesetting.number(value, digits.testStatistics))
    // Of any size, where decimals would print most of them as 0.00.
    case .errorVariance: typesetting.grouped(typesetting.number(value, .significant(3)))
    default: typesetting.grouped(typesetting.number(value, digits.statistics))
    }
  }
}
