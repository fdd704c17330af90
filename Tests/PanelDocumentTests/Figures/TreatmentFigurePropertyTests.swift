import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Whatever a treatment did, its figures can be read.
@Suite struct TreatmentFigurePropertyTests {
  private static let scales = [1.0, 1e-7, 1e8, 0.01, 250]
  private static let titles: [LocalizedText] = [
    "y", "Log of homicides per 100,000 inhabitants as reported by the police", "城堡法对凶杀率的影响",
    "Interdepartmentalisation_of_unemployment_insurance_administrations",
  ]

  private func widths(_ seed: Int) -> RequestedSize {
    RequestedSize(
      width: [.column(.single), .column(.double), .millimetres(190), .millimetres(90)][seed % 4]
    )
  }

  private func expectReadable(
    _ seed: Int,
    _ recipe: some FigureRecipe,
    _ results: [any AnalysisResult]
  ) throws {
    for theme in ["plain", "aer"] {
      let context = try figureContext(
        theme: theme,
        labels: ["l_homicide": Self.titles[seed % Self.titles.count]]
      )
      let figure = try recipe.figure(of: named(results), in: context)
      PanelDocumentTests.expectReadable(
        figure,
        in: context.figureTheme,
        "seed \(seed), \(theme)"
      )
    }
  }

  @Test(arguments: 0..<36)
  func keepsEventStudiesReadable(seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed))
    let scale = Self.scales[numbers.below(Self.scales.count)]
    let shift = Double(numbers.below(3) - 1)
    let results = (0...numbers.below(6)).map { _ -> EventStudyResult in
      var result = TreatmentFixtures.eventStudy
      let first = -1 - numbers.below(20)
      let last = numbers.below(15)
      result.path.points = (first...last).map { period in
        let value = (numbers.uniform() - 0.5 + shift) * scale
        let error = numbers.uniform() * scale * 0.3
        let isAbsent = period != 0 && numbers.uniform() < 0.1
        return EventTimePoint(
          period: period,
          bin: period == first ? .earlier : period == last ? .later : nil,
          isReference: period == -1,
          estimate: period == -1 || isAbsent
            ? nil : TreatmentFixtures.estimate("post::\(period)", value, error),
          simultaneous: Interval(low: value - 3 * error, high: value + 3 * error, level: 0.95),
          observations: 10,
          units: 5
        )
      }
      if numbers.below(2) == 0 { result.path.band = nil }
      return result
    }
    var recipe = EventStudyPlot()
    recipe.size = widths(seed)
    let style = EventStudyPlot.Style.allCases[seed % 3]
    recipe.style = style == .ribbon && results.count > 2 ? .points : style
    recipe.showsMean = seed % 2 == 0
    recipe.intervals = CoefficientPlot.Intervals.allCases[seed / 3 % 3]
    try expectReadable(seed, recipe, results)
  }

  @Test(arguments: 0..<24)
  func keepsPlacebosReadable(seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed) + 500)
    let scale = Self.scales[numbers.below(Self.scales.count)]
    let value = (numbers.uniform() - 0.5) * [0.1, 1, 0, 8][seed % 4]
    var result = TreatmentFixtures.placebo(
      PlaceboResult.Kind.allCases[1 + seed % 5],
      replications: 60,
      failed: seed % 3,
      baseline: value
    )
    result.baseline.value *= scale
    if var draws = result.draws {
      draws.values = draws.values.map { $0 * scale }
      draws.density = draws.density.map { $0.stretched(by: scale) }
      draws.histogram = draws.histogram.map { $0.stretched(by: scale) }
      if seed % 5 == 0 {
        draws.density = nil
        draws.histogram = nil
        draws.values = seed % 2 == 0 ? [0, 0, 0] : [scale]
      }
      result.draws = draws
    }
    var recipe = PlaceboDensityPlot()
    recipe.size = widths(seed)
    recipe.hasHistogram = seed % 3 != 0
    try expectReadable(seed, recipe, [result])

    var inTime = TreatmentFixtures.placeboInTime
    inTime.profile = (1...(1 + numbers.below(12))).map { shift in
      PlaceboShift(
        shift: shift,
        estimate: TreatmentFixtures.estimate(
          "post",
          (numbers.uniform() - 0.5) * scale,
          numbers.uniform() * scale
        )
      )
    }
    var time = PlaceboTimePlot()
    time.size = widths(seed)
    try expectReadable(seed, time, [inTime])
  }

  @Test(arguments: 0..<24)
  func keepsComparisonsAndCohortsReadable(seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed) + 900)
    let scale = Self.scales[numbers.below(Self.scales.count)]
    var bacon = TreatmentFixtures.decomposition
    bacon.comparisons = (0...numbers.below(40)).map { index in
      Comparison(
        kind: Comparison.Kind.allCases[numbers.below(4)],
        treated: 2000 + index,
        estimate: (numbers.uniform() - 0.5) * scale,
        weight: numbers.uniform() * numbers.uniform()
      )
    }
    bacon.coefficient = (numbers.uniform() - 0.5) * scale
    var decomposition = DecompositionPlot()
    decomposition.size = widths(seed)
    try expectReadable(seed, decomposition, [bacon])

    var effects = TreatmentFixtures.callawaySantAnna
    let periods = 2 + numbers.below(8)
    effects.groupTime = (0...numbers.below(7)).flatMap { cohort in
      (0..<periods).map { period in
        GroupTimeEffect(
          cohort: 2001 + cohort,
          period: 2000 + period,
          estimate: numbers.uniform() < 0.1 && cohort + period > 0
            ? nil
            : TreatmentFixtures.estimate(
              "g",
              (numbers.uniform() - 0.5) * scale,
              numbers.uniform() * scale
            ),
          controls: 9
        )
      }
    }
    for shape in GroupTimePlot.Shape.allCases {
      var recipe = GroupTimePlot()
      recipe.size = widths(seed)
      recipe.shape = shape
      try expectReadable(seed, recipe, [effects])
    }
  }

  @Test(arguments: 0..<20)
  func keepsDensitiesReadable(seed: Int) throws {
    var result = TreatmentFixtures.density
    let scale = Self.scales[seed % Self.scales.count]
    for index in result.variables.indices {
      var one = result.variables[index]
      one.density = one.density.map { $0.stretched(by: scale) }
      one.histogram = one.histogram.map { $0.stretched(by: scale) }
      result.variables[index] = one
      if seed % 2 == 0 { result.variables[index].group = nil }
      if seed % 4 == 0 { result.variables[index].variable = ["homicide", "l_homicide"][index] }
    }
    if seed % 2 == 0 {
      result.groupVariable = nil
      if seed % 4 != 0 { result.variables.removeLast() }
    }
    var recipe = DensityPlot()
    recipe.size = widths(seed / 2)
    try expectReadable(seed, recipe, [result])
  }
}

extension KernelDensity {
  /// The density of values in another unit.
  fileprivate func stretched(by scale: Double) -> KernelDensity {
    var density = self
    density.x = x.map { $0 * scale }
    density.density = self.density.map { $0 / scale }
    return density
  }
}

extension Histogram {
  fileprivate func stretched(by scale: Double) -> Histogram {
    var histogram = self
    histogram.start *= scale
    histogram.width *= scale
    return histogram
  }
}
