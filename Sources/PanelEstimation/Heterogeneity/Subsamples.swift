import PanelData
import PanelNumerics
import PanelResults

/// A model in the groups of a partition.
struct Subsamples {
  let linear: LinearModel
  let formula: Formula
  let panel: Panel
  let partition: SamplePartition
  let context: AnalysisContext
  /// On all rows that have a group.
  let overall: FittedModel

  /// One group, with its design where it could be fitted.
  struct Group {
    var fit: SubsampleFit
    var design: Design?
    /// Why it could not, in words.
    var fault = ""
  }

  /// - Throws: What the model refuses on all groups together.
  init(
    linear: LinearModel, formula: Formula, panel: Panel, partition: SamplePartition,
    context: AnalysisContext
  ) throws(EstimationError) {
    self.linear = linear
    self.formula = formula
    self.panel = panel
    self.partition = partition
    self.context = context
    let design = try Self.design(
      linear, formula, panel, excluding: [partition.missing], threads: context.threadCount)
    overall = try linear.fitted(design, threads: context.threadCount)
    try overall.checkFirstRegressor()
  }

  private static func design(
    _ linear: LinearModel, _ formula: Formula, _ panel: Panel, excluding: [RowExclusion],
    dropsSingletons: Bool? = nil, threads: Int
  ) throws(EstimationError) -> Design {
    try Design(
      DesignRequest(
        formula: formula, clusters: linear.covariance.clusters,
        dependence: linear.covariance.dependence, weights: linear.weights,
        condition: linear.condition,
        dropsSingletons: dropsSingletons ?? (linear.singletons == .drop), exclusions: excluding),
      on: panel, threads: threads)
  }

  func overallResult() -> RegressionResult { result(of: overall) }

  private func result(of fitted: FittedModel) -> RegressionResult {
    fitted.result(
      heading: linear.heading(of: formula, fitted.design, in: panel),
      regressorLists: formula.lists,
      provenance: linear.provenance(of: formula, on: panel, in: context))
  }

  /// Every group's fit, or why there is none.
  ///
  /// - Throws: What is no property of a group, such as an absorption that does not converge.
  func groups() throws(EstimationError) -> [Group] {
    var groups: [Group] = []
    for position in partition.names.indices {
      let observations = overallCodes.count { $0 == Int32(position) }
      var group = Group(
        fit: SubsampleFit(
          name: partition.names[position],
          label: partition.labels.isEmpty ? nil : partition.labels[position],
          observations: observations))
      do throws(EstimationError) {
        let design = try Self.design(
          linear, formula, panel, excluding: [partition.missing, partition.others(than: position)],
          threads: context.threadCount)
        let fitted = try linear.fitted(design, threads: context.threadCount)
        if fitted.fit.kept.isEmpty {
          group.fit.absence = .termOmitted
          group.fault = "no regressor varies within the fixed effects"
        } else if fitted.inference.absence == .noDegreesOfFreedom {
          group.fit.absence = .noDegreesOfFreedom
          group.fault = "as many parameters as observations"
        } else {
          group.fit.regression = result(of: fitted)
          group.design = design
        }
      } catch {
        group.fit.absence = try Self.reason(of: error)
        group.fault = error.description
      }
      groups.append(group)
    }
    return groups
  }

  /// The reason that a group has no fit.
  private static func reason(of error: EstimationError) throws(EstimationError) -> AbsenceReason {
    switch error {
    case .emptySample, .tooFewClusters: .tooFewObservations
    case .constantOutcome: .noVariation
    case .collinear: .termOmitted
    // The whole sample was fitted, so that what is wrong is the variation within the group.
    case .invalid: .noVariation
    case .data, .notConverged, .model: throw error
    }
  }

  /// The group of each row of the overall design.
  var overallCodes: [Int32] { codes(of: overall.design) }

  /// The group of each row of a design.
  func codes(of design: Design) -> [Int32] {
    design.rows.map { $0.map { partition.codes[Int($0)] } } ?? partition.codes
  }

  /// The rows of some groups' own samples together, as one design.
  ///
  /// - Throws: As ``Design/init(_:on:threads:)``.
  func pooled(_ designs: [Design]) throws(EstimationError) -> Design {
    var leaves = [Bool](repeating: true, count: panel.table.rowCount)
    for design in designs {
      for row in design.rows ?? (0..<Int32(panel.table.rowCount)).map({ $0 }) {
        leaves[Int(row)] = false
      }
    }
    return try Self.design(
      linear, formula, panel,
      excluding: [RowExclusion(.otherGroup, subject: partition.description.variable, rows: leaves)],
      dropsSingletons: false, threads: context.threadCount)
  }
}

extension Design {
  /// The design of some of its rows, singletons of the effects removed where asked for; for
  /// coefficients alone, as it does not know where its rows are.
  ///
  /// - Parameter positions: Ascending.
  /// - Returns: `nil` where no row is left.
  func restricted(to positions: [Int32], dropsSingletons: Bool) -> Design? {
    var positions = positions
    var groupings = effects.map { $0.grouping.restricted(to: positions) }
    if dropsSingletons, !groupings.isEmpty, let kept = SingletonPruning(groupings).kept {
      positions = kept.map { positions[Int($0)] }
      groupings = effects.map { $0.grouping.restricted(to: positions) }
    }
    guard !positions.isEmpty else { return nil }
    var design = self
    design.outcome = positions.map { outcome[Int($0)] }
    for index in regressors.indices {
      let numbers = regressors[index].numbers
      design.regressors[index].numbers = positions.map { numbers[Int($0)] }
      design.regressors[index].lowOrder = nil
    }
    for index in effects.indices { design.effects[index].grouping = groupings[index] }
    design.clusterings = clusterings.map {
      NamedGrouping(name: $0.name, grouping: $0.grouping.restricted(to: positions))
    }
    design.location = nil
    design.weights = weights.map { weights in positions.map { weights[Int($0)] } }
    design.rows = rows.map { rows in positions.map { rows[Int($0)] } } ?? positions
    design.description.n = positions.count
    return design
  }

  /// The design with every regressor and effect its own in each group.
  ///
  /// - Parameters:
  ///   - groups: A group per row.
  ///   - name: What the groups are called among the effects.
  /// - Returns: Regressors group by group, each as many as there were.
  func interacted(with groups: Grouping, named name: String) -> Design {
    var design = self
    design.regressors = (0..<groups.count).flatMap { group in
      regressors.enumerated().map { position, regressor in
        Regressor(
          name: "\(regressor.name)@\(group)",
          numbers: zip(regressor.numbers, groups.codes).map { $1 == Int32(group) ? $0 : 0 },
          term: group * regressors.count + position)
      }
    }
    if effects.isEmpty {
      // A constant of its own in each group.
      design.effects = hasConstant ? [NamedGrouping(name: name, grouping: groups)] : []
      design.hasConstant = false
    } else {
      design.effects = effects.map {
        NamedGrouping(
          name: "\($0.name)^\(name)", grouping: groups.intersected(with: $0.grouping))
      }
    }
    return design
  }
}
