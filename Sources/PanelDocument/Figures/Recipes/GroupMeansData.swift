import PanelResults

/// What a plot of group means draws.
struct GroupMeansData {
  struct Series {
    var group: String
    var label: String
    var units: Int
    /// By period.
    var points: [MeanPoint]
  }

  var series: [Series]
  var outcome: String
  /// The outcome and the grouping variable within a sentence.
  var words: (outcome: String, group: String)
  /// The title of the value axis, and the same before a power of ten.
  private var titles: (plain: String, scaled: String)
  var time: String
  /// The raw label of the grouping variable.
  var group: String
  var weights: String?
  /// Every period of any group, in order.
  var periods: [Int]
  var marks: [(place: Double, label: String)]

  init(
    of results: [NamedResult],
    recipe: GroupMeansPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    guard results.count == 1, let means = results[0].result as? any MeansOverTime else {
      throw .invalid(
        "Figure '\(context.id)' of kind '\(GroupMeansPlot.kind)' draws one result of the method "
          + "'\(GroupMeansResult.method)'; it is given "
          + "\(results.map { "'\($0.reference)'" }.joined(separator: ", "))."
      )
    }
    let labels = TermLabels(results: [means], in: context)
    let language = context.glossary.language
    for (name, _) in recipe.labels.entries
    where !means.series.contains(where: { $0.group == name }) {
      let nearest = NearestNames.list(to: name, among: means.series.map(\.group))
      throw .invalid(
        "Figure '\(context.id)' labels the group '\(name)', which its data do not have. "
          + (nearest.isEmpty
            ? "They have: \(means.series.map(\.group).joined(separator: ", "))."
            : "Did you mean \(nearest)?")
      )
    }
    series = means.series.map { series in
      let given = recipe.labels.entries.first { $0.key == series.group }
      return Series(
        group: series.group,
        label: given?.value.text(in: language)
          ?? labels.value(series.group, of: means.groupVariable),
        units: series.units,
        points: series.points.sorted { $0.period < $1.period }
      )
    }
    periods = Set(series.flatMap { $0.points.map(\.period) }).sorted()
    guard !periods.isEmpty else {
      throw .invalid(
        "Figure '\(context.id)' has no mean to draw: '\(results[0].reference)' is empty."
      )
    }
    if let title = recipe.axisTitle {
      outcome = title.text(in: language)
    } else {
      outcome = try labels.label(of: means.heading.outcome ?? "").plainText
    }
    words = (
      try recipe.axisTitle == nil
        ? labels.word(for: means.heading.outcome ?? "").plainText : outcome,
      try labels.word(for: means.groupVariable).plainText
    )
    if let title = recipe.timeTitle {
      time = title.text(in: language)
    } else {
      time = try labels.label(of: means.timeVariable).plainText
    }
    titles = (outcome, try FigureWords(context: context).scaled(outcome))
    group = try labels.label(of: means.groupVariable).plainText
    weights = try means.weights.map { (name) throws(DocumentError) in
      try labels.word(for: name).plainText
    }
    marks = recipe.marks.map { mark in
      (
        mark.place,
        mark.label?.text(in: language) ?? NumberLabels.plain([mark.place], isPeriod: true).texts[0]
      )
    }
  }

  /// The title of the value axis, made to end in a power of ten where its labels have one.
  func valueTitle(exponent: Int?) -> String { exponent == nil ? titles.plain : titles.scaled }

  /// The series' names where there are several.
  var legend: [LegendEntry] {
    guard series.count > 1 else { return [] }
    return series.enumerated().map { LegendEntry(label: $1.label, series: $0) }
  }

  /// The points of a series in runs without a hole: a line does not cross a period that other
  /// groups have and this one lacks.
  func runs(of series: Int) -> [[MeanPoint]] {
    var runs: [[MeanPoint]] = []
    var next: Int?
    for point in self.series[series].points {
      if point.period == next, !runs.isEmpty {
        runs[runs.count - 1].append(point)
      } else {
        runs.append([point])
      }
      next = periods.first { $0 > point.period }
    }
    return runs
  }
}
