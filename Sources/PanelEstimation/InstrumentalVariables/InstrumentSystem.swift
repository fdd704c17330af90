import PanelNumerics
import PanelResults

/// A model with instruments after effects are absorbed and exogenous regressors partialled out.
///
/// With W the exogenous regressors, X the endogenous ones and Z the instruments, all times the
/// root of the weights,
///
///     ỹ = M_W y,    X̃ = M_W X,    Z̃ = M_W Z = Q R,    P = Q'X̃,    V = X̃ − QP
///
/// Two-stage least squares, LIML, GMM and every test of identification are functions of these.
///
/// - SeeAlso: Baum, Schaffer and Stillman (2007), *Enhanced routines for instrumental
///   variables/GMM estimation and testing*.
struct InstrumentSystem {
  /// Endogenous variables, then exogenous regressors, without those that were left out.
  var structural: Design
  /// Instruments that carry information, then exogenous regressors.
  var reduced: Design
  var omitted: [OmittedTerm]
  var absorber: Absorber
  /// Of the endogenous variables, the exogenous regressors, and the outcome.
  var means: [Double]
  var roots: [Double]?
  var weight: Double

  /// Σ w (y − ȳ)², or Σ w y² without constant and effects.
  var totalSumOfSquares: Double
  /// After effects are absorbed; n numbers and n × k columns, times the root of the weights.
  var outcome: [Double]
  var endogenous: Matrix
  var exogenous: Matrix

  /// The coefficients of y and of each column of X on W.
  var outcomeOnExogenous: [Double]
  var endogenousOnExogenous: Matrix
  /// (W'W)⁻¹.
  var exogenousBread: Matrix

  /// ỹ, n.
  var partialOutcome: [Double]
  /// X̃, n × k.
  var partialEndogenous: Matrix
  /// Q, n × l.
  var basis: Matrix
  /// p = Q'ỹ, l.
  var outcomeProjection: [Double]
  /// P = Q'X̃, l × k.
  var projection: Matrix
  /// ỹ − Qp.
  var reducedResiduals: [Double]
  /// V = X̃ − QP, n × k.
  var firstStageResiduals: Matrix
  var computation: Computation

  var observationCount: Int { outcome.count }
  /// k.
  var endogenousCount: Int { endogenous.columnCount }
  /// l.
  var instrumentCount: Int { basis.columnCount }
  var exogenousCount: Int { exogenous.columnCount }
  var hasConstant: Bool { structural.hasConstant }
  var endogenousNames: [String] { structural.regressors[..<endogenousCount].map(\.name) }
  var instrumentNames: [String] { reduced.regressors[..<instrumentCount].map(\.name) }

  /// Whether the instruments predict the endogenous variables without error.
  var predictsPerfectly: Bool {
    (0..<endogenousCount).contains { k in
      Summation.sumOfSquares(firstStageResiduals.column(k))
        <= 1e-24 * Summation.sumOfSquares(partialEndogenous.column(k))
    }
  }
}

/// The part of a column in a model with instruments.
enum InstrumentRole: Int {
  case endogenous, exogenous, instrument
}

/// The steps from a design with all columns to a system.
struct InstrumentSystemBuilder {
  /// Regressors are endogenous variables, exogenous regressors and instruments.
  let design: Design
  let roles: [InstrumentRole]
  let threads: Int

  private var names: [String] { design.regressors.map(\.name) }

