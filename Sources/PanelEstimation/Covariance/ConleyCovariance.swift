import PanelNumerics
import PanelResults

/// The sandwich for errors that are related between places near to each other, and within a unit
/// over neighbouring periods.
///
///     V = c · B (Σ_t Σ_ij K(d_ij) s_it s_jt' + Σ_i Σ_{t≠r} (1 − |t−r|/(L+1))⁺ s_it s_ir') B
///
/// d is the distance along a great circle, K(d) = 1 (uniform) or 1 − d/cut-off (Bartlett) up to the
/// cut-off. Only observations of the same period are compared in space; the second sum is there
/// where lags are asked for, and goes by the calendar. c = n/(n−K), or 1 without correction. Without
/// neighbours V is HC1. It need not be positive semidefinite.
///
/// - SeeAlso: Conley (1999), *GMM estimation with cross sectional dependence*; Hsiang (2010),
///   *Temperatures and cyclones strongly associated with economic production*, for the lags;
///   Düsterhöft, Ganslmeier and Hodler (2023), conleyreg; oracle `conley_towns`.
package struct ConleyCovariance: CovarianceEstimator {
  package init() {}

  package func validate(_ sample: CovarianceSample) throws(EstimationError) {
    let location = try location(of: sample)
    if let lags = location.dependence.lags, lags > 0 {
      guard let calendar = location.calendar else {
        throw .invalid(
          "'lags' of 'conley' follow units over time: give 'unit' and 'time' under 'data' in the "
            + "study, or leave them out.")
      }
      let count = calendar.grouping.count
      guard lags < count else {
        throw .invalid(
          "\(lags) lags are too many for \(count) periods (\(calendar.variable)): 'conley' takes "
            + "at most \(count - 1).")
      }
    }
  }

  package func covariance(
    of equations: EstimatingEquations, in sample: CovarianceSample
  ) throws(EstimationError) -> CovarianceEstimate {
    let location = try location(of: sample)
    guard let sums = SpatialSums(location), let reach = location.dependence.reach else {
      throw .invalid(CovarianceSpecification.noDependence(.conley, "this method"))
    }
    let n = sample.observationCount
    let rows = Grouping(codes: (0..<Int32(n)).map { $0 }, count: n)
    let influence = equations.bread * equations.scores.sums(by: [rows])[0]
    let spatial = sums.sum(of: influence, threads: sample.threads)
    let lags = location.dependence.lags ?? 0
    let parameters = sample.parameterCount(under: self)
    let left = n - parameters
    let factor = sample.options.adjust ? (left > 0 ? Double(n) / Double(left) : 0) : 1
    return CovarianceEstimate(
      matrix: factor * spatial.matrix.symmetrised,
      description: CovarianceDescription(
        kind: .conley,
        serial: lags > 0
          ? location.calendar.map {
            SerialDependence(
              lags: lags, periods: $0.grouping.count, within: location.unitVariable)
          } : nil,
        spatial: SpatialDependence(
          latitude: reach.latitude, longitude: reach.longitude, cutoff: reach.cutoff,
          kernel: reach.kernel, places: sums.places.count),
        correction: SmallSampleCorrection(
          factor: factor, parameterCount: parameters, options: sample.options)),
      degreesOfFreedom: left,
      mayBeIndefinite: true,
      remarks: location.remarks + Self.remarks(spatial, reach))
  }

  private static func remarks(
    _ spatial: SpatialSums.Result, _ reach: Dependence.Reach
  ) -> [Remark] {
    let values = ["distance": String(reach.cutoff)]
    if spatial.neighbourPairs == 0 { return [Remark(.noNeighbours, values)] }
    return spatial.neighbourPairs == spatial.allPairs ? [Remark(.allNeighbours, values)] : []
  }

  private func location(of sample: CovarianceSample) throws(EstimationError) -> RowLocation {
    guard let location = sample.location else {
      throw .invalid(CovarianceSpecification.noDependence(.conley, "this method"))
    }
    return location
  }
}

/// Columns of rows multiplied with those of their neighbours: places near to each other in the same
/// period, and neighbouring periods of the same unit.
struct SpatialSums {
  let location: RowLocation
  let places: RowLocation.Places
  let reach: Dependence.Reach

