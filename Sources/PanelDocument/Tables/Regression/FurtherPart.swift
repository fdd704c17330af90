import PanelResults

/// A column's estimates by inference of another kind, as one line under them shows.
struct FurtherPart {
  enum Kind {
    case covariance(FurtherInference)
    case bootstrap(WildBootstrapResult, reference: String)
  }
  var kind: Kind
  /// The place of the estimates within the result, such as `also[0].`.
  var path: String

  init(_ kind: Kind, path: String) {
    self.kind = kind
    self.path = path
  }

  /// What parts of one line have in common over the columns.
  var identity: [String] {
    switch kind {
    case .covariance(let further): ["covariance"] + further.covariance.identity
    case .bootstrap(let result, _): ["bootstrap"] + result.covariance.identity
    }
  }

  var covariance: CovarianceDescription {
    switch kind {
    case .covariance(let further): further.covariance
    case .bootstrap(let result, _): result.covariance
    }
  }

  var estimates: [Estimate] {
    switch kind {
    case .covariance(let further): further.estimates
    case .bootstrap(let result, _): result.terms.filter { $0.null == 0 }.map(\.estimate)
    }
  }

  var remarks: [Remark] {
    switch kind {
    case .covariance(let further): further.remarks
    case .bootstrap: []
    }
  }

  var isBootstrap: Bool {
    if case .bootstrap = kind { true } else { false }
  }
}

extension RegressionTable {
  /// The fits, which are columns, and the bootstraps of them, which are lines.
  static func partition(
    _ results: [NamedResult]
  ) -> (fits: [NamedResult], bootstraps: [NamedResult]) {
    let hasFit = results.contains { $0.result is any RegressionFit }
    let isLine = { (named: NamedResult) in hasFit && named.result is WildBootstrapResult }
    return (results.filter { !isLine($0) }, results.filter(isLine))
  }

  /// Puts each bootstrap under the column whose coefficients it tests.
  ///
  /// - Throws: Where there is no such column, or it tests another null hypothesis than zero.
  static func add(
    _ bootstraps: [NamedResult],
    to columns: inout [RegressionColumn],
    showing recipe: RegressionRecipe
  ) throws(DocumentError) {
    for named in bootstraps {
      guard let result = named.result as? WildBootstrapResult else { continue }
      guard let place = columns.firstIndex(where: { $0.reference == result.of }) else {
        let known = columns.map(\.reference).joined(separator: ", ")
        throw .invalid(
          "'\(named.reference)' tests coefficients of "
            + "\(result.of.isEmpty ? "a model of its own" : "'\(result.of)'"), which is no column "
            + "of the table. The columns are: \(known). Give it 'of' with one of these."
        )
      }
      if let term = result.terms.first(where: { $0.null != 0 && recipe.bootstrap == .pValue }) {
        throw .invalid(
          "'\(named.reference)' tests whether '\(term.estimate.term)' is "
            + "\(Typesetting.exact(term.null)): its p-value would stand under an estimate whose "
            + "stars test zero. Show its interval with 'bootstrap: ci', or test zero."
        )
      }
      columns[place].further.append(
        FurtherPart(.bootstrap(result, reference: named.reference), path: "terms.")
      )
    }
  }

  /// The kinds of inference that further lines show, in order of first appearance.
  static func identities(
    of columns: [RegressionColumn],
    _ recipe: RegressionRecipe
  ) -> [[String]] {
    columns.flatMap { shown($0, recipe).map(\.identity) }.unique
  }

  private static func shown(
    _ column: RegressionColumn,
    _ recipe: RegressionRecipe
  ) -> [FurtherPart] {
    column.further.filter { $0.isBootstrap || recipe.also != .off }
  }

  /// What further lines show, before they have brackets.
  static func lines(
    of columns: [RegressionColumn],
    _ recipe: RegressionRecipe,
    _ frame: TableFrame
  ) throws(DocumentError) -> [FurtherLine.Request] {
    let main = (recipe.uncertainty ?? frame.style.uncertainty).first?.measure
    if case .show = recipe.also, !columns.isEmpty,
      !columns.contains(where: { column in column.further.contains { !$0.isBootstrap } })
    {
      throw .invalid(
        "'also' says what the lines of further covariances show, and no column of the table has "
          + "one. Take 'also' out, or name further covariances in 'also' of the analysis."
      )
    }
    var requests: [FurtherLine.Request] = []
    for identity in identities(of: columns, recipe) {
      guard let part = columns.flatMap(\.further).first(where: { $0.identity == identity }) else {
        continue
      }
      let measure: Uncertainty
      if part.isBootstrap {
        measure = recipe.bootstrap
      } else if case .show(let wanted) = recipe.also {
        measure = wanted
      } else {
        measure = main ?? .standardError
      }
      let name =
        part.isBootstrap
        ? RichText(try frame.glossary.text("further", "bootstrap-spoken"))
        : try frame.writer.sentence(
          part.covariance.clusters.isEmpty ? "covariance-detail" : "covariance-row",
          about: part.covariance,
          countsClusters: false,
          place: nil
        )
      requests.append(FurtherLine.Request(measure: measure, name: name))
    }
    return requests
  }

