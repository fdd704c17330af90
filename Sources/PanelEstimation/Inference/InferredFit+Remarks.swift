import PanelNumerics
import PanelResults

extension InferredFit {
  /// A condition number from which on the reader is told of it.
  private static let illConditioned = 1e8

  /// What the reader should know, in a fixed order.
  func remarks() -> [Remark] {
    var remarks = fit.omitted.map { omitted in
      omitted.reason == .absorbed
        ? Remark(.omittedAbsorbed, ["term": omitted.term])
        : Remark(
          .omittedCollinear,
          ["term": omitted.term, "with": omitted.with.joined(separator: ", ")])
    }
    for loss in design.description.dropped where loss.reason == .singleton {
      remarks.append(
        Remark(
          .singletonsDropped, ["count": String(loss.rows), "effects": loss.subject ?? ""]))
    }
    remarks += covarianceRemarks()
    if fit.computation.conditionNumber > Self.illConditioned {
      remarks.append(
        Remark(.illConditioned, ["condition": String(fit.computation.conditionNumber)]))
    }
    if let components = componentCount, components > 1 {
      remarks.append(
        Remark(
          .disconnectedEffects,
          [
            "effects": design.effects.map(\.name).joined(separator: ", "),
            "count": String(components),
          ]))
    }
    if isPerfect { remarks.append(Remark(.perfectFit)) }
    return remarks
  }

  /// What the reader should know of the covariance.
  func covarianceRemarks() -> [Remark] {
    var remarks: [Remark] = []
    for clustering in design.clusterings
    where clustering.grouping.count < ClusteredCovariance.fewClusters {
      remarks.append(
        Remark(
          .fewClusters,
          ["count": String(clustering.grouping.count), "variable": clustering.name]))
    }
    if description.repaired {
      remarks.append(
        Remark(
          description.spatial == nil ? .covarianceRepaired : .spatialCovarianceRepaired))
    }
    remarks += remarksOfEstimator
    if fullLeverageCount > 0 {
      remarks.append(Remark(.fullLeverage, ["count": String(fullLeverageCount)]))
    }
    return remarks
  }

  /// Groups of levels of two effects that share no observation with the others.
  private var componentCount: Int? {
    guard design.effects.count == 2, let rank = fit.exactRank else { return nil }
    return design.effects.reduce(0) { $0 + $1.grouping.count } - rank
  }
}
