package import PanelData
package import PanelNumerics
package import PanelResults

/// Fits spatial models one after the other, so that those of one sample share it, and those of one
/// matrix its determinant.
package struct SpatialFitter {
  private let panel: Panel
  private let context: AnalysisContext
  private var samples: [[String]: SpatialSample] = [:]
  private var determinants: [String: any LogDeterminant] = [:]

  package init(on panel: Panel, in context: AnalysisContext) {
    self.panel = panel
    self.context = context
  }

  /// Fits one model.
  ///
  /// - Throws: What the formula, the weights, the data or the likelihood refuses.
  package mutating func fit(
    _ request: SpatialRequest
  ) throws(EstimationError) -> FittedSpatialModel {
    let sample = try sample(of: request)
    return try FittedSpatialModel(
      SpatialDesign(sample, request),
      request,
      determinant: try determinant(of: sample.weights)
    )
  }

  /// The rows of a model.
  package mutating func sample(
    of request: SpatialRequest
  ) throws(EstimationError) -> SpatialSample {
    let key = [request.formula, request.weights, request.condition ?? ""]
    if let known = samples[key] { return known }
    let sample = try SpatialSample(
      request,
      weights: try context.weights(named: request.weights),
      on: panel,
      threads: context.threadCount
    )
    samples[key] = sample
    return sample
  }

  /// ln|I − ρW| by the means that suit the matrix.
  package mutating func determinant(
    of weights: SpatialWeights
  ) throws(EstimationError) -> any LogDeterminant {
    if let known = determinants[weights.name] { return known }
    let determinant: any LogDeterminant
    do { determinant = try weights.matrix.logDeterminant() } catch {
      throw .invalid("The weights '\(weights.name)': \(error)")
    }
    determinants[weights.name] = determinant
    return determinant
  }
}