  struct Result {
    /// k × k.
    var matrix: Matrix
    var neighbourPairs: Int
    var allPairs: Int
  }

  /// - Returns: `nil` for rows without places.
  init?(_ location: RowLocation) {
    guard let places = location.places, let reach = location.dependence.reach else { return nil }
    self.location = location
    self.places = places
    self.reach = reach
  }

  /// - Parameter columns: One per row of the sample, k numbers each: k × n.
  func sum(of columns: Matrix, threads: Int) -> Result {
    var result = inSpace(columns, threads: threads)
    if let lags = location.dependence.lags, lags > 0, let calendar = location.calendar {
      result.matrix = result.matrix + columns.serialSum(within: location, calendar, lags: lags)
    }
    return result
  }

  private func inSpace(_ influence: Matrix, threads: Int) -> Result {
    let layers = location.calendar?.grouping.count ?? 1
    let n = influence.columnCount
    // Places that stay where they are meet their neighbours once for all periods.
    if places.count * layers <= 4 * n {
      let k = influence.rowCount
      var values = [Double](repeating: 0, count: places.count * layers * k)
      for row in 0..<n {
        let layer = location.calendar.map { Int($0.grouping.codes[row]) } ?? 0
        let base = (Int(places.grouping.codes[row]) * layers + layer) * k
        for i in 0..<k { values[base + i] += influence.elements[row * k + i] }
      }
      return result(places.latitudes, places.longitudes, values, width: k, threads)
    }
    return byPeriod(influence, threads: threads)
  }

  private func byPeriod(_ influence: Matrix, threads: Int) -> Result {
    let k = influence.rowCount
    var total = Result(
      matrix: Matrix(rowCount: k, columnCount: k), neighbourPairs: 0, allPairs: 0)
    var members = [[Int]](repeating: [], count: location.calendar?.grouping.count ?? 1)
    for row in 0..<influence.columnCount {
      members[location.calendar.map { Int($0.grouping.codes[row]) } ?? 0].append(row)
    }
    for rows in members {
      var positions: [Int32: Int] = [:]
      var present: [Int] = []
      var values: [Double] = []
      for row in rows {
        let place = places.grouping.codes[row]
        let column = influence.elements[(row * k)..<((row + 1) * k)]
        if let position = positions[place] {
          for (i, value) in column.enumerated() { values[position * k + i] += value }
        } else {
          positions[place] = present.count
          present.append(Int(place))
          values += column
        }
      }
      let part = result(
        present.map { places.latitudes[$0] }, present.map { places.longitudes[$0] }, values,
        width: k, threads)
      total.matrix = total.matrix + part.matrix
      total.neighbourPairs += part.neighbourPairs
      total.allPairs += part.allPairs
    }
    return total
  }

  private func result(
    _ latitudes: [Double], _ longitudes: [Double], _ values: [Double], width: Int, _ threads: Int
  ) -> Result {
    let sum = SpatialKernelSum(
      points: SpherePoints(latitudes: latitudes, longitudes: longitudes), values: values,
      width: width, cutoff: reach.cutoff, kernel: reach.kernel == .uniform ? .uniform : .bartlett,
      threads: threads)
    return Result(
      matrix: sum.matrix, neighbourPairs: sum.neighbourPairs,
      allPairs: latitudes.count * (latitudes.count - 1) / 2)
  }
}

extension Matrix {
  /// Products of a unit's columns in different periods, weighted by 1 − |t − r|/(L+1): k × k.
  fileprivate func serialSum(
    within location: RowLocation, _ calendar: RowLocation.Calendar, lags: Int
  ) -> Matrix {
    let k = rowCount
    var half = Matrix(rowCount: k, columnCount: k)
    // Rows stand by unit, and by time within it.
    for row in 0..<columnCount {
      var other = row - 1
      while other >= 0, location.units[other] == location.units[row] {
        let distance = calendar.position(ofRow: row) - calendar.position(ofRow: other)
        if distance > lags { break }
        let weight = 1 - Double(distance) / Double(lags + 1)
        for j in 0..<k {
          for i in 0..<k {
            half.elements[j * k + i] +=
              weight * elements[row * k + i] * elements[other * k + j]
          }
        }
        other -= 1
      }
    }
    return half + half.transposed
  }
}
