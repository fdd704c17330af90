import PanelData
import PanelNumerics
import PanelResults

/// How a sample is split into folds, again for each repeat.
struct SampleSplit {
  var description: FoldDescription
  /// What goes to a fold as a whole, for each row.
  var groups: [Int32]
  /// The folds of a column; absent where they are drawn.
  private var given: [Int]?
  /// Whether the treatment is 1, for each row; empty where it is not binary.
  private let isTreated: [Bool]
  /// The raw name of the treatment.
  private let treatment: String

  /// - Throws: ``EstimationError/invalid(_:)`` for more folds than groups, a column that names fewer
  ///   than two folds, groups or folds without value, and too few groups with treated rows.
  init(_ data: DoubleMLData) throws(EstimationError) {
    let rule = data.analysis.folds
    let rows = data.rows
    let numbers = data.design.regressors[0].numbers
    isTreated = data.isBinary ? numbers.map { $0 == 1 } : []
    treatment = data.design.regressors[0].name
    groups = (0..<Int32(rows.count)).map { $0 }
    if let column = rule.column {
      let codes = try Self.codes([column], data, "names folds,")
      let names = Set(codes).sorted()
      guard names.count >= 2 else {
        throw .invalid(
          "'\(column)' puts the whole sample into one fold, and cross-fitting takes two at least."
        )
      }
      guard names.count <= rows.count / 2 else {
        throw .invalid(
          "'\(column)' names \(names.count) folds for \(rows.count) observations. Name a column of "
            + "few folds, such as 1 to 5."
        )
      }
      var place: [Int32: Int] = [:]
      for (position, name) in names.enumerated() { place[name] = position }
      given = codes.map { place[$0] ?? 0 }
      description = FoldDescription(count: names.count, column: column)
      return
    }
    let by = Self.groupVariables(data)
    if let by { groups = try Self.codes(by, data, "whose groups go to folds as a whole,") }
    let count = Set(groups).count
    let name = by?.joined(separator: "^")
    guard rule.count <= count else {
      throw .invalid(
        "\(rule.count) folds cannot be made of \(count) "
          + "\(name.map { "groups of '\($0)'" } ?? "observations"). Use at most \(count) folds, or "
          + "split by something finer with 'folds: {by: …}'."
      )
    }
    description = FoldDescription(
      count: rule.count,
      groups: name,
      groupCount: name == nil ? nil : count
    )
    try checkGroups()
    try checkDummies(data)
  }

  /// The variables whose groups go to folds as a whole; `nil` for single observations.
  ///
  /// Where learners see dummies, single observations: a dummy says nothing about a group that is
  /// held out as a whole.
  private static func groupVariables(_ data: DoubleMLData) -> [String]? {
    if let by = data.analysis.folds.by {
      return by == "none" ? nil : by.split(separator: "^").map(String.init)
    }
    if !data.analysis.effects.isEmpty, data.analysis.effectForm == .dummies { return nil }
    let clusters = data.linear.covariance.clusters
    if clusters.count == 1 { return clusters[0] }
    return data.panel.index.map { [$0.unitVariable] }
  }

  /// Refuses dummies of levels that are held out as a whole, which no learner could ever learn.
  private func checkDummies(_ data: DoubleMLData) throws(EstimationError) {
    guard data.analysis.effectForm == .dummies, let name = description.groups else { return }
    for effect in data.design.effects {
      var groupOfLevel: [Int32: Int32] = [:]
      let isHeldOut = zip(effect.grouping.codes, groups).allSatisfy { level, group in
        let known = groupOfLevel[Int32(level)] ?? group
        groupOfLevel[Int32(level)] = known
        return known == group
      }
      guard isHeldOut else { continue }
      throw .invalid(
        "Learners see a dummy of each level of '\(effect.name)', and 'folds' hold out whole groups "
          + "of '\(name)', whose dummies are then never seen. Use 'effects_as: within' or 'means', "
          + "or split by single observations: 'folds: {by: none}'."
      )
    }
  }

