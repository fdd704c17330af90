import PanelData
import PanelNumerics
import PanelResults

/// The rows of an estimation sample as carriers of treatments, and slots of time.
struct PlaceboSample: Sendable {
  /// Rows of the panel in the sample, ascending.
  let rows: [Int32]
  /// The carrier of each row of the sample: a unit, a cluster, or the row itself.
  let carriers: Grouping
  /// The period of each row of the sample.
  let slots: Grouping
  /// Ascending; one zero where the data have no periods.
  let periods: [Int]
  /// The carrier of each row of the panel; −1 where none of its rows is in the sample.
  let carrierOfRow: [Int32]
  /// The period of each row of the panel, or the last one of the sample before it.
  private let slotOfRow: [Int]

  /// - Parameters:
  ///   - rows: Rows of the panel in the sample, ascending.
  ///   - groups: The carrier of each row of the panel: units, clusters, or the rows themselves.
  init(rows: [Int32], groups: Grouping, times: [Int]?) {
    self.rows = rows
    let carriers = groups.restricted(to: rows)
    self.carriers = carriers
    let found = times.map { times in Array(Set(rows.map { times[Int($0)] })).sorted() } ?? [0]
    periods = found
    let place = Dictionary(uniqueKeysWithValues: found.enumerated().map { ($1, Int32($0)) })
    slots = Grouping(
      codes: rows.map { row in times.flatMap { place[$0[Int(row)]] } ?? 0 }, count: found.count)
    slotOfRow = groups.codes.indices.map { row in
      guard let times else { return 0 }
      return max(0, (found.firstIndex { $0 > times[row] } ?? found.count) - 1)
    }
    var renamed = [Int32](repeating: -1, count: groups.count)
    for (position, row) in rows.enumerated() {
      renamed[Int(groups.codes[Int(row)])] = carriers.codes[position]
    }
    carrierOfRow = groups.codes.map { renamed[Int($0)] }
  }

  /// The units of a panel, in the rows of a sample.
  init(rows: [Int32], index: PanelIndex) {
    self.init(
      rows: rows, groups: Grouping(codes: index.units, count: index.unitNames.count),
      times: index.times)
  }

  /// The label of each carrier, a unit: the first period of the sample from which it is treated,
  /// −1 where it is not treated in the sample.
  func labels(_ timing: TreatmentTiming) -> [Int32] {
    var labels = [Int32](repeating: -1, count: carriers.count)
    for (position, row) in rows.enumerated() {
      guard let first = timing.cohort(ofRow: Int(row)),
        let slot = periods.firstIndex(where: { $0 >= first })
      else { continue }
      labels[Int(carriers.codes[position])] = Int32(slot)
    }
    return labels
  }

  /// Paths of a treatment that begins in a period and stays: one per period.
  var steps: [[Double]] {
    periods.indices.map { first in periods.indices.map { $0 >= first ? 1 : 0 } }
  }

  /// The column of an assignment in the rows of the sample.
  func column(_ assignment: [Int32], paths: [[Double]]) -> [Double] {
    carriers.codes.indices.map { row in
      let label = assignment[Int(carriers.codes[row])]
      return label < 0 ? 0 : paths[Int(label)][Int(slots.codes[row])]
    }
  }

  /// The panel with the treatment of an assignment.
  ///
  /// Where the actual treatment is missing, the made-up one is; carriers outside the sample are
  /// untreated.
  ///
  /// - Parameter paths: Those of ``steps`` for a column of cohorts.
  func panel(
    _ panel: Panel, with assignment: [Int32], of column: TreatmentColumn, paths: [[Double]]
  ) -> Panel {
    let actual = panel.table[column.name]?.numbers ?? []
    let numbers: [Double] = carrierOfRow.indices.map { row in
      let carrier = carrierOfRow[row]
      let label = carrier < 0 ? -1 : assignment[Int(carrier)]
      switch column {
      case .cohort:
        return label < 0 ? 0 : Double(periods[Int(label)])
      case .indicator:
        if actual.indices.contains(row), actual[row].isNaN { return .nan }
        return label < 0 ? 0 : paths[Int(label)][slotOfRow[row]]
      }
    }
    return panel.replacing(column.name, with: numbers)
  }
}

extension Panel {
  /// The panel with other numbers in a column.
  func replacing(_ name: String, with numbers: [Double]) -> Panel {
    var panel = self
    panel.table.set(Column(name, numbers: numbers))
    return panel
  }
}
