/// The indicators of the article's Tables 1 and 2, with ranges of the order of China's statistics.
enum DigitalTradeIndicators {
  /// Table 1: resilience. Signs that the table leaves blank, of human capital and of fixed assets,
  /// are positive.
  static let resilience: [Indicator] = [
    .init(name: "income", lowest: 9740, highest: 78030, decimals: 1, shift: 0.2),
    .init(name: "gdp_per_head", lowest: 22_830, highest: 187_520, decimals: 0, shift: 0.1),
    .init(
      name: "social_security",
      lowest: 0.061,
      highest: 0.269,
      decimals: 6,
      shift: 0.9,
      spread: 0.9
    ),
    .init(name: "deposits", lowest: 0.92, highest: 5.61, decimals: 5, shift: -0.2, spread: 0.6),
    .init(name: "schooling", lowest: 7.51, highest: 12.78, decimals: 4, shift: 0.7, spread: 0.5),
    .init(
      name: "fiscal_expenditure",
      lowest: 0.107,
      highest: 0.758,
      decimals: 6,
      shift: 0,
      spread: 1
    ),
    .init(
      name: "self_sufficiency",
      lowest: 0.151,
      highest: 0.931,
      decimals: 6,
      shift: 0.6,
      spread: 0.5
    ),
    .init(name: "consumption", lowest: 8213, highest: 48_880, decimals: 1, shift: 0.3),
    .init(
      name: "unemployment",
      lowest: 1.21,
      highest: 6.34,
      decimals: 5,
      isNegative: true,
      shift: 1.1,
      spread: 0.9
    ),
    .init(
      name: "fixed_assets",
      lowest: 1037,
      highest: 59_610,
      decimals: 1,
      shift: 0.1,
      spread: 0.9
    ),
    .init(
      name: "science_spending",
      lowest: 0.0030,
      highest: 0.0720,
      decimals: 7,
      shift: -0.1,
      spread: 0.7
    ),
    .init(
      name: "education_spending",
      lowest: 0.099,
      highest: 0.222,
      decimals: 6,
      shift: 0.9,
      spread: 0.9
    ),
    .init(name: "urbanisation", lowest: 0.379, highest: 0.896, decimals: 6, shift: 0.7),
    .init(
      name: "rd_intensity",
      lowest: 0.0046,
      highest: 0.0653,
      decimals: 7,
      shift: -0.1,
      spread: 0.5
    ),
    .init(
      name: "patents_per_head",
      lowest: 0.31,
      highest: 312.44,
      decimals: 3,
      shift: -1.1,
      spread: 0.7
    ),
  ]

  /// Table 2: digital trade.
  static let trade: [Indicator] = [
    .init(
      name: "mobile_phones",
      lowest: 58.9,
      highest: 189.6,
      decimals: 4,
      shift: 0.9,
      spread: 0.5
    ),
    .init(
      name: "optical_cable",
      lowest: 46_210,
      highest: 4_211_050,
      decimals: 0,
      shift: 0.3,
      spread: 0.6
    ),
    .init(name: "ports", lowest: 61.3, highest: 9127.6, decimals: 2, shift: 0.3, spread: 0.22),
    .init(name: "domains", lowest: 0.41, highest: 1152.7, decimals: 3, shift: -0.5, spread: 0.7),
    .init(name: "patents", lowest: 502, highest: 980_634, decimals: 0, shift: -0.4, spread: 0.5),
    .init(
      name: "it_employees",
      lowest: 0.42,
      highest: 117.83,
      decimals: 4,
      shift: -0.6,
      spread: 0.6
    ),
    .init(
      name: "science_budget",
      lowest: 7.4,
      highest: 1168.8,
      decimals: 3,
      shift: -0.3,
      spread: 0.5
    ),
    .init(
      name: "industrial_rd",
      lowest: 5.8,
      highest: 2902.2,
      decimals: 2,
      shift: -0.2,
      spread: 0.5
    ),
    .init(
      name: "online_sales",
      lowest: 40.2,
      highest: 33_406.9,
      decimals: 1,
      shift: -0.4,
      spread: 0.5
    ),
    .init(
      name: "online_firms",
      lowest: 0.011,
      highest: 0.246,
      decimals: 6,
      shift: 0.8,
      spread: 0.6
    ),
    .init(name: "broadband_users", lowest: 52.7, highest: 4310.2, decimals: 2, shift: 0.3),
    .init(
      name: "software_revenue",
      lowest: 0.33,
      highest: 18_662.2,
      decimals: 2,
      shift: -0.9,
      spread: 0.7
    ),
    .init(
      name: "telecom_services",
      lowest: 31.5,
      highest: 15_098.6,
      decimals: 1,
      shift: 0,
      spread: 0.5
    ),
    .init(
      name: "trade_volume",
      lowest: 2.4,
      highest: 12_795.7,
      decimals: 2,
      shift: -0.6,
      spread: 0.6
    ),
    .init(
      name: "retail_sales",
      lowest: 519.3,
      highest: 44_187.7,
      decimals: 1,
      shift: 0.4,
      spread: 0.5
    ),
    .init(
      name: "trade_openness",
      lowest: 0.008,
      highest: 1.342,
      decimals: 6,
      shift: -0.2,
      spread: 0.7
    ),
    .init(
      name: "postal_routes",
      lowest: 13_540,
      highest: 1_352_870,
      decimals: 0,
      shift: 0.2,
      spread: 0.7
    ),
    .init(name: "parcels", lowest: 1270, highest: 2_945_730, decimals: 0, shift: -0.7, spread: 0.6),
    .init(
      name: "parcel_revenue",
      lowest: 2.6,
      highest: 2418.6,
      decimals: 3,
      shift: -0.6,
      spread: 0.6
    ),
  ]
}
