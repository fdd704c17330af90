import PanelNumerics

/// The coefficients of a mediation: how the treatment moves mediators, and both the outcome.
struct MediatedEffects: Sendable, Equatable {
  /// a: the treatment's, one per mediator.
  var onMediators: [Double]
  /// b: the mediators'.
  var ofMediators: [Double]
  /// c′.
  var direct: Double

  /// a b, one per mediator.
  var indirect: [Double] { zip(onMediators, ofMediators).map { $0 * $1 } }

  init(onMediators: [Double], ofMediators: [Double], direct: Double) {
    self.onMediators = onMediators
    self.ofMediators = ofMediators
    self.direct = direct
  }

  /// From the triangular factor T of treatment, mediators and outcome off everything else.
  ///
  ///     a_j = t_xj / t_xx,    T_MM b = t_My,    c′ = (t_xy − Σ t_xj b_j) / t_xx
  init(factor: Matrix) {
    let last = factor.columnCount - 1
    var slopes = [Double](repeating: 0, count: last)
    for i in stride(from: last - 1, through: 0, by: -1) {
      var sum = factor[i, last]
      for j in i + 1..<max(last, i + 1) { sum -= factor[i, j] * slopes[j] }
      slopes[i] = sum / factor[i, i]
    }
    onMediators = (1..<last).map { factor[0, $0] / factor[0, 0] }
    ofMediators = Array(slopes.dropFirst())
    direct = slopes[0]
  }
}

/// A mediation with whole clusters drawn with replacement.
///
/// Every copy of a cluster has levels of its own for effects that are nested in clusters: a unit
/// drawn twice is two units. Levels of other effects, such as years, stay what they are.
struct ResampledMediation: Sendable {
  private let design: MediationDesign
  private let clusters: Grouping
  private let products: ClusterProducts?

  var clusterCount: Int { clusters.count }

  /// - Throws: Where effects cannot be absorbed.
  init(
    _ design: MediationDesign, clusters: Grouping, threads: Int
  ) throws(EstimationError) {
    self.design = design
    self.clusters = clusters
    do {
      products = try ClusterProducts(
        columns: design.columns, effects: design.groupings, clusters: clusters,
        weights: design.design.weights, threads: threads)
    } catch {
      throw EstimationError(error, effects: design.design.effects.map(\.name))
    }
  }

  /// Coefficients where each cluster is drawn so often; `nil` where the treatment or a mediator
  /// does not vary beside the others.
  func effects(counts: [Double], in workspace: inout ClusterProducts.Workspace?) -> MediatedEffects?
  {
    guard let products else { return refitted(counts: counts) }
    var room = workspace ?? ClusterProducts.Workspace(products)
    // Handed over, so that it is not copied when written to.
    workspace = nil
    defer { workspace = room }
    return products.factor(counts: counts, last: design.channelCount + 2, in: &room)
      .map(MediatedEffects.init(factor:))
  }

  /// The same by estimating on the rows drawn.
  func refitted(counts: [Double]) -> MediatedEffects? {
    var drawn: [Int] = []
    for (cluster, count) in counts.enumerated() {
      drawn += [Int](repeating: cluster, count: Int(count))
    }
    return design.redrawn(clusters: drawn, of: clusters).effects()
  }
}

/// The columns of a mediation on one sample: controls, the treatment, mediators, the outcome.
struct MediationDesign: Sendable {
  /// Of the equation of the outcome; regressors are controls, then the treatment, then mediators.
  var design: Design
  /// How many mediators there are.
  var channelCount: Int

  private var controlCount: Int { design.regressors.count - channelCount - 1 }

  /// Controls, treatment, mediators and outcome.
  var columns: [[Double]] { design.regressors.map(\.numbers) + [design.outcome] }

  /// What is absorbed: effects, or the constant.
  var groupings: [Grouping] {
    guard design.effects.isEmpty else { return design.effects.map(\.grouping) }
    return design.hasConstant ? [.whole(rowCount: design.observationCount)] : []
  }

  /// The equation of a mediator, counted from 0.
  func equation(ofMediator index: Int) -> Design {
    var equation = design
    let mediator = design.regressors[controlCount + 1 + index]
    equation.outcome = mediator.numbers
    equation.outcomeName = mediator.name
    equation.regressors.removeLast(channelCount)
    return equation
  }

  /// The coefficients by the ordinary estimator; `nil` where one of them does not exist.
  func effects() -> MediatedEffects? {
    let outcome: LinearFit
    var onMediators: [Double] = []
    do throws(EstimationError) {
      outcome = try fit(design)
      for index in 0..<channelCount {
        let mediator = try fit(equation(ofMediator: index))
        guard let place = mediator.kept.firstIndex(of: controlCount) else { return nil }
        onMediators.append(mediator.slopes[place])
      }
    } catch {
      return nil
    }
    var slopes: [Double] = []
    for position in controlCount...(controlCount + channelCount) {
      guard let place = outcome.kept.firstIndex(of: position) else { return nil }
      slopes.append(outcome.slopes[place])
    }
    return MediatedEffects(
      onMediators: onMediators, ofMediators: Array(slopes.dropFirst()), direct: slopes[0])
  }

  private func fit(_ design: Design) throws(EstimationError) -> LinearFit {
    try LeastSquaresEngine(design: design, needsLeverages: false, threads: 1).fit()
  }

  /// The rows of some clusters, each as often as it is named, nested effects with new levels.
  func redrawn(clusters drawn: [Int], of clusters: Grouping) -> MediationDesign {
    var members = [[Int32]](repeating: [], count: clusters.count)
    for (row, code) in clusters.codes.enumerated() {
      members[Int(code)].append(Int32(truncatingIfNeeded: row))
    }
    let rows = drawn.flatMap { members[$0] }
    var copy = self
    copy.design.outcome = rows.map { design.outcome[Int($0)] }
    for j in design.regressors.indices {
      let regressor = design.regressors[j]
      copy.design.regressors[j].numbers = rows.map { regressor.numbers[Int($0)] }
      copy.design.regressors[j].lowOrder = regressor.lowOrder.map { low in
        rows.map { low[Int($0)] }
      }
    }
    copy.design.weights = design.weights.map { weights in rows.map { weights[Int($0)] } }
    copy.design.rows = nil
    copy.design.clusterings = []
    for j in design.effects.indices {
      let grouping = design.effects[j].grouping
      copy.design.effects[j].grouping =
        grouping.isNested(in: clusters)
        ? Self.renewed(grouping, drawn: drawn, members: members)
        : grouping.restricted(to: rows)
    }
    return copy
  }

  /// Levels numbered anew for every copy of a cluster.
  private static func renewed(
    _ grouping: Grouping, drawn: [Int], members: [[Int32]]
  ) -> Grouping {
    var codes: [Int32] = []
    var next: Int32 = 0
    for cluster in drawn {
      var names: [Int32: Int32] = [:]
      for row in members[cluster] {
        let code = grouping.codes[Int(row)]
        if let name = names[code] {
          codes.append(name)
        } else {
          names[code] = next
          codes.append(next)
          next += 1
        }
      }
    }
    return Grouping(codes: codes, count: Int(next))
  }
}
