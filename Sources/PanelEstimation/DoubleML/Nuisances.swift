import PanelNumerics
import PanelResults

/// The functions of controls that a model takes out, learned by cross-fitting.
struct Nuisances {
  /// n × p: what learners see.
  var columns: Matrix
  var outcome: [Double]
  var treatment: [Double]
  /// What goes to a fold as a whole, for each row.
  var groups: [Int32]
  var model: DoubleMLModelKind
  var learners: LearnerPair
  var threads: Int

  /// The functions of a model, in the order in which tables show them.
  static func roles(of model: DoubleMLModelKind) -> [NuisanceFit.Role] {
    switch model {
    case .partiallyLinear: [.outcome, .treatment]
    case .interactive: [.outcomeTreated, .outcomeUntreated, .treatment]
    }
  }

  func learner(of role: NuisanceFit.Role) -> LearnerDescription {
    role == .treatment ? learners.treatment : learners.outcome
  }

  /// Predicts every row by learners that were trained on the other folds.
  ///
  /// - Parameters:
  ///   - folds: The fold of each row, from 0.
  ///   - count: How many folds there are.
  ///   - generator: Random numbers of a training, by its place among all of this splitting.
  ///   - finished: Called with each training that is done, from any thread.
  /// - Returns: For each role n predictions.
  /// - Throws: The first training that fails, with its fold.
  func predictions(
    _ folds: [Int],
    count: Int,
    generator: @Sendable (Int) -> Philox,
    finished: @escaping @Sendable () -> Void
  ) throws(EstimationError) -> [NuisanceFit.Role: [Double]] {
    let roles = Self.roles(of: model)
    let held = (0..<count).map { fold in folds.indices.filter { folds[$0] == fold } }
    let jobs = (0..<count).flatMap { fold in roles.map { (fold: fold, role: $0) } }
    let results = Parallel.map(count: jobs.count, threads: threads) { place in
      let (fold, role) = jobs[place]
      let rows = folds.indices.filter { row in
        guard folds[row] != fold else { return false }
        switch role {
        case .outcomeTreated: return treatment[row] == 1
        case .outcomeUntreated: return treatment[row] == 0
        case .outcome, .treatment: return true
        }
      }
      let target = role == .treatment ? treatment : outcome
      let training = LearnerTraining(
        learner: learner(of: role),
        training: columns.rows(rows),
        outcome: rows.map { target[$0] },
        groups: rows.map { groups[$0] },
        prediction: columns.rows(held[fold]),
        isProbability: role == .treatment && model == .interactive,
        generator: generator(place)
      )
      let result = Result { () throws(EstimationError) in try training.predictions() }
      finished()
      return result
    }
    var predictions: [NuisanceFit.Role: [Double]] = [:]
    for role in roles { predictions[role] = [Double](repeating: 0, count: outcome.count) }
    for (job, result) in zip(jobs, results) {
      let values: [Double]
      do throws(EstimationError) { values = try result.get() } catch {
        throw .invalid("Fold \(job.fold + 1) of \(count): \(error.description)")
      }
      for (row, value) in zip(held[job.fold], values) {
        guard value.isFinite else {
          throw .invalid(
            "Fold \(job.fold + 1) of \(count): \(learner(of: job.role).method.rawValue) predicts a "
              + "value that is no number. Look for extreme values among the controls."
          )
        }
        predictions[job.role]?[row] = value
      }
    }
    return predictions
  }
}
