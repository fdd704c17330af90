import PanelData
import PanelResults

extension Moran {
  /// The matrices that the entry names, or the only one that there is.
  func matrices(in context: AnalysisContext) throws(EstimationError) -> [SpatialWeights] {
    guard weights.isEmpty else {
      var found: [SpatialWeights] = []
      for name in weights {
        guard !found.contains(where: { $0.name == name }) else {
          throw .invalid("'weights' names '\(name)' twice.")
        }
        found.append(try context.weights(named: name))
      }
      return found
    }
    let names = context.spatialWeights.keys.sorted()
    guard let only = names.first else {
      throw .invalid(
        "A test of spatial autocorrelation needs weights of neighbours: declare a matrix under "
          + "'spatial_weights', and name it with 'weights'."
      )
    }
    guard names.count == 1 else {
      throw .invalid(
        "The study has several matrices of weights. Name those to test under with 'weights': "
          + "\(MessageList.text(names))."
      )
    }
    return [try context.weights(named: only)]
  }

  func checkPermutations() throws(EstimationError) {
    if statistic == .getisOrd, inference == .normal {
      throw .invalid(
        "Getis and Ord's G has no moments under normal draws: take 'inference: randomisation' or "
          + "'permutation'."
      )
    }
    guard let permutations else { return }
    guard inference == .permutation else {
      throw .invalid(
        "'permutations' has no effect without 'inference: permutation'. Add that, or leave it out."
      )
    }
    guard permutations >= 19 else {
      throw .invalid(
        "'permutations' is \(permutations): fewer than 19 cannot give a p-value of 0.05. Take 999, or "
          + "9999."
      )
    }
  }

  func checkResidualOptions() throws(EstimationError) {
    func refuse(_ key: String, _ why: String) -> EstimationError {
      .invalid("'\(key)' does not go with 'residuals': \(why). Leave it out.")
    }
    if !variables.isEmpty { throw refuse("variables", "an entry tests one or the other") }
    if by != nil || !periods.isEmpty {
      throw refuse(
        by == nil ? "periods" : "by",
        "the moments are those of the regression as a whole, with all of its periods"
      )
    }
    if statistic != .moran {
      throw refuse("statistic", "moments of residuals are those of Moran's I")
    }
    if inference == .permutation || inference == .randomisation || permutations != nil {
      throw refuse(
        permutations == nil ? "inference" : "permutations",
        "residuals of a regression are not exchangeable, and their moments follow from its regressors"
      )
    }
    if missing != nil {
      throw refuse("missing", "the sample is that of the regression")
    }
  }
}