  /// The parts of a column that lines show.
  func shownFurther(of column: RegressionColumn) -> [FurtherPart] {
    Self.shown(column, recipe)
  }

  /// The estimate of a row under each further line; `nil` where the column has none.
  func furtherParts(
    of estimate: Estimate?,
    in column: RegressionColumn
  ) throws(DocumentError) -> [FurtherLine.Part?] {
    guard let estimate else { return [] }
    var parts: [FurtherLine.Part?] = []
    for identity in furtherIdentities {
      guard let part = shownFurther(of: column).first(where: { $0.identity == identity }),
        let other = part.estimates.first(where: {
          $0.term == estimate.term && $0.component == estimate.component
        })
      else {
        parts.append(nil)
        continue
      }
      var reference = column.reference
      var path = "\(column.path)\(part.path)estimates.\(other.term)"
      if case .bootstrap(_, let own) = part.kind {
        reference = own
        path = "\(part.path)\(other.term).estimate"
      }
      parts.append(
        FurtherLine.Part(
          estimate: other,
          source: EstimateWriter.Source(
            reference: reference,
            path: path,
            covariance: try writer.sentence(
              "covariance-detail",
              about: part.covariance,
              countsClusters: true,
              place: nil
            ).plainText,
            observations: column.fit.sample.n
          )
        )
      )
    }
    return parts
  }
}

extension RegressionNotes {
  /// What stands in the bracket of each further line, with its columns where not all have it.
  func furtherLines() throws(DocumentError) -> [TableNote] {
    guard !rows.allSatisfy(\.terms.isEmpty) else { return [] }
    var notes: [TableNote] = []
    for (identity, line) in zip(table.furtherIdentities, table.estimateWriter.further) {
      let parts = table.columns.map { column in
        table.shownFurther(of: column).first { $0.identity == identity }
      }
      let counts = parts.compactMap { $0?.covariance.clusters.map(\.count) }.unique
      var sentences: [[RichText]] = []
      for part in parts {
        guard let part else {
          sentences.append([])
          continue
        }
        sentences.append([try sentence(about: part, line, countsClusters: counts.count == 1)])
      }
      notes += try table.frame.perColumn(sentences, as: .covariance)
    }
    return notes
  }

  private func sentence(
    about part: FurtherPart,
    _ line: FurtherLine,
    countsClusters: Bool
  ) throws(DocumentError) -> RichText {
    let glossary = table.glossary
    if case .covariance = part.kind, line.measure == .standardError {
      return try table.writer.sentence(
        "covariance",
        about: part.covariance,
        countsClusters: countsClusters,
        place: RichText(try glossary.text("brackets", line.bracket.rawValue))
      )
    }
    let items = try table.estimateWriter.legend(line.measure, line.bracket, about: part.estimates)
    let legend = try glossary.list(items)
    switch part.kind {
    case .covariance(let further):
      return try glossary.rich(
        "further",
        "covariance",
        [
          "legend": legend.sentenceStart,
          "source": try table.writer.sentence(
            "covariance-source",
            about: further.covariance,
            countsClusters: countsClusters,
            place: nil
          ),
        ]
      )
    case .bootstrap(let result, _):
      return try bootstrapSentence(about: result, legend.sentenceStart)
    }
  }

  /// `p-values in braces from a wild bootstrap over 48 clusters …`
  private func bootstrapSentence(
    about result: WildBootstrapResult,
    _ legend: RichText
  ) throws(DocumentError) -> RichText {
    let glossary = table.glossary
    guard let term = result.terms.first else { return legend }
    return try glossary.rich(
      "further",
      term.imposesNull ? "bootstrap" : "bootstrap-unrestricted",
      [
        "legend": legend,
        "clusters": try table.writer.list(of: result.covariance.clusters),
        "weights": RichText(try glossary.text("bootstrap-weights", term.weights.rawValue)),
        "draws": term.isEnumerated
          ? try glossary.rich(
            "draws",
            "enumerated",
            ["count": RichText(table.frame.typesetting.count(term.draws).plainText)]
          ) : try table.frame.draws(term.draws, seed: term.seed),
      ]
    )
  }
}
