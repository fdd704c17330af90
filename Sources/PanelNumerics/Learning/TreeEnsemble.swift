#if TREE_LEARNERS
  internal import CXGBoost
#endif

/// A random forest or boosted trees, grown by XGBoost.
///
/// One thread grows one ensemble, so that bytes do not depend on how many work at once. XGBoost
/// computes in single precision: regressors and outcome are centred and scaled before.
///
/// - SeeAlso: Breiman (2001), *Random forests*; Friedman (2001), *Greedy function approximation*;
///   Chen and Guestrin (2016), *XGBoost: a scalable tree boosting system*.
package struct TreeEnsemble: Sendable, Equatable {
  package var kind: Kind
  /// Trees of a forest, rounds of boosting.
  package var trees: Int
  /// Levels of a tree; 0 for no limit.
  package var depth: Int
  /// The fewest observations in a leaf.
  package var leaf: Int
  /// The share of regressors tried at each split, at least one regressor.
  package var featureShare: Double
  /// The share of observations drawn for each tree, without replacement.
  package var sampleShare: Double
  /// How far a round of boosting goes; 1 for a forest.
  package var rate: Double

  package enum Kind: Sendable, Equatable {
    case forest, boosting
  }

  package enum Objective: Sendable, Equatable {
    /// Means, by squared errors.
    case mean
    /// Probabilities of ones, by the logistic likelihood; a forest takes shares of ones instead.
    case probability
  }

  package init(
    kind: Kind,
    trees: Int,
    depth: Int,
    leaf: Int,
    featureShare: Double,
    sampleShare: Double,
    rate: Double
  ) {
    self.kind = kind
    self.trees = trees
    self.depth = depth
    self.leaf = leaf
    self.featureShare = featureShare
    self.sampleShare = sampleShare
    self.rate = rate
  }

  /// Whether this build can grow trees.
  package static var isAvailable: Bool {
    #if TREE_LEARNERS
      true
    #else
      false
    #endif
  }

  /// Grows an ensemble on some rows and predicts others.
  ///
  /// - Parameters:
  ///   - training: n × p.
  ///   - outcome: n numbers.
  ///   - prediction: m × p, the same regressors.
  ///   - objective: What is predicted.
  ///   - seed: Of the trees' draws.
  /// - Returns: m numbers in units of the outcome.
  /// - Throws: ``TreeError`` with the library's own words.
  package func predictions(
    training: Matrix,
    outcome: [Double],
    predicting prediction: Matrix,
    objective: Objective = .mean,
    seed: UInt32
  ) throws(TreeError) -> [Double] {
    #if TREE_LEARNERS
      let mean = Summation.mean(outcome)
      let variance = outcome.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(outcome.count)
      guard variance > 0, training.columnCount > 0 else {
        return [Double](repeating: mean, count: prediction.rowCount)
      }
      let isLogistic = objective == .probability && kind == .boosting
      let scale = isLogistic ? 1 : variance.squareRoot()
      let centre = isLogistic ? 0 : mean
      let scaling = ColumnScaling(training)
      let model = try Booster(
        rows: scaling.rows(training),
        rowCount: training.rowCount,
        columnCount: training.columnCount,
        outcome: outcome.map { Float(($0 - centre) / scale) },
        parameters: parameters(isLogistic, mean, columns: training.columnCount, seed: seed),
        rounds: kind == .forest ? 1 : trees
      )
      return try model.predictions(
        rows: scaling.rows(prediction),
        rowCount: prediction.rowCount,
        columnCount: prediction.columnCount
      ).map { centre + scale * Double($0) }
    #else
      throw TreeError(
        message: "this build was made without the trait TreeLearners"
      )
    #endif
  }

  /// The depth that stands for no limit.
  private static let unlimitedDepth = 64

  private func parameters(
    _ isLogistic: Bool,
    _ mean: Double,
    columns: Int,
    seed: UInt32
  ) -> [(String, String)] {
    [
      ("objective", isLogistic ? "binary:logistic" : "reg:squarederror"),
      ("base_score", isLogistic ? "\(min(max(mean, 1e-6), 1 - 1e-6))" : "0"),
      ("booster", "gbtree"),
      ("tree_method", "exact"),
      ("num_parallel_tree", kind == .forest ? "\(trees)" : "1"),
      ("learning_rate", "\(rate)"),
      // Exact splits want a bound; halving at each level, no sample is deep enough to meet this one.
      ("max_depth", "\(depth == 0 ? Self.unlimitedDepth : depth)"),
      // Of squared errors the second derivative is 1 per observation.
      ("min_child_weight", isLogistic ? "0" : "\(leaf)"),
      ("subsample", "\(sampleShare)"),
      ("colsample_bynode", "\(max(featureShare, 1 / Double(columns)))"),
      ("lambda", "0"), ("alpha", "0"), ("gamma", "0"),
      ("nthread", "1"), ("verbosity", "0"),
      ("seed", "\(seed & 0x7FFF_FFFF)"),
    ]
  }
}

/// XGBoost could not do what was asked.
package struct TreeError: Error, Equatable {
  package var message: String
}

/// Columns measured from their means in standard deviations, as single-precision rows.
struct ColumnScaling: Sendable {
  private let means: [Double]
  private let scales: [Double]

  init(_ training: Matrix) {
    var means: [Double] = []
    var scales: [Double] = []
    for j in 0..<training.columnCount {
      let column = training.column(j)
      let mean = Summation.mean(column)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
      means.append(mean)
      scales.append(variance > 0 ? variance.squareRoot() : 1)
    }
    self.means = means
    self.scales = scales
  }

  /// Row by row.
  func rows(_ matrix: Matrix) -> [Float] {
    let width = matrix.columnCount
    var rows = [Float](repeating: 0, count: matrix.rowCount * width)
    for j in 0..<width {
      let offset = j * matrix.rowCount
      for i in 0..<matrix.rowCount {
        rows[i * width + j] = Float((matrix.elements[offset + i] - means[j]) / scales[j])
      }
    }
    return rows
  }
}
