/// The units of the rows of a table: their codes and names.
struct UnitNames {
  private let variable: String
  private let table: DataTable
  private let codes: [Int32]
  private let names: [String]

  /// - Precondition: No unit is missing.
  init(variable: String, table: DataTable) throws(PanelBuildError) {
    self.variable = variable
    self.table = table
    do throws(DataError) {
      (codes, names) = Self.coded(try table.column(named: variable))
    } catch {
      throw PanelBuildError(["data", "unit"], error)
    }
  }

  /// The units in their order, one row each.
  var sorted: UnitKeys {
    UnitKeys(
      variable: variable,
      names: names,
      codes: names.indices.map { Int32(truncatingIfNeeded: $0) }
    )
  }

  /// The rows in the order of units; `nil` where they are in it already.
  ///
  /// - Throws: ``PanelBuildError`` for a unit that stands twice: rows are units here.
  func order() throws(PanelBuildError) -> [Int]? {
    var rows = [Int](repeating: -1, count: names.count)
    for (row, code) in codes.enumerated() {
      let other = rows[Int(code)]
      guard other < 0 else {
        throw PanelBuildError(
          ["data", "unit"],
          .values(
            "\(variable) = \(MessageText.shown(names[Int(code)])) stands twice: "
              + "\(RowPlace.text(other, in: table)) and \(RowPlace.text(row, in: table)). Without "
              + "'time' each unit is one row: declare 'time' for a panel, or keep one row per unit."
          )
        )
      }
      rows[Int(code)] = row
    }
    return rows == Array(rows.indices) ? nil : rows
  }

  /// Codes of units and their names: text in the order it first appears, numbers ascending.
  static func coded(_ column: Column) -> (codes: [Int32], names: [String]) {
    let groups = GroupCoding.codes(of: column)
    let coded = GroupCodes(columns: [column], codes: groups.codes, count: groups.count)
    guard case .numbers(let numbers) = column.storage else {
      return (groups.codes, coded.levelNames)
    }
    let values = coded.firstRows.map { numbers[Int($0)] }
    let ascending = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Int32](repeating: 0, count: values.count)
    for (rank, group) in ascending.enumerated() { ranks[group] = Int32(truncatingIfNeeded: rank) }
    let names = ascending.map { Expression.text(of: values[$0]) }
    if ascending == Array(values.indices) { return (groups.codes, names) }
    return (groups.codes.map { ranks[Int($0)] }, names)
  }
}
