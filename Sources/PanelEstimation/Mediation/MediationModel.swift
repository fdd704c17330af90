import PanelData
import PanelNumerics
import PanelResults

/// The equations of one outcome equation's mediators, on their sample.
struct MediationModel {
  private let analysis: Mediation
  private let context: AnalysisContext
  private let panel: Panel
  private let treatment: String
  /// Canonical names.
  private let mediators: [String]
  private let linear: LinearModel
  private let drawn: NamedGrouping?
  /// What is drawn, in words; `nil` for single observations.
  private let drawnName: String?
  private let total: FittedModel
  private let outcome: FittedModel
  private let channels: [FittedModel]
  private let design: MediationDesign
  /// Formulas of the total, the outcome's and the mediators' equations.
  private let formulas: (total: Formula, outcome: Formula, channels: [Formula])

  /// Fits all equations.
  init(
    _ analysis: Mediation, _ variables: MediationVariables, mediators: [String], on panel: Panel,
    in context: AnalysisContext
  ) throws(EstimationError) {
    self.analysis = analysis
    self.context = context
    self.panel = panel
    treatment = variables.treatment
    let names = mediators.compactMap { variables.mediators[$0] }
    self.mediators = names
    let covariance = try analysis.covariance(in: panel)
    let texts = MediationTexts(analysis, mediators: mediators)
    linear = LinearModel(
      texts.outcome, covariance: covariance, weights: analysis.weights,
      condition: analysis.condition, smallSample: analysis.smallSample,
      singletons: analysis.singletons, level: analysis.level, place: context.id)
    let drawnVariables =
      analysis.bootstrap == nil ? nil : try analysis.drawnVariables(in: panel, covariance)
    drawnName = drawnVariables?.joined(separator: "^")
    let formula = try texts.formula(texts.outcome, in: panel)
    let request = DesignRequest(
      formula: formula, clusters: covariance.clusters + (drawnVariables.map { [$0] } ?? []),
      weights: analysis.weights, condition: analysis.condition,
      dropsSingletons: analysis.singletons == .drop,
      exclusions: try Self.exclusions(analysis, beside: names, variables, on: panel))
    var full = try Design(request, on: panel, threads: context.threadCount)
    drawn = drawnVariables == nil ? nil : full.clusterings.last
    full.clusterings = Array(full.clusterings.prefix(covariance.clusters.count))
    try Self.refuseConstants(full, mediators: names)
    outcome = try linear.fitted(full, threads: context.threadCount)
    try outcome.checkFirstRegressor()
    for name in names {
      if let omission = outcome.fit.omitted.first(where: { $0.term == name }) {
        throw .invalid(Self.noVariation(omission, design: full))
      }
    }
    // The mediators come after the treatment, as in the formula.
    var without = full
    without.regressors.removeSubrange(1...names.count)
    total = try linear.fitted(without, threads: context.threadCount)
    var channels: [FittedModel] = []
    var channelFormulas: [Formula] = []
    for (index, name) in names.enumerated() {
      var equation = without
      equation.outcome = full.regressors[1 + index].numbers
      equation.outcomeName = name
      channels.append(try linear.fitted(equation, threads: context.threadCount))
      channelFormulas.append(try texts.formula(texts.channels[index], in: panel))
    }
    self.channels = channels
    formulas = (try texts.formula(texts.total, in: panel), formula, channelFormulas)
    var reordered = full
    let leading = 1 + names.count
    reordered.regressors = Array(full.regressors[leading...] + full.regressors[..<leading])
    let kept = Set(outcome.fit.kept.map { full.regressors[$0].name })
    reordered.regressors.removeAll { !kept.contains($0.name) }
    design = MediationDesign(design: reordered, channelCount: names.count)
  }

  /// Rows without the other mediators, where all have one sample.
  private static func exclusions(
    _ analysis: Mediation, beside own: [String], _ variables: MediationVariables, on panel: Panel
  ) throws(EstimationError) -> [RowExclusion] {
    guard analysis.hasCommonSample, !analysis.isParallel else { return [] }
    var exclusions: [RowExclusion] = []
    for text in analysis.mediators {
      guard let name = variables.mediators[text], !own.contains(name) else { continue }
      let columns = try dataResult { () throws(DataError) in
        let term = try FormulaParser.terms(text, lists: panel.lists)
        return try panel.columns(of: term[0], besideConstant: true)
      }
      for column in columns {
        exclusions.append(
          RowExclusion(.missing, subject: column.name, rows: column.numbers.map(\.isNaN)))
      }
    }
    return exclusions
  }

