import PanelData
import PanelNumerics
import PanelResults

/// The groups that a rule makes of a panel's rows.
struct SamplePartition {
  /// One per row of the panel: 0 ..< `names.count`, in the rule's order; −1 for none.
  var codes: [Int32]
  var names: [String]
  var labels: [LocalizedText]
  var description: HeterogeneityResult.Partition
  /// The variables behind the groups.
  var columnNames: [String]

  /// - Parameters:
  ///   - rule: Values or quantiles of a variable.
  ///   - rows: The rows of the estimation sample, whose values make groups and quantiles.
  /// - Throws: What the expression throws; ``EstimationError/invalid(_:)`` for one group, too many,
  ///   or labels of another number.
  init(_ rule: GroupRule, rows: [Int], in panel: Panel) throws(EstimationError) {
    if let quantiles = rule.quantiles {
      try self.init(rule, quantiles: quantiles, rows: rows, in: panel)
    } else {
      self.init(try GroupValues(rule.variable, in: panel))
    }
    try keepGroups(of: rows)
    guard names.count > 1 else {
      throw .invalid(
        names.isEmpty
          ? "'\(description.variable)' is missing in all rows of the sample: there are no groups."
          : "'\(description.variable)' is \(names[0]) in the whole sample: groups need at least two "
            + "values.")
    }
    guard names.count <= Heterogeneity.groupLimit else {
      let isText = panel.table[rule.variable].map { $0.numbers == nil } ?? false
      let advice =
        isText
        ? "Define a coarser variable under 'variables'."
        : "Split a continuous variable by its quantiles, as in 'by: {variable: \(rule.variable), "
          + "split: median}', or define a coarser one under 'variables'."
      throw .invalid(
        "'\(description.variable)' has \(names.count) values in the sample; at most "
          + "\(Heterogeneity.groupLimit) groups can be compared. \(advice)")
    }
    try arrange(rule.order)
    guard rule.labels.isEmpty || rule.labels.count == names.count else {
      throw .invalid(
        "'labels' gives \(rule.labels.count) names for the \(names.count) groups of "
          + "'\(description.variable)': \(MessageList.text(names)).")
    }
    labels = rule.labels
    if let index = panel.index { description.dividedUnits = dividedUnits(index.units, rows: rows) }
  }

  /// A group per value.
  private init(_ values: GroupValues) {
    codes = values.codes
    names = values.names
    columnNames = values.columnNames
    labels = []
    description = HeterogeneityResult.Partition(variable: values.name, kind: .levels)
  }

  /// Groups between quantiles; ties make fewer groups.
  private init(
    _ rule: GroupRule, quantiles: Int, rows: [Int], in panel: Panel
  ) throws(EstimationError) {
    let expression = try dataResult { () throws(DataError) in
      try ExpressionParser.parse(rule.variable)
    }
    let values = try dataResult { () throws(DataError) in try panel.values(of: expression) }
    let present = rows.filter { !values.numbers[$0].isNaN }
    var numbers = values.numbers
    var sample = present.map { numbers[$0] }
    let ofUnits = !rule.dividesObservations && panel.index != nil
    if ofUnits, let index = panel.index {
      var valuesOfUnits: [Int32: [Double]] = [:]
      for row in present { valuesOfUnits[index.units[row], default: []].append(numbers[row]) }
      let means = valuesOfUnits.mapValues { Moments($0).mean }
      // A unit is of one group, whether or not its value is present in every row.
      numbers = index.units.map { means[$0] ?? .nan }
      sample = means.sorted { $0.key < $1.key }.map(\.value)
    }
    let order = Quantiles(sample)
    let cuts = sample.isEmpty ? [] : (1..<quantiles).map { order.fraction($0, of: quantiles) }
    codes = numbers.map { value in
      value.isNaN ? -1 : Int32(cuts.count { value > $0 })
    }
    names = (1...quantiles).map(String.init)
    labels = []
    columnNames = expression.columnNames
    description = HeterogeneityResult.Partition(
      variable: values.name, kind: ofUnits ? .units : .observations, cuts: cuts)
  }

  /// Drops groups without a row in the sample; the others keep their order.
  private mutating func keepGroups(of rows: [Int]) throws(EstimationError) {
    let present = Set(rows.map { codes[$0] }.filter { $0 >= 0 })
    guard present.count < names.count else { return }
    guard description.kind == .levels else {
      throw .invalid(
        "'\(description.variable)' has too few different values for \(names.count) quantile groups: "
          + "only \(present.count) of them would hold observations. Ask for fewer.")
    }
    let order = present.sorted()
    var renamed = [Int32](repeating: -1, count: names.count)
    for (position, code) in order.enumerated() { renamed[Int(code)] = Int32(position) }
    codes = codes.map { $0 < 0 ? -1 : renamed[Int($0)] }
    names = order.map { names[Int($0)] }
  }

  /// Brings groups, which stand in ascending order, into another.
  private mutating func arrange(_ order: GroupRule.Order) throws(EstimationError) {
    let arranged: [String]
    switch order {
    case .ascending: return
    case .descending: arranged = names.reversed()
    case .values(let values):
      guard values.sorted() == names.sorted() else {
        throw .invalid(
          "'order' gives \(MessageList.text(values)) for the groups of "
            + "'\(description.variable)': \(MessageList.text(names)).")
      }
      arranged = values
    }
    var places = [Int32](repeating: 0, count: names.count)
    for (place, name) in arranged.enumerated() {
      if let code = names.firstIndex(of: name) { places[code] = Int32(place) }
    }
    codes = codes.map { $0 < 0 ? $0 : places[Int($0)] }
    names = arranged
  }

  /// Units with rows in several groups.
  private func dividedUnits(_ units: [Int32], rows: [Int]) -> Int {
    var first: [Int32: Int32] = [:]
    var divided: Set<Int32> = []
    for row in rows where codes[row] >= 0 {
      if let code = first[units[row]] {
        if code != codes[row] { divided.insert(units[row]) }
      } else {
        first[units[row]] = codes[row]
      }
    }
    return divided.count
  }

  /// Rows without a group.
  var missing: RowExclusion {
    RowExclusion(.missing, subject: description.variable, rows: codes.map { $0 < 0 })
  }

  /// Rows of other groups.
  func others(than group: Int) -> RowExclusion {
    RowExclusion(
      .otherGroup, subject: description.variable, rows: codes.map { $0 != Int32(group) })
  }
}