  /// - Throws: ``EstimationError/collinear(term:with:)`` for an endogenous variable without
  ///   variation of its own; ``EstimationError/invalid(_:)`` where instruments are too few, or
  ///   the outcome has nothing left.
  func system() throws(EstimationError) -> InstrumentSystem {
    let engine = LeastSquaresEngine(design: design, needsLeverages: false, threads: threads)
    let absorber = Absorber(
      effects: !design.effects.isEmpty
        ? design.effects.map(\.grouping)
        : design.hasConstant ? [.whole(rowCount: design.observationCount)] : [],
      rowCount: design.observationCount,
      weights: design.weights,
      threads: threads
    )
    let columns = design.regressors.map(\.numbers) + [design.outcome]
    let absorbed = try engine.absorb(columns, by: absorber)
    let residuals =
      absorber.effects.isEmpty
      ? Matrix(columns: columns) : absorber.residuals(of: columns, absorbed)
    let roots = design.weights.map { $0.map { $0.squareRoot() } }
    let scaled = roots.map { residuals.scalingRows(by: $0) } ?? residuals
    let weight = absorber.totalWeight
    let means = absorbed.columnMeans
    let centred = columns.map {
      absorber.effects.isEmpty
        ? Summation.sumOfSquares($0)
        : Summation.centredSumOfSquares($0, weights: design.weights)
    }
    let isAbsorbed = columns.indices.map { j in
      AbsorbedRule.isAbsorbed(
        within: Summation.sumOfSquares(scaled.column(j)),
        centred: centred[j],
        mean: means[j],
        weight: weight
      )
    }
    let last = columns.count - 1
    if isAbsorbed[last] { throw engine.outcomeAbsorbed() }
    let noise = columns.indices.map {
      max(0x1p-53, absorbed.iterations == 0 ? 0 : absorbed.relativeError / 64)
        * (centred[$0] + means[$0] * means[$0] * weight).squareRoot()
    }
    let selection = try select(scaled, isAbsorbed, noise)
    return try assemble(
      selection,
      absorber: absorber,
      absorbed: absorbed,
      scaled: scaled,
      means: means,
      roots: roots,
      weight: weight,
      total: centred[last]
    )
  }

  /// Positions of the columns that carry information.
  private struct Selection {
    var endogenous: [Int]
    var exogenous: [Int]
    var instruments: [Int]
    var omitted: [OmittedTerm]
    var computation: Computation
  }

  private func positions(_ role: InstrumentRole) -> [Int] {
    roles.indices.filter { roles[$0] == role }
  }

  private func fit(
    _ columns: [Int],
    outcome: [Double],
    _ scaled: Matrix,
    _ noise: [Double]
  ) -> LeastSquaresFit {
    LeastSquares.fit(
      design: scaled.columns(columns),
      outcome: outcome,
      lowOrder: lowOrder(columnCount: columns.count),
      columnNoise: columns.map { noise[$0] },
      threads: threads
    )
  }

  /// Doubled precision without guesses about decimals for small problems; absorbed columns have
  /// none.
  private func lowOrder(columnCount: Int) -> LowOrderParts? {
    let width = Double(columnCount + 1)
    return Double(design.observationCount) * width * width > LeastSquares.smallProblem
      ? nil : LowOrderParts.none(rowCount: design.observationCount, columnCount: columnCount)
  }

  private func select(
    _ scaled: Matrix,
    _ isAbsorbed: [Bool],
    _ noise: [Double]
  ) throws(EstimationError) -> Selection {
    let constant = design.effects.isEmpty && design.hasConstant ? [Estimate.constantTerm] : []
    let outcome = scaled.column(scaled.columnCount - 1)
    var omitted: [Int: OmittedTerm] = [:]
    for j in roles.indices where isAbsorbed[j] {
      omitted[j] = OmittedTerm(
        term: names[j],
        reason: constant.isEmpty ? .absorbed : .collinear,
        with: constant
      )
    }
    let endogenous = positions(.endogenous)
    for j in endogenous where isAbsorbed[j] { throw unvarying(j) }
    let candidates = positions(.exogenous).filter { !isAbsorbed[$0] }
    let structural = fit(candidates + endogenous, outcome: outcome, scaled, noise)
    for dropped in structural.dropped {
      let j = (candidates + endogenous)[dropped.column]
      let with = dropped.combination.map { names[(candidates + endogenous)[$0.column]] }
      guard roles[j] == .exogenous else { throw .collinear(term: names[j], with: with) }
      omitted[j] = OmittedTerm(
        term: names[j],
        reason: with.isEmpty ? .absorbed : .collinear,
        with: with
      )
    }
    let exogenous = candidates.filter { omitted[$0] == nil }
    let offered = positions(.instrument).filter { !isAbsorbed[$0] }
    let first = fit(
      exogenous + offered,
      outcome: scaled.column(endogenous[0]),
      scaled,
      noise
    )
    for dropped in first.dropped {
      let j = (exogenous + offered)[dropped.column]
      let with = dropped.combination.map { names[(exogenous + offered)[$0.column]] }
      omitted[j] = OmittedTerm(
        term: names[j],
        reason: with.isEmpty ? .absorbed : .collinear,
        with: with
      )
    }
    let instruments = offered.filter { omitted[$0] == nil }
    let list = roles.indices.compactMap { omitted[$0] }
    guard instruments.count >= endogenous.count else {
      throw underidentified(endogenous, instruments, list)
    }
    return Selection(
      endogenous: endogenous,
      exogenous: exogenous,
      instruments: instruments,
      omitted: list,
      computation: Computation(structural, absorbed: nil)
    )
  }

