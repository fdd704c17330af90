import PanelResults

extension RegressionTable {
  /// The statistics of columns that learners stand behind; repeats where there are any.
  var learnedStatistics: [Statistic] {
    guard !learnedFits.isEmpty else { return [] }
    let repeats: [Statistic] = learnedFits.contains { $0.repeats.count > 1 } ? [.splits] : []
    return [.folds] + repeats + [
      .learnedOutcomeFit, .learnedTreatedFit, .learnedUntreatedFit, .learnedTreatmentFit,
      .treatmentResidualVariance,
    ]
  }

  var learnedFits: [DoubleMLResult] { columns.compactMap { $0.fit as? DoubleMLResult } }

  /// How effects are held fixed and the learner of each column, where some column has them.
  func learnerRows() throws(DocumentError) -> [TableRow] {
    guard !learnedFits.isEmpty else { return [] }
    var rows: [TableRow] = []
    if learnedFits.contains(where: { $0.effects != nil }) {
      rows.append(
        try learnedRow("row-effects") { (fit) throws(DocumentError) in
          guard let effects = fit.effects else { return .empty }
          return .text(try glossary.rich("learning", "row-\(effects.form.rawValue)"))
        }
      )
    }
    rows.append(
      try learnedRow("row") { (fit) throws(DocumentError) in
        .text(try fit.learnerName(in: glossary))
      }
    )
    return rows
  }

  private func learnedRow(
    _ label: String,
    _ cell: (DoubleMLResult) throws(DocumentError) -> Cell
  ) throws(DocumentError) -> TableRow {
    TableRow(
      label: try glossary.rich("learning", label),
      cells: try cells { (column) throws(DocumentError) in
        guard let fit = column.fit as? DoubleMLResult else { return .empty }
        return try cell(fit)
      }
    )
  }
}

extension DoubleMLResult {
  /// The learner of the outcome and that of the treatment; empty where predictions were supplied.
  var learners: [LearnerDescription] {
    let outcome = nuisances.first { $0.role != .treatment }?.learner
    let treatment = nuisances.first { $0.role == .treatment }?.learner
    return [outcome, treatment].compactMap(\.self)
  }

  /// What a column or a plot is named after, such as `Random forest` or `OLS; logit`.
  func learnerName(in glossary: Glossary) throws(DocumentError) -> RichText {
    guard let outcome = learners.first else {
      return try glossary.rich("learning", "row-supplied")
    }
    let name = try glossary.rich("learning", "row-\(outcome.method.rawValue)")
    let other = try treatmentLearnerName(in: glossary)
    if name == other { return name }
    return try glossary.rich("learning", "row-both", ["outcome": name, "treatment": other])
  }

  /// The learner of the treatment alone.
  func treatmentLearnerName(in glossary: Glossary) throws(DocumentError) -> RichText {
    guard let learner = learners.last else {
      return try glossary.rich("learning", "row-supplied")
    }
    let isLogit = model == .interactive && learner.method == .ols
    return try glossary.rich("learning", isLogit ? "row-logit" : "row-\(learner.method.rawValue)")
  }
}

extension RegressionNotes {
  /// What was learned from what, by which learners, and how the sample was split.
  func learning() throws(DocumentError) -> [TableNote] {
    guard !table.learnedFits.isEmpty else { return [] }
    var sentences: [[RichText]] = []
    for column in table.columns {
      guard let fit = column.fit as? DoubleMLResult else {
        sentences.append([])
        continue
      }
      sentences.append(try LearningWords(table: table, fit: fit).sentences())
    }
    return try table.frame.perColumn(sentences, as: .sample)
  }
}

/// The sentences about one double machine learning estimate.
private struct LearningWords {
  let table: RegressionTable
  let fit: DoubleMLResult

  private var glossary: Glossary { table.glossary }

  func sentences() throws(DocumentError) -> [RichText] {
    var sentences = [try model()]
    if let learners = try learners() { sentences.append(learners) }
    sentences.append(try folds())
    if let aggregation = fit.aggregation {
      sentences.append(
        try glossary.rich(
          "learning",
          "repeats-\(aggregation.rawValue)",
          ["count": RichText(String(fit.repeats.count))]
        )
      )
    }
    if let effects = fit.effects {
      var names: [RichText] = []
      for name in effects.names { names.append(try table.labels.word(for: name)) }
      sentences.append(
        try glossary.rich(
          "learning",
          effects.form.rawValue,
          ["effects": try glossary.list(names)]
        )
      )
    }
    if let overlap = try overlap() { sentences.append(overlap) }
    return sentences
  }

  private func model() throws(DocumentError) -> RichText {
    let key = [fit.model.rawValue, fit.target?.rawValue].compactMap(\.self)
      .joined(separator: "-")
    return try glossary.rich(
      "learning",
      fit.convention.rawValue,
      ["model": try glossary.rich("learning", key)]
    )
  }