  /// The group of each row of the sample.
  private static func codes(
    _ variables: [String],
    _ data: DoubleMLData,
    _ role: String
  ) throws(EstimationError) -> [Int32] {
    let codes = try dataResult { () throws(DataError) in
      try data.panel.groupCodes(of: variables)
    }
    let missing = data.rows.filter { codes.codes[$0] == -1 }
    if let first = missing.first {
      throw .invalid(
        "'\(codes.name)', which \(role) is missing in \(missing.count) of the \(data.rows.count) "
          + "observations, first in row \(first + 1) of the data. Add its values, or leave those "
          + "rows out with 'where'."
      )
    }
    return data.rows.map { codes.codes[$0] }
  }

  /// Groups that are ever treated, and whether each group ever is and ever is not.
  private var treatedGroups: Set<Int32> {
    Set(zip(groups, isTreated).filter(\.1).map(\.0))
  }

  /// Refuses fewer groups with treated rows, or with untreated ones, than there are folds.
  private func checkGroups() throws(EstimationError) {
    guard !isTreated.isEmpty else { return }
    let count = isTreated.count(where: \.self)
    let untreated = Set(zip(groups, isTreated).filter { !$0.1 }.map(\.0))
    for (word, value, number, found) in [
      ("treated", "1", count, treatedGroups.count),
      ("untreated", "0", isTreated.count - count, untreated.count),
    ] where found < description.count {
      let place = description.groups.map { ", within \(groupWords(found, $0))" } ?? ""
      let advice =
        found < 2
        ? "Learners of the other folds would never see one, so cross-fitting cannot estimate the "
          + "effect of '\(treatment)'"
          + (description.groups == nil
            ? "."
            : "; splitting by something finer, with 'folds: {by: …}', leaks between folds what "
              + "belongs to the group.")
        : "Use at most \(found) folds, or split by something finer with 'folds: {by: …}'."
      throw .invalid(
        "\(description.count) folds cannot each have \(word) observations: '\(treatment)' is "
          + "\(value) in \(number) of \(isTreated.count) observations\(place). \(advice)"
      )
    }
  }

  private func groupWords(_ count: Int, _ name: String) -> String {
    count == 1 ? "a single group of '\(name)'" : "\(count) groups of '\(name)'"
  }

  /// The fold of each row in one repeat.
  ///
  /// Groups are dealt out in random order, so that folds have equal numbers of them, give or take
  /// one. Of a binary treatment those that are ever treated come first, so that every fold has its
  /// part of them.
  func folds(_ generator: Philox) -> [Int] {
    if let given { return given }
    var generator = generator
    let treated = treatedGroups
    var order = Set(groups).sorted()
    generator.shuffle(&order)
    order = order.filter(treated.contains) + order.filter { !treated.contains($0) }
    var fold: [Int32: Int] = [:]
    for (position, group) in order.enumerated() { fold[group] = position % description.count }
    return groups.map { fold[$0] ?? 0 }
  }

  /// Refuses folds that have treated or untreated rows only.
  func check(_ folds: [Int]) throws(EstimationError) {
    guard !isTreated.isEmpty else { return }
    var treated = [Int](repeating: 0, count: description.count)
    var sizes = treated
    for (row, fold) in folds.enumerated() {
      sizes[fold] += 1
      if isTreated[row] { treated[fold] += 1 }
    }
    for fold in 0..<description.count {
      let word =
        treated[fold] == 0
        ? "no treated observation" : treated[fold] == sizes[fold] ? "no untreated observation" : nil
      guard let word else { continue }
      let advice = description.column.map { "Give '\($0)' folds that have both." }
      throw .invalid(
        "Fold \(fold + 1) of \(description.count) has \(word): '\(treatment)' is 1 in "
          + "\(treated.reduce(0, +)) of \(folds.count) observations. "
          + (advice ?? "Use fewer folds, or name folds in a column with 'folds: {column: …}'.")
      )
    }
  }
}