  private static func refuseConstants(
    _ design: Design, mediators: [String]
  ) throws(EstimationError) {
    for regressor in design.regressors where mediators.contains(regressor.name) {
      if let first = regressor.numbers.first, regressor.numbers.allSatisfy({ $0 == first }) {
        throw .invalid(
          "The mediator '\(regressor.name)' is \(first) in all \(design.observationCount) "
            + "observations of the sample: nothing can go through it. Check its definition and the "
            + "sample.")
      }
    }
  }

  private static func noVariation(_ omission: OmittedTerm, design: Design) -> String {
    guard !omission.with.isEmpty else {
      return "The mediator '\(omission.term)' does not vary once the effects of "
        + "\(design.effects.map(\.name).joined(separator: ", ")) are removed: nothing can go "
        + "through it. Absorb fewer effects, or name another mediator."
    }
    return "The mediator '\(omission.term)' is a linear combination of "
      + "\(MessageList.text(omission.with))\(design.effects.isEmpty ? "" : " and the effects"), so "
      + "its own part cannot be told apart. Name another mediator, or take out what it is made of."
  }
}

/// The formulas of a mediation's equations.
private struct MediationTexts {
  let total: String
  let outcome: String
  let channels: [String]
  private let controls: [String]

  init(_ analysis: Mediation, mediators: [String]) {
    controls = analysis.controls
    let rest = analysis.controls.map { " + \($0)" }.joined()
    let effects =
      analysis.effects.isEmpty ? "" : " | " + analysis.effects.joined(separator: " + ")
    let middle = mediators.map { " + \($0)" }.joined()
    total = "\(analysis.outcome) ~ \(analysis.treatment)\(rest)\(effects)"
    outcome = "\(analysis.outcome) ~ \(analysis.treatment)\(middle)\(rest)\(effects)"
    channels = mediators.map { "\($0) ~ \(analysis.treatment)\(rest)\(effects)" }
  }

  /// A formula, with the controls as a list where they are written out.
  func formula(_ text: String, in panel: Panel) throws(EstimationError) -> Formula {
    try dataResult { () throws(DataError) in
      var formula = try FormulaParser.parse(text, lists: panel.lists)
      var loose: [String] = []
      for control in controls where !control.hasPrefix("$") {
        loose += try FormulaParser.terms(control, lists: panel.lists).map(\.name)
      }
      if !loose.isEmpty { formula.lists[Self.listName, default: []] += loose }
      return formula
    }
  }

  private static let listName = "controls"
}

// MARK: Results

extension MediationModel {
  func result() throws(EstimationError) -> MediationResult {
    let parts = effects
    let direct = parts.direct
    let whole = total.fit.slopes[0]
    let sum = Summation.sum(parts.indirect)
    let scale = max(abs(whole), abs(direct), parts.indirect.map(abs).max() ?? 0)
    let gap = scale > 0 ? abs(whole - direct - sum) / scale : 0
    guard gap <= Self.gapLimit else {
      throw .invalid(
        "Direct and indirect effects of '\(treatment)' do not add up to its total effect: they miss "
          + "it by \(gap) of the largest of them. The model is too badly conditioned to be taken "
          + "apart; drop controls that are nearly collinear.")
    }
    let drawing = try self.drawing(parts)
    let regressions = channels.indices.map { index in
      MediationChannel(
        mediator: mediators[index],
        regression: regression(channels[index], formulas.channels[index]),
        indirect: indirect(index, parts, whole: whole, drawing))
    }
    let joint = mediators.count > 1 ? self.joint(sum, whole: whole, drawing) : nil
    let main = regression(outcome, formulas.outcome)
    return MediationResult(
      heading: main.heading, treatment: treatment, total: regression(total, formulas.total),
      regression: main, channels: regressions, joint: joint, identityGap: gap,
      bootstrap: drawing?.description,
      remarks: remarks(regressions, direct: direct, drawing))
  }

  /// Of the largest part, that the effects may miss their sum by.
  private static let gapLimit = 1e-9

  private var effects: MediatedEffects {
    MediatedEffects(
      onMediators: channels.map { $0.fit.slopes[0] },
      ofMediators: mediators.indices.map { outcome.fit.slopes[1 + $0] },
      direct: outcome.fit.slopes[0])
  }

  private func regression(_ fitted: FittedModel, _ formula: Formula) -> RegressionResult {
    fitted.result(
      heading: linear.heading(of: formula, fitted.design, in: panel),
      regressorLists: formula.lists,
      provenance: linear.provenance(of: formula, on: panel, in: context))
  }

