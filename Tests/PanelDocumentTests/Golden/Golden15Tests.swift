import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden case 15: a Moran scatterplot with 31 provinces labelled and no overlap.
@Suite struct Golden15Tests {
  static let provinces = [
    "Beijing", "Tianjin", "Hebei", "Shanxi", "Inner Mongolia", "Liaoning", "Jilin",
    "Heilongjiang", "Shanghai", "Jiangsu", "Zhejiang", "Anhui", "Fujian", "Jiangxi", "Shandong",
    "Henan", "Hubei", "Hunan", "Guangdong", "Guangxi", "Hainan", "Chongqing", "Sichuan", "Guizhou",
    "Yunnan", "Tibet", "Shaanxi", "Gansu", "Qinghai", "Ningxia", "Xinjiang",
  ]

  /// A rate that falls from the coast inland, with noise.
  static func result(_ years: [Int?] = [2019]) -> LocalMoranResult {
    var numbers = SeededNumbers(31)
    return LocalMoranFixtures.result(
      years.map { year in
        var wave = 0.0
        return (
          year,
          provinces.map { _ in
            wave = 0.75 * wave + numbers.uniform() - 0.5
            return wave
          }
        )
      },
      names: provinces
    )
  }

  @Test(arguments: ["plain", "aer"], ["one-and-half", "double"])
  func labelsAllProvincesWithoutOverlap(theme: String, width: String) throws {
    let recipe: MoranScatterPlot = try StyleFiles.decode(
      from: "{labels: all, size: {width: \(width)}}")
    let context = try figureContext(theme: theme)
    let figure = try recipe.figure(of: named([Self.result()]), in: context)
    expectReadable(figure, in: context.figureTheme, "\(theme), \(width)")
    let names = Set(Self.provinces)
    let labels = figure.texts.filter { names.contains($0.text) }
    #expect(labels.count == 31, "\(names.subtracting(labels.map(\.text)).sorted())")
    let boxes = labels.map { $0.box(in: context.figureTheme) }
    for (place, box) in boxes.enumerated() {
      #expect(!boxes[(place + 1)...].contains { $0.overlaps(box) }, "\(labels[place].text)")
    }
  }

  @Test func saysHowManyLabelsHadNoRoom() throws {
    let recipe: MoranScatterPlot = try StyleFiles.decode(
      from: "{labels: all, size: {width: single}}")
    let figure = try recipe.figure(of: named([Self.result()]), in: figureContext())
    let names = Set(Self.provinces)
    let dropped = 31 - figure.texts.count { names.contains($0.text) }
    let notes = figure.notes.map(\.text.plainText)
    #expect(
      notes.contains { $0.contains("had no room") || $0.contains("has no room") } == (dropped > 0))
  }
}