  private func learners() throws(DocumentError) -> RichText? {
    let learners = fit.learners
    guard let first = learners.first, let last = learners.last else { return nil }
    let outcome = try description(first, isProbability: false)
    let treatment = try description(last, isProbability: fit.model == .interactive)
    let words =
      outcome == treatment
      ? outcome
      : try glossary.rich("learning", "both", ["outcome": outcome, "treatment": treatment])
    return try glossary.rich(
      "learning",
      outcome == treatment ? "learner" : "learners",
      ["learners": words]
    )
  }

  /// A learner with its settings; of probabilities least squares are a logit, and so on.
  private func description(
    _ learner: LearnerDescription,
    isProbability: Bool
  ) throws(DocumentError) -> RichText {
    var values: [String: RichText] = [:]
    values["trees"] = learner.trees.map(count)
    values["rate"] = learner.rate.map(number)
    values["penalty"] = learner.penalty.map(number)
    values["folds"] = learner.validationFolds.map { RichText(String($0)) }
    values["sample"] = learner.sample.map(share)
    values["features"] = learner.features.map(share)
    values["leaf"] = learner.leaf.map(count)
    var key = learner.method.rawValue
    switch learner.method {
    case .lasso where learner.penalty == nil: key = "lasso-cv"
    case .randomForest: values["more"] = try learner.depth.map(depth) ?? ""
    case .gradientBoosting:
      values["depth"] = RichText(String(learner.depth ?? 0))
      values["more"] = try boostingSettings(learner)
    case .lasso, .ols: break
    }
    if isProbability, learner.method != .randomForest { key += "-probability" }
    return try glossary.rich("learning", key, values)
  }

  private func depth(_ depth: Int) throws(DocumentError) -> RichText {
    try glossary.rich("learning", "depth", ["depth": RichText(String(depth))])
  }

  /// What of boosted trees is restricted beyond their depth.
  private func boostingSettings(_ learner: LearnerDescription) throws(DocumentError) -> RichText {
    var text: RichText = ""
    if let leaf = learner.leaf, leaf > 1 {
      text = try text + glossary.rich("learning", "leaf", ["leaf": count(leaf)])
    }
    if let features = learner.features, features < 1 {
      text = try text + glossary.rich("learning", "features", ["features": share(features)])
    }
    if let sample = learner.sample, sample < 1 {
      text = try text + glossary.rich("learning", "sample", ["sample": share(sample)])
    }
    return text
  }

  private func folds() throws(DocumentError) -> RichText {
    let folds = fit.folds
    guard !folds.isSupplied else { return try glossary.rich("learning", "supplied") }
    var values = ["count": RichText(String(folds.count))]
    if let column = folds.column {
      values["variable"] = try table.labels.word(for: column)
      return try glossary.rich("learning", "folds-column", values)
    }
    guard let groups = folds.groups, let number = folds.groupCount else {
      return try glossary.rich("learning", "folds", values)
    }
    values["variable"] = try table.labels.word(for: groups)
    values["groups"] = count(number)
    return try glossary.rich("learning", "folds-groups", values)
  }

  /// Where predicted probabilities lie, and how many were moved to bounds; of a model that divides
  /// by them.
  private func overlap() throws(DocumentError) -> RichText? {
    guard fit.model == .interactive, let overlap = fit.overlap else { return nil }
    var values = ["low": rounded(overlap.smallest), "high": rounded(overlap.largest)]
    guard let trimmed = overlap.trimmed, let bound = overlap.bound, trimmed > 0 else {
      return try glossary.rich("learning", "overlap", values)
    }
    values["count"] = count(trimmed)
    values["bound"] = number(bound)
    values["other"] = number(1 - bound)
    return try glossary.rich("learning", "overlap-trimmed", values)
  }

  /// To three decimals, zero where nothing is left.
  private func rounded(_ value: Double) -> RichText {
    let rounded = (value * 1000).rounded() / 1000
    return RichText([.number(table.style.typesetting.number(rounded, .decimals(3)))])
  }

  private func count(_ value: Int) -> RichText {
    RichText([.number(table.style.typesetting.count(value))])
  }

  /// A setting, with as many decimals as it has.
  private func number(_ value: Double) -> RichText {
    let typesetting = table.style.typesetting
    let enough = (0...DigitRule.limit).first { decimals in
      Double(typesetting.number(value, .decimals(decimals)).machineText) == value
    }
    return RichText([
      .number(typesetting.number(value, enough.map(DigitRule.decimals) ?? .significant(4)))
    ])
  }

  /// A share in percent, to a tenth.
  private func share(_ value: Double) -> RichText {
    number((value * 1000).rounded() / 10) + "%"
  }
}