  private func indirect(
    _ index: Int, _ parts: MediatedEffects, whole: Double, _ drawing: Drawing?
  ) -> IndirectEffect {
    let product = parts.indirect[index]
    let tests = ProductTest.Form.allCases.map { form in
      ProductTest(
        form, channels[index].inference.estimates()[0],
        outcome.inference.estimates()[1 + index])
    }
    let test = tests.first { $0.form == analysis.form } ?? tests[0]
    return IndirectEffect(
      estimate: Estimate(
        term: mediators[index], product: product, test: test, level: analysis.level),
      form: analysis.form, tests: tests, intervals: drawing?.intervals(of: index) ?? [],
      bootstrapError: drawing?.replicates[index].standardDeviation,
      bootstrapBias: drawing?.replicates[index].bias,
      proportion: Self.proportion(product, of: whole))
  }

  /// Through all mediators; without a bootstrap nothing is known of its uncertainty.
  private func joint(_ sum: Double, whole: Double, _ drawing: Drawing?) -> IndirectEffect {
    let index = mediators.count
    let error =
      drawing?.replicates[index].standardDeviation ?? .unavailable(because: .notApplicable)
    let test = ProductTest(.sobel, product: sum, standardError: error)
    return IndirectEffect(
      estimate: Estimate(
        term: mediators.joined(separator: " + "), product: sum, test: test, level: analysis.level),
      form: analysis.form, intervals: drawing?.intervals(of: index) ?? [],
      bootstrapError: drawing?.replicates[index].standardDeviation,
      bootstrapBias: drawing?.replicates[index].bias,
      proportion: Self.proportion(sum, of: whole))
  }

  private static func proportion(_ part: Double, of whole: Double) -> Availability<Double> {
    part * whole > 0 ? .value(part / whole) : .unavailable(because: .oppositeSigns)
  }

  private func remarks(
    _ channels: [MediationChannel], direct: Double, _ drawing: Drawing?
  ) -> [Remark] {
    var remarks: [Remark] = []
    for channel in channels where channel.indirect.estimate.value * direct < 0 {
      remarks.append(Remark(.opposingEffects, ["term": channel.mediator]))
    }
    guard let drawing else { return remarks }
    let description = drawing.description
    if description.failed > 0 {
      remarks.append(
        Remark(
          .replicatesFailed,
          ["count": String(description.failed), "total": String(description.replications)]))
    }
    if description.replications < Self.fewReplicates {
      remarks.append(Remark(.fewReplicates, ["count": String(description.replications)]))
    }
    for channel in channels {
      let isOneSided = channel.indirect.intervals.contains {
        $0.low == .unavailable(because: .oneSidedReplicates)
      }
      if isOneSided { remarks.append(Remark(.oneSidedReplicates, ["term": channel.mediator])) }
    }
    return remarks
  }

  /// Replicates below which quantiles are rough.
  private static let fewReplicates = 100
}

// MARK: The bootstrap

extension MediationModel {
  /// Replicates of each mediator's indirect effect, then of their sum where there are several.
  struct Drawing {
    var replicates: [BootstrapReplicates]
    var kinds: [BootstrapInterval.Kind]
    var level: Double
    var description: ClusterBootstrapDescription

    func intervals(of index: Int) -> [BootstrapInterval] {
      kinds.map { replicates[index].interval($0, level: level) }
    }
  }

  private func drawing(_ parts: MediatedEffects) throws(EstimationError) -> Drawing? {
    guard let bootstrap = analysis.bootstrap else { return nil }
    let n = design.design.observationCount
    let clusters =
      drawn?.grouping ?? Grouping(codes: (0..<Int32(n)).map { $0 }, count: n)
    guard clusters.count > 1 else {
      throw .tooFewClusters(column: drawnName ?? "observation", found: clusters.count, needed: 2)
    }
    let sample = try ResampledMediation(design, clusters: clusters, threads: context.threadCount)
    let draws = sample.draws(bootstrap.replications, in: context)
    let jackknife = bootstrap.intervals.contains(.bca) ? sample.withoutEach(in: context) : []
    var numbers = parts.indirect
    if numbers.count > 1 { numbers.append(Summation.sum(numbers)) }
    let replicates = numbers.indices.map { index in
      BootstrapReplicates(
        estimate: numbers[index], values: draws.map { $0?.number(index) ?? .nan },
        jackknife: jackknife.map { $0?.number(index) ?? .nan })
    }
    return Drawing(
      replicates: replicates, kinds: bootstrap.intervals, level: analysis.level,
      description: ClusterBootstrapDescription(
        replications: bootstrap.replications, failed: draws.count { $0 == nil },
        variable: drawnName, clusters: clusters.count, seed: context.seed))
  }
}

extension MediatedEffects {
  /// The indirect effect through one mediator, or through all beyond the last.
  fileprivate func number(_ index: Int) -> Double {
    let indirect = indirect
    return index < indirect.count ? indirect[index] : Summation.sum(indirect)
  }
}
