import PanelData
import PanelNumerics
import PanelResults

/// The paths of an observed treatment over time, cluster by cluster, ready to be permuted.
///
/// A period in which the cluster that gives its path is not observed takes the value of the last
/// one before it, and the first value observed where there is none before.
struct PermutedPaths: Sendable {
  let sample: PlaceboSample
  /// The path of each cluster; −1 for zeros throughout.
  let labels: [Int32]
  let paths: [[Double]]
  /// The clusters of each stratum.
  let strata: [[Int]]
  /// The columns that clusters come from; none where rows are permuted.
  let clusterNames: [String]
  /// The actual treatment, where it is a 0/1 one over time.
  let design: TreatmentDesign?

  var carrierWord: String {
    clusterNames.isEmpty ? "rows" : "values of \(clusterNames.joined(separator: ", "))"
  }

  /// - Parameters:
  ///   - rows: Rows of the panel in the sample.
  ///   - clusters: Columns; the panel's unit, or rows, where there are none.
  ///   - strata: Columns.
  init(
    of column: TreatmentColumn, in panel: Panel, rows: [Int32], clusters: [String],
    strata: [String]
  ) throws(EstimationError) {
    clusterNames = clusters.isEmpty ? panel.index.map { [$0.unitVariable] } ?? [] : clusters
    let codes: GroupCodes?
    if clusterNames.isEmpty {
      codes = nil
      sample = PlaceboSample(
        rows: rows,
        groups: Grouping(
          codes: (0..<Int32(panel.table.rowCount)).map { $0 }, count: panel.table.rowCount),
        times: panel.index?.times)
    } else {
      let found = try Self.groups(clusterNames, in: panel, rows: rows, key: "clusters")
      // Rows without a cluster are outside the sample; they get a group of their own.
      let count = found.count
      codes = found
      sample = PlaceboSample(
        rows: rows,
        groups: Grouping(codes: found.codes.map { $0 < 0 ? Int32(count) : $0 }, count: count + 1),
        times: panel.index?.times)
    }
    let reader = PathReader(sample: sample, codes: codes, panel: panel)
    self.strata = try reader.strata(strata)
    (design, labels, paths) = try reader.paths(of: column)
  }

  static func groups(
    _ names: [String], in panel: Panel, rows: [Int32], key: String
  ) throws(EstimationError) -> GroupCodes {
    let found = try dataResult { () throws(DataError) in try panel.groupCodes(of: names) }
    let missing = rows.count { found.codes[Int($0)] < 0 }
    guard missing == 0 else {
      throw .invalid(
        "'\(key)': \(found.name) is missing in \(missing) \(missing == 1 ? "row" : "rows") of the "
          + "estimation sample, so it is unknown what they are permuted with. Leave them out with "
          + "a condition.")
    }
    return found
  }
}

/// Reads paths and strata cluster by cluster.
private struct PathReader {
  let sample: PlaceboSample
  let codes: GroupCodes?
  let panel: Panel

  /// The name of a cluster, for messages.
  private func name(ofSampleRow position: Int) -> String {
    let row = Int(sample.rows[position])
    guard let codes else { return "row \(row + 1)" }
    return "\(codes.name) = \(MessageText.shown(codes.levelNames[Int(codes.codes[row])]))"
  }

  func strata(_ names: [String]) throws(EstimationError) -> [[Int]] {
    guard !names.isEmpty else { return [Array(0..<sample.carriers.count)] }
    let found = try PermutedPaths.groups(names, in: panel, rows: sample.rows, key: "strata")
    var stratum = [Int32](repeating: -1, count: sample.carriers.count)
    var wrong: [String] = []
    for (position, row) in sample.rows.enumerated() {
      let carrier = Int(sample.carriers.codes[position])
      let code = found.codes[Int(row)]
      if stratum[carrier] < 0 { stratum[carrier] = code }
      let place = stratum[carrier] == code ? nil : name(ofSampleRow: position)
      if let place, !wrong.contains(place) { wrong.append(place) }
      if wrong.count > MessageList.limit { break }
    }
    guard wrong.isEmpty else {
      throw .invalid(
        "A cluster is permuted within one stratum, but \(found.name) changes within "
          + "\(MessageList.text(wrong)).")
    }
    var strata = [[Int]](repeating: [], count: found.count)
    for (carrier, code) in stratum.enumerated() { strata[Int(code)].append(carrier) }
    return strata.filter { !$0.isEmpty }
  }

  func paths(
    of column: TreatmentColumn
  ) throws(EstimationError) -> (TreatmentDesign?, [Int32], [[Double]]) {
    guard case .indicator(let name) = column else { return try cohortPaths(column) }
    let numbers = try column.numbers(in: panel)
    let periods = sample.periods.count
    var values = [Double](repeating: .nan, count: sample.carriers.count * periods)
    for (position, row) in sample.rows.enumerated() {
      let cell =
        Int(sample.carriers.codes[position]) * periods + Int(sample.slots.codes[position])
      let value = numbers[Int(row)]
      guard values[cell].isNaN || values[cell] == value else {
        throw differs(name, at: position)
      }
      values[cell] = value
    }
    var labels: [Int32] = []
    var paths: [[Double]] = []
    var known: [[Double]: Int32] = [:]
    for carrier in 0..<sample.carriers.count {
      let path = Self.filled(Array(values[carrier * periods..<(carrier + 1) * periods]))
      if path.allSatisfy({ $0 == 0 }) {
        labels.append(-1)
      } else if let label = known[path] {
        labels.append(label)
      } else {
        known[path] = Int32(paths.count)
        labels.append(Int32(paths.count))
        paths.append(path)
      }
    }
    return (design(column, numbers), labels, paths)
  }

  /// Missing values filled with the last one before, or the first.
  private static func filled(_ values: [Double]) -> [Double] {
    var last = values.first { !$0.isNaN } ?? 0
    return values.map { value in
      if !value.isNaN { last = value }
      return last
    }
  }

  private func cohortPaths(
    _ column: TreatmentColumn
  ) throws(EstimationError) -> (TreatmentDesign?, [Int32], [[Double]]) {
    let timing = try TreatmentTiming(of: column, in: panel, switching: .allow)
    var labels = [Int32?](repeating: nil, count: sample.carriers.count)
    for (position, row) in sample.rows.enumerated() {
      let first = timing.cohort(ofRow: Int(row))
      let slot = first.flatMap { first in sample.periods.firstIndex { $0 >= first } }
      let label = slot.map { Int32($0) } ?? -1
      let carrier = Int(sample.carriers.codes[position])
      guard labels[carrier] == nil || labels[carrier] == label else {
        throw differs(column.name, at: position)
      }
      labels[carrier] = label
    }
    return (timing.design(of: sample.rows), labels.map { $0 ?? -1 }, sample.steps)
  }

  private func design(_ column: TreatmentColumn, _ numbers: [Double]) -> TreatmentDesign? {
    guard panel.index != nil, numbers.allSatisfy({ $0 == 0 || $0 == 1 || $0.isNaN }) else {
      return nil
    }
    do throws(EstimationError) {
      return try TreatmentTiming(of: column, in: panel, switching: .allow).design(of: sample.rows)
    } catch {
      return nil
    }
  }

  private func differs(_ treatment: String, at position: Int) -> EstimationError {
    let row = Int(sample.rows[position])
    let period = panel.index.map { ", \($0.timeVariable) = \($0.times[row])" } ?? ""
    return .invalid(
      "A cluster is treated as a whole, but '\(treatment)' differs within \(name(ofSampleRow: position))"
        + "\(period). Name the level at which treatment was assigned in 'clusters'.")
  }
}
