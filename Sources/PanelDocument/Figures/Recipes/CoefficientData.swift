import PanelResults

/// What a coefficient plot draws: rows of terms, series of models.
struct CoefficientData {
  struct Term {
    /// The raw name.
    var name: String
    var label: String
    /// The place of its heading in the recipe.
    var heading: Int?
    /// By model; `nil` where a model has no such term.
    var estimates: [Estimate?]
  }

  /// Sorted by heading; those without come first.
  var terms: [Term]
  /// The names of the models, in the order of the results.
  var models: [String]
  var results: [NamedResult]
  /// The label of the outcome, where all models share one.
  var outcome: String?
  /// The code of the page's language.
  var language: String

  init(
    of results: [NamedResult],
    recipe: CoefficientPlot,
    in context: DocumentContext
  ) throws(DocumentError) {
    self.results = results
    language = context.glossary.language
    let labels = TermLabels(
      own: recipe.labels.entries,
      results: results.map(\.result),
      in: context
    )
    models = try CoefficientData.names(of: results, recipe: recipe, in: context)
    terms = []
    for name in try CoefficientData.names(in: results, recipe: recipe, figure: context.id) {
      terms.append(
        Term(
          name: name,
          label: try labels.label(of: name).plainText,
          heading: recipe.headings.firstIndex {
            $0.terms.contains { NamePattern($0).matches(name) }
          },
          estimates: results.map { named in
            named.result.estimates.map(\.rowEstimate).first { $0.term == name }
          }
        )
      )
    }
    sort(by: recipe.order)
    let outcomes = Set(results.map(\.result.heading.outcome))
    if outcomes.count == 1, let outcome = outcomes.first ?? nil {
      self.outcome = try labels.word(for: outcome).plainText
    }
  }

  /// The series' names where there are several.
  var legend: [LegendEntry] {
    guard models.count > 1 else { return [] }
    return models.enumerated().map { LegendEntry(label: $1, series: $0) }
  }

  /// The same with a row per model, where one term stands in several: names beside rows are
  /// read faster than a legend.
  var byModel: CoefficientData? {
    guard terms.count == 1, models.count > 1, let term = terms.first else { return nil }
    var turned = self
    turned.models = [term.label]
    turned.terms = zip(models, term.estimates).compactMap { model, estimate in
      estimate.map { Term(name: term.name, label: model, estimates: [$0]) }
    }
    return turned
  }

  /// Every drawn estimate with its model, by model and then by term.
  var drawn: [(model: Int, term: Term, estimate: Estimate)] {
    models.indices.flatMap { model in
      terms.compactMap { term in term.estimates[model].map { (model, term, $0) } }
    }
  }

  /// Stable, so that equal values stay as listed.
  private mutating func sort(by order: CoefficientPlot.Order) {
    func value(_ term: Term) -> Double { term.estimates.compactMap { $0 }.first?.value ?? 0 }
    let sorted = terms.enumerated().sorted { first, second in
      let (left, right) = (first.element, second.element)
      if left.heading != right.heading { return (left.heading ?? -1) < (right.heading ?? -1) }
      if order == .value, value(left) != value(right) { return value(left) > value(right) }
      return first.offset < second.offset
    }
    terms = sorted.map(\.element)
  }

  /// The names of the models.
  private static func names(
    of results: [NamedResult],
    recipe: CoefficientPlot,
    in context: DocumentContext
  ) throws(DocumentError) -> [String] {
    guard recipe.models.isEmpty || recipe.models.count == results.count else {
      throw .invalid(
        "Figure '\(context.id)' names \(recipe.models.count) models in 'models' and draws "
          + "\(results.count). Give one name for each."
      )
    }
    var names: [String] = []
    for index in results.indices {
      if recipe.models.isEmpty {
        names.append(try context.columnNumber(index + 1))
      } else {
        names.append(recipe.models[index].text(in: context.glossary.language))
      }
    }
    return names
  }

  /// The raw names of the terms to draw, in their order.
  private static func names(
    in results: [NamedResult],
    recipe: CoefficientPlot,
    figure: String
  ) throws(DocumentError) -> [String] {
    var known: [String] = []
    for estimate in results.flatMap(\.result.estimates).map(\.rowEstimate) where !known.contains(estimate.term) {
      known.append(estimate.term)
    }
    for pattern in recipe.keep + recipe.headings.flatMap(\.terms) {
      if !known.contains(where: NamePattern(pattern).matches) {
        let nearest = NearestNames.list(to: pattern, among: known)
        throw .invalid(
          "Figure '\(figure)' asks for the term '\(pattern)', which none of its models has. "
            + (nearest.isEmpty
              ? "They have: \(known.joined(separator: ", "))." : "Did you mean \(nearest)?")
        )
      }
    }
    var names: [String] = []
    if recipe.keep.isEmpty {
      names = known.filter { $0 != Estimate.constantTerm }
    } else {
      for pattern in recipe.keep.map(NamePattern.init) {
        names += known.filter { name in pattern.matches(name) && !names.contains(name) }
      }
    }
    names.removeAll { name in recipe.omit.contains { NamePattern($0).matches(name) } }
    guard !names.isEmpty else {
      throw .invalid(
        "Figure '\(figure)' has no coefficient to draw. Its models have: "
          + "\(known.joined(separator: ", ")). Check 'keep' and 'omit'."
      )
    }
    return names
  }
}
