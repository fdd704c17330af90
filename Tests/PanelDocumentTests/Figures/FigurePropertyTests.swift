import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Whatever is drawn, it can be read.
@Suite struct FigurePropertyTests {
  private static let words = [
    "Log", "homicide", "rate", "per_100000", "inhabitants", "城堡法", "l_police", "i", "Ünemployment",
    "R&D_<share>", "收入水平对数值以及其他各种各样非常长的中文标签", "interdepartmentalisation", "🔫", "(2005–2009)",
  ]
  private static let scales = [1.0, 1e-9, 1e9, 0.01, 250]

  private static func label(_ numbers: inout SeededNumbers, longest: Int) -> String {
    (0...numbers.below(longest)).map { _ in words[numbers.below(words.count)] }
      .joined(separator: " ")
  }

  @Test(arguments: 0..<60)
  func keepsCoefficientPlotsReadable(seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed))
    let terms = (0...numbers.below(12)).map { "x\($0)" }
    let scale = Self.scales[numbers.below(Self.scales.count)]
    let shift = Double(numbers.below(3) - 1) * 3
    let fits = (0...numbers.below(4)).map { _ in
      FigureSamples.fit(
        terms.filter { $0 == "x0" || numbers.uniform() < 0.8 }.map { term in
          (
            term, (numbers.uniform() - 0.5 + shift) * scale,
            numbers.uniform() < 0.1 ? nil : numbers.uniform() * scale
          )
        },
        labels: ["l_homicide": LocalizedText(Self.label(&numbers, longest: 8))]
      )
    }
    var recipe = CoefficientPlot()
    recipe.hasZeroLine = seed % 3 != 0
    recipe.size.width =
      [.column(.single), .column(.oneAndHalf), .column(.double), .millimetres(60)][seed % 4]
    if seed % 5 == 0 {
      recipe.headings = [
        .init(title: LocalizedText(Self.label(&numbers, longest: 6)), terms: ["x0"])
      ]
    }
    var labels: [String: LocalizedText] = [:]
    for term in terms { labels[term] = LocalizedText(Self.label(&numbers, longest: 6)) }
    for theme in ["plain", "aer"] {
      let context = try figureContext(theme: theme, labels: labels)
      let figure = try recipe.figure(of: named(fits), in: context)
      expectReadable(figure, in: context.figureTheme, "seed \(seed), \(theme)")
    }
  }

  @Test(arguments: 0..<60)
  func keepsGroupMeansReadable(seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed) + 1000)
    let periods = 1 + numbers.below(25)
    let scale = Self.scales[numbers.below(Self.scales.count)]
    let groups = (0...numbers.below(9)).map { index in
      (
        "\(index) " + Self.label(&numbers, longest: seed % 2 == 0 ? 2 : 7),
        (0..<periods).map { _ in (numbers.uniform() - 0.3) * scale }
      )
    }
    let means = FigureSamples.means(
      groups,
      from: [2000, -6, 1, 1895][seed % 4],
      margin: seed % 3 == 0 ? nil : numbers.uniform() * scale,
      labels: [
        "homicide": LocalizedText(Self.label(&numbers, longest: 12)),
        "year": LocalizedText(Self.label(&numbers, longest: 4)),
      ]
    )
    var recipe = GroupMeansPlot()
    recipe.intervals = GroupMeansPlot.Intervals.allCases[seed % 3]
    recipe.size.width = [.column(.single), .column(.double), .millimetres(60)][seed % 3]
    let first = Double([2000, -6, 1, 1895][seed % 4])
    recipe.marks = (0..<(seed % 4)).map { _ in
      .init(
        at: first + numbers.uniform() * Double(periods - 1),
        label: LocalizedText(Self.label(&numbers, longest: 3))
      )
    }
    for theme in ["plain", "aer"] {
      let context = try figureContext(theme: theme)
      let figure = try recipe.figure(of: named([means]), in: context)
      expectReadable(figure, in: context.figureTheme, "seed \(seed), \(theme)")
    }
  }
}