  private func unvarying(_ j: Int) -> EstimationError {
    guard design.effects.isEmpty else { return .collinear(term: names[j], with: []) }
    return .invalid(
      "The endogenous variable '\(names[j])' does not vary in the sample: it has no coefficient. "
        + "Check its definition and the sample."
    )
  }

  private func underidentified(
    _ endogenous: [Int],
    _ instruments: [Int],
    _ omitted: [OmittedTerm]
  ) -> EstimationError {
    let wanted = endogenous.map { "'\(names[$0])'" }.joined(separator: ", ")
    let useful = instruments.map { "'\(names[$0])'" }.joined(separator: ", ")
    let offered = Set(positions(.instrument).map { names[$0] })
    let lost = omitted.filter { offered.contains($0.term) }.prefix(5).map { loss in
      switch loss.reason {
      case .absorbed: "'\(loss.term)' does not vary once the fixed effects are removed"
      case .collinear:
        loss.with == [Estimate.constantTerm]
          ? "'\(loss.term)' does not vary"
          : "'\(loss.term)' is a linear combination of \(loss.with.joined(separator: ", "))"
      }
    }
    let variables = endogenous.count == 1 ? "endogenous variable" : "endogenous variables"
    let count = instruments.isEmpty ? "no instrument" : "\(instruments.count) (\(useful))"
    let why = lost.isEmpty ? "" : " Left out: \(lost.joined(separator: "; "))."
    return .invalid(
      "The model is not identified: \(endogenous.count) \(variables) (\(wanted)) need as many "
        + "instruments at least, and there is \(count) that varies beside the other "
        + "regressors.\(why) Add instruments, or take controls or effects out."
    )
  }

  private func assemble(
    _ selection: Selection,
    absorber: Absorber,
    absorbed: AbsorbedColumns,
    scaled: Matrix,
    means: [Double],
    roots: [Double]?,
    weight: Double,
    total: Double
  ) throws(EstimationError) -> InstrumentSystem {
    let last = scaled.columnCount - 1
    let outcome = scaled.column(last)
    let endogenous = scaled.columns(selection.endogenous)
    let exogenous = scaled.columns(selection.exogenous)
    let instruments = scaled.columns(selection.instruments)
    let onExogenous = Partialling(exogenous, threads: threads)
    let (outcomeCoefficients, partialOutcome) = onExogenous.partial(outcome)
    let (endogenousCoefficients, partialEndogenous) = onExogenous.partial(endogenous)
    let (_, partialInstruments) = onExogenous.partial(instruments)
    guard let basis = OrthonormalBasis(partialInstruments)?.columns else {
      throw .invalid(
        "The instruments \(selection.instruments.map { names[$0] }.joined(separator: ", ")) are "
          + "so nearly combinations of each other and of the controls that nothing can be told "
          + "from them. Take some of them out."
      )
    }
    let projection = basis.transposedTimes(partialEndogenous)
    let outcomeProjection = basis.transposedTimes(partialOutcome)
    let fitted = basis * outcomeProjection
    var computation = selection.computation
    computation.absorptionIterations = absorbed.iterations
    computation.absorptionTolerance = absorbed.relativeError
    let shown = selection.endogenous + selection.exogenous
    var structural = design
    structural.regressors = shown.map { design.regressors[$0] }
    var reduced = design
    reduced.regressors = (selection.instruments + selection.exogenous).map { design.regressors[$0] }
    return InstrumentSystem(
      structural: structural,
      reduced: reduced,
      omitted: selection.omitted,
      absorber: absorber,
      means: (shown + [last]).map { means[$0] },
      roots: roots,
      weight: weight,
      totalSumOfSquares: total,
      outcome: outcome,
      endogenous: endogenous,
      exogenous: exogenous,
      outcomeOnExogenous: outcomeCoefficients,
      endogenousOnExogenous: endogenousCoefficients,
      exogenousBread: onExogenous.bread,
      partialOutcome: partialOutcome,
      partialEndogenous: partialEndogenous,
      basis: basis,
      outcomeProjection: outcomeProjection,
      projection: projection,
      reducedResiduals: zip(partialOutcome, fitted).map { $0 - $1 },
      firstStageResiduals: partialEndogenous - basis * projection,
      computation: computation
    )
  }
}
