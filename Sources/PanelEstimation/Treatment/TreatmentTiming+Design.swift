import PanelData
import PanelNumerics
package import PanelResults

extension TreatmentTiming {
  /// The treatment in a sample: who is treated when, in units and observations.
  ///
  /// A unit is always treated here if it is treated in its first period in the sample, and later
  /// treated if its treatment begins after the sample's last period.
  ///
  /// - Parameter rows: Rows of the panel in the sample, ascending; `nil` for all.
  package func design(of rows: [Int32]?) -> TreatmentDesign {
    let used = rows.map { $0.map(Int.init) } ?? Array(index.units.indices)
    var firstTimes = [Int?](repeating: nil, count: cohorts.count)
    var counts = [Int](repeating: 0, count: cohorts.count)
    var treated = 0
    for row in used {
      let unit = Int(index.units[row])
      if firstTimes[unit] == nil { firstTimes[unit] = index.times[row] }
      counts[unit] += 1
      if status[row] == 1 { treated += 1 }
    }
    let last = used.lazy.map { index.times[$0] }.max() ?? 0
    var design = TreatmentDesign(
      treatment: column.name, neverTreated: 0, alwaysTreated: 0, treatedObservations: treated,
      observations: used.count,
      switchingOff: switchOffs.count { counts[$0.unit] > 0 })
    var found: [Int: TreatmentCohort] = [:]
    for unit in cohorts.indices {
      guard let first = firstTimes[unit] else { continue }
      guard let period = cohorts[unit], period <= last else {
        if cohorts[unit] == nil { design.neverTreated += 1 } else { design.laterTreated += 1 }
        continue
      }
      guard period > first else {
        design.alwaysTreated += 1
        continue
      }
      var cohort = found[period] ?? TreatmentCohort(period: period, units: 0, observations: 0)
      cohort.units += 1
      cohort.observations += counts[unit]
      found[period] = cohort
    }
    design.cohorts = found.values.sorted { $0.period < $1.period }
    return design
  }

  /// What the reader should know of how the timing was read, in a fixed order.
  package func readingRemarks() -> [Remark] {
    let counted: [(Remark.Kind, Int)] = [
      (.switchingOff, switchOffs.count), (.uncertainStart, uncertainStarts.count),
      (.lateCohorts, lateCohorts.count), (.roundedCohorts, roundedCohorts.count),
    ]
    return counted.filter { $0.1 > 0 }.map { Remark($0.0, ["count": String($0.1)]) }
  }

  /// What the reader should know of who is treated in a sample, in a fixed order.
  package func designRemarks(_ design: TreatmentDesign) -> [Remark] {
    var remarks: [Remark] = []
    if design.alwaysTreated > 0 {
      remarks.append(Remark(.alwaysTreated, ["count": String(design.alwaysTreated)]))
    }
    if design.cohorts.count == 1, design.alwaysTreated == 0 {
      remarks.append(Remark(.oneCohort, ["period": String(design.cohorts[0].period)]))
    }
    if design.neverTreated == 0, design.laterTreated == 0 { remarks.append(Remark(.noNeverTreated)) }
    return remarks
  }

  /// Whether few clusters are ever treated, in one dimension after the other.
  ///
  /// - Parameter sample: The design of a fit, whose clusterings are looked at.
  package func clusterRemarks(_ sample: Design) -> [Remark] {
    sample.clusterings.compactMap { clustering in
      var isTreated = [Bool](repeating: false, count: clustering.grouping.count)
      for (position, code) in clustering.grouping.codes.enumerated() {
        let row = sample.rows.map { Int($0[position]) } ?? position
        if status[row] == 1 { isTreated[Int(code)] = true }
      }
      let count = isTreated.count { $0 }
      guard count < Self.fewTreatedClusters else { return nil }
      return Remark(
        .fewTreatedClusters, ["count": String(count), "variable": clustering.name])
    }
  }

  /// Treated clusters below which a remark warns of few.
  ///
  /// - SeeAlso: MacKinnon and Webb (2018), *The wild bootstrap for few (treated) clusters*.
  package static let fewTreatedClusters = 6
}
