import PanelResults

/// What an event-study plot draws.
struct EventStudyData {
  struct Series {
    var name: String
    var reference: String
    var result: any EventTimeResult
    /// Those within the window, ascending by period.
    var points: [EventTimePoint]

    var before: [EventTimePoint] { points.filter { $0.period < 0 } }
    var after: [EventTimePoint] { points.filter { $0.period >= 0 } }

    /// The test that all effects before treatment are zero.
    var pretrends: HypothesisTest? { result.tests.first { $0.id == .pretrends } }
  }

  var series: [Series]
  /// Every period that a series has a place for, ascending.
  var periods: [Int]
  var outcome: String?
  /// Whether inner intervals and bands have room beside each other.
  var hasInner: Bool
  var hasBand: Bool
  /// Whether they are asked for and left out because estimators stand too close.
  var omitsInner: Bool
  var omitsBand: Bool

  private static let most = 6
  private static let mostRibbons = 2

  init(
    of results: [NamedResult],
    recipe: EventStudyPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    let names = try Self.names(of: results, recipe: recipe, in: context)
    series = []
    for (named, name) in zip(results, names) {
      guard let result = named.result as? any EventTimeResult, !result.path.points.isEmpty else {
        throw .invalid(
          "Figure '\(context.id)' draws effects by time since treatment; '\(named.reference)' has "
            + "none. Results of event-study, callaway-santanna, sun-abraham, imputation and "
            + "two-stage-did have them."
        )
      }
      let points = result.path.points
        .filter { recipe.window?.contains($0.period) ?? true }
        .sorted { $0.period < $1.period }
      guard points.contains(where: { $0.estimate != nil }) else {
        throw .invalid(
          "Figure '\(context.id)' has no effect of '\(named.reference)' to draw"
            + (recipe.window == nil ? "." : ": widen 'window'.")
        )
      }
      series.append(
        Series(name: name, reference: named.reference, result: result, points: points)
      )
    }
    periods = Set(series.flatMap { $0.points.map(\.period) }).sorted()
    let words = FigureWords(context: context)
    var outcomes: [String?] = []
    for one in series { outcomes.append(try words.outcome(of: one.result)) }
    outcome = Set(outcomes).count == 1 ? outcomes[0] : nil

    let width = recipe.size.width(in: context.figureTheme)
    let span = Double((periods.last ?? 0) - (periods.first ?? 0) + 1)
    let room = 0.62 * 0.85 * width / span / Double(series.count)
    let wantsInner =
      recipe.intervals == .nested && recipe.style != .ribbon
      && series.contains { $0.points.contains { $0.estimate?.innerInterval != nil } }
    let wantsBand =
      recipe.hasBand && recipe.intervals != .none
      && series.contains { $0.points.contains { $0.simultaneous != nil } }
    hasInner = wantsInner && (series.count == 1 || room >= 3)
    hasBand = wantsBand && (series.count == 1 || room >= 4)
    omitsInner = wantsInner && !hasInner
    omitsBand = wantsBand && !hasBand
  }

  /// The given names, else those of the estimators.
  private static func names(
    of results: [NamedResult],
    recipe: EventStudyPlot,
    in context: DocumentContext
  ) throws(DocumentError) -> [String] {
    guard results.count <= most else {
      throw .invalid(
        "Figure '\(context.id)' is given \(results.count) results; more than \(most) side by side "
          + "cannot be told apart. Draw fewer, or several figures."
      )
    }
    guard recipe.style != .ribbon || results.count <= mostRibbons else {
      throw .invalid(
        "Figure '\(context.id)' draws \(results.count) results in 'style: ribbon'; more than "
          + "\(mostRibbons) shaded bands hide each other. Take 'style: points'."
      )
    }
    if !recipe.models.isEmpty {
      guard recipe.models.count == results.count else {
        throw .invalid(
          "Figure '\(context.id)' names \(recipe.models.count) models in 'models' and draws "
            + "\(results.count). Give one name for each."
        )
      }
      return recipe.models.map { $0.text(in: context.glossary.language) }
    }
    var names: [String] = []
    for named in results {
      guard let effect = named.result as? any TreatmentEffectResult else {
        names.append(named.reference)
        continue
      }
      names.append(try context.glossary.text("estimators", effect.estimator.rawValue))
    }
    var given = names
    // An estimator that comes twice is told apart by its name in the study.
    for (index, name) in names.enumerated() where names.filter({ $0 == name }).count > 1 {
      given[index] = try context.glossary.text(
        "treatment-figures",
        "named-estimator",
        ["estimator": name, "name": results[index].reference]
      )
    }
    return given
  }

  /// Periods that stand for all earlier or all later ones in every series that has them, and
  /// beyond which no series goes.
  var bins: [Int: EventTimePoint.Bin] {
    var bins: [Int: EventTimePoint.Bin] = [:]
    for period in periods {
      let kinds = Set(series.flatMap { one in
        one.points.filter { $0.period == period }.map(\.bin)
      })
      guard kinds.count == 1, let bin = kinds.first ?? nil else { continue }
      if period == (bin == .earlier ? periods.first : periods.last) { bins[period] = bin }
    }
    return bins
  }

  /// The range of everything drawn along the vertical axis.
  func values(intervals: CoefficientPlot.Intervals) -> ClosedRange<Double> {
    var values = [0.0]
    for point in series.flatMap(\.points) {
      guard let estimate = point.estimate else { continue }
      values.append(estimate.value)
      guard intervals != .none else { continue }
      if let interval = estimate.interval { values += [interval.low, interval.high] }
      if hasInner, let inner = estimate.innerInterval { values += [inner.low, inner.high] }
      if hasBand, let band = point.simultaneous { values += [band.low, band.high] }
    }
    return ClosedRange(spanning: values) ?? 0...0
  }

  /// One row per period and result.
  var data: FigureData {
    FigureData(
      columns: ["result", "model", "period", "bin", "is_reference"] + Estimate.figureColumns
        + ["band_low", "band_high", "band_level", "observations", "units"],
      rows: series.flatMap { one in
        one.points.map { point -> [FigureData.Value] in
          let head: [FigureData.Value] = [
            .text(one.reference), .text(one.name), .count(point.period),
            point.bin.map { .text($0.rawValue) } ?? .missing, .count(point.isReference ? 1 : 0),
          ]
          let band = point.simultaneous
          return head + point.estimate.figureData + [
            .number(band?.low), .number(band?.high), .number(band?.level),
            .count(point.observations), .count(point.units),
          ]
        }
      }
    )
  }
}
