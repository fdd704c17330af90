import PanelData

/// The columns that a list of terms describes.
struct DescribedColumns {
  /// Each once, in the order of the terms.
  private(set) var columns: [DesignColumn] = []
  /// The variables behind them.
  private(set) var names: [String] = []

  /// - Parameters:
  ///   - variables: Terms of the formula language: names, expressions, `$lists`.
  ///   - panel: The data.
  /// - Throws: ``EstimationError/data(_:)`` for what cannot be read or evaluated;
  ///   ``EstimationError/invalid(_:)`` where nothing is named.
  init(_ variables: [String], in panel: Panel) throws(EstimationError) {
    var seen: Set<String> = []
    for text in variables {
      let terms = try dataResult { () throws(DataError) in
        try FormulaParser.terms(text, lists: panel.lists)
      }
      for term in terms {
        let made = try dataResult { () throws(DataError) in try panel.columns(of: term) }
        columns += made.filter { seen.insert($0.name).inserted }
        names += term.columnNames.filter { !names.contains($0) }
      }
    }
    guard !columns.isEmpty else {
      throw .invalid("'variables' names nothing to describe. List at least one variable.")
    }
  }
}

extension SampleFilter {
  /// The rows that stay, by group in the order of groups; empty groups are left out.
  func parts(by groups: GroupValues?) -> [(name: String?, rows: [Int])] {
    guard let groups else { return [(nil, keptRows)] }
    var parts = groups.names.map { (name: String?.some($0), rows: [Int]()) }
    for row in keptRows { parts[Int(groups.codes[row])].rows.append(row) }
    return parts.filter { !$0.rows.isEmpty }
  }
}
