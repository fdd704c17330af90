import PanelResults

/// The sentences under a regression table, made from the results themselves.
///
/// The order is fixed: description, sample, covariance, legend of brackets, remarks, legend of
/// stars, the author's own sentences, source.
struct RegressionNotes {
  let table: RegressionTable
  let rows: [CoefficientRow]

  private var glossary: Glossary { table.glossary }
  private var recipe: RegressionRecipe { table.recipe }
  private var fits: [any RegressionFit] { table.columns.map(\.fit) }

  func all() throws(DocumentError) -> [TableNote] {
    var notes: [TableNote] = []
    let writer = table.writer
    notes += writer.written(recipe.description, as: .description)
    notes += try writer.sample(fits.map(\.sample))
    notes += try writer.weights(fits.map(\.sample))
    notes += try treatment()
    notes += try variations()
    notes += try instruments()
    notes += try censoring()
    notes += try learning()
    notes += try centring()
    notes += try randomEffects()
    notes += try spatial()
    notes += table.columns.contains { $0.part != nil } ? try effectErrors() : try covariance()
    notes += try furtherLines()
    let estimates = rows.allSatisfy(\.terms.isEmpty) ? [] : fits.flatMap(\.estimates)
    if !estimates.isEmpty { notes += try table.estimateWriter.bracketNotes(about: estimates) }
    let effectDraws = try effectDraws()
    notes += effectDraws.filter { $0.kind == .brackets }
    notes += try testBrackets()
    notes += try variancePValues()
    notes += effectDraws.filter { $0.kind == .remark }
    notes += try remarks()
    notes += try table.estimateWriter.starNotes(about: estimates)
    notes += try table.estimateWriter.starBasis(about: estimates)
    for text in recipe.notes { notes += writer.written(text, as: .custom) }
    notes += writer.written(recipe.source, as: .source)
    return notes
  }
}

extension RegressionNotes {
  /// Who was treated when, and what forbidden comparisons are where a printed share is positive.
  private func treatment() throws(DocumentError) -> [TableNote] {
    let treated = fits.map { $0 as? any TreatmentEffectResult }
    var notes = try table.frame.cohortNotes(
      treated.map { $0?.design },
      remarks: fits.map(\.remarks)
    )
    let isForbidden = fits.contains { fit in
      fit.statistics.contains {
        $0.statistic == .forbiddenShare && $0.value.value.map { $0 > 0 } ?? false
      }
    }
    if isForbidden, showsForbiddenShare {
      notes.append(TableNote(.sample, try glossary.rich("treatment", "forbidden")))
    }
    return notes
  }

  private var showsForbiddenShare: Bool {
    table.shownStatistics.contains { $0.name == .forbiddenShare }
  }

  /// Where the standard errors come from, in one sentence or by a row of the table.
  private func covariance() throws(DocumentError) -> [TableNote] {
    guard !rows.allSatisfy(\.terms.isEmpty) else { return [] }
    let place = try table.estimateWriter.placeOfStandardErrors()
    if table.hasDifferentCovariance {
      var values = ["row": RichText(try glossary.text("tables", "standard-errors"))]
      values["place"] = place
      let key = place == nil ? "mixed-covariance-basis" : "mixed-covariance"
      return [TableNote(.covariance, try glossary.rich("notes", key, values))] + (try reaches())
    }
    let shared = fits[0].covariance
    if shared.kind == .published, place == nil { return [] }
    let counts = fits.map { $0.covariance.clusters.map(\.count) }.unique
    return [
      TableNote(
        .covariance,
        try table.writer.sentence(
          place == nil ? "covariance-basis" : "covariance",
          about: shared,
          countsClusters: counts.count == 1,
          place: place
        )
      )
    ]
  }
}

extension RegressionNotes {
  /// How far the neighbours lie that covariances of a mixed table count as related.
  private func reaches() throws(DocumentError) -> [TableNote] {
    var sentences: [[RichText]] = []
    for fit in fits {
      let covariance = fit.covariance
      guard covariance.serial != nil || covariance.spatial != nil else {
        sentences.append([])
        continue
      }
      sentences.append([
        try table.writer.sentence(
          "covariance-reach",
          about: covariance,
          countsClusters: false,
          place: nil
        )
      ])
    }
    var notes: [TableNote] = []
    // Names of the row that not every reader knows.
    for kind in [CovarianceKind.iid, .information, .expectedInformation]
    where fits.contains(where: { $0.covariance.kind == kind }) {
      notes.append(
        TableNote(.covariance, try glossary.rich("covariance-reach", kind.rawValue))
      )
    }
    return try notes + table.frame.perColumn(sentences, as: .covariance)
  }

  /// What the results remark, each sentence once, with its columns where not all have it.
  private func remarks() throws(DocumentError) -> [TableNote] {
    var sentences: [[RichText]] = []
    for column in table.columns { sentences.append(try remarks(of: column)) }
    return try table.frame.perColumn(sentences, as: .remark)
  }

  /// Remarks that no note repeats: omissions, which the fit itself lists, a property of the levels
  /// of effects, which no table prints, and bounds, which a sentence on their region names.
  private static let untold: [Remark.Kind] = [
    .omittedCollinear, .omittedAbsorbed, .disconnectedEffects, .boundInside,
  ]

  /// Omissions from the fit itself, where the cells do not tell them; then the other remarks.
  private func remarks(of column: RegressionColumn) throws(DocumentError) -> [RichText] {
    var sentences: [RichText] = []
    if recipe.omittedTerms == .note {
      let told = column.fit.remarks.filter { $0.id == .moderatorAbsorbed }
      for omission in column.fit.omitted
      where !told.contains(where: { $0.values["term"] == omission.term }) {
        sentences.append(try table.writer.sentence(about: omission))
      }
    }
    let remarks = column.fit.remarks + table.shownFurther(of: column).flatMap(\.remarks)
    for remark in remarks
    where !Self.untold.contains(remark.id)
      && (remark.id != .forbiddenComparisons || !showsForbiddenShare)
    {
      sentences.append(try table.writer.sentence(about: remark))
    }
    return sentences
  }
}
