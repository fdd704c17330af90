import Foundation
import PanelData
import PanelNumerics
import PanelResults
import Testing

@testable import PanelEstimation

/// Cases of reference for tests of spatial autocorrelation: data, neighbours and numbers.
struct MoranCase {
  var id: String
  var names: [String]
  var values: [Double]
  var weights: SparseMatrix
  var isRowStandardised: Bool

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Oracle/Spatial").standardizedFileURL

  /// Everything the analysis needs: a cross-section of one variable, `v`.
  var panel: Panel { Self.panel(names, ["v": values]) }

  var context: AnalysisContext { Self.context(names, ["w": weights], isRowStandardised) }

  static func panel(_ names: [String], _ columns: [String: [Double]]) -> Panel {
    Panel(
      table: DataTable(columns: columns.sorted { $0.key < $1.key }.map { Column($0, numbers: $1) }),
      crossSection: UnitKeys(
        variable: "unit",
        names: names,
        codes: names.indices.map(Int32.init)
      )
    )
  }

  static func context(
    _ names: [String],
    _ matrices: [String: SparseMatrix],
    _ isRowStandardised: Bool = true,
    seed: UInt64 = 42,
    threads: Int = 2,
    entries: [String: any Analysis] = [:]
  ) -> AnalysisContext {
    AnalysisContext(
      seed: seed,
      id: "moran",
      threadCount: threads,
      entries: entries,
      spatialWeights: Dictionary(
        uniqueKeysWithValues: matrices.map { name, matrix in
          (
            name,
            SpatialWeights(
              ids: names,
              matrix: matrix,
              description: SpatialWeightsDescription(
                name: name,
                method: .file,
                standardisation: isRowStandardised ? .row : .none,
                units: names.count,
                links: matrix.count,
                islands: names.indices.filter { matrix.positions(ofRow: $0).isEmpty }.map {
                  names[$0]
                },
                isSymmetric: matrix.isSymmetric(tolerance: 1e-12),
                total: Summation.sum(matrix.values)
              )
            )
          )
        }
      )
    )
  }
}

// MARK: Reading

/// A file of comma-separated values.
struct PlainTable {
  var names: [String]
  var rows: [[String]]

  init(_ file: String) throws {
    let text = try String(
      contentsOf: MoranCase.folder.appending(path: "data/\(file)"),
      encoding: .utf8
    )
    let lines = text.split(whereSeparator: \.isNewline)
      .map(Self.fields)
    names = lines[0]
    rows = Array(lines.dropFirst())
  }

  /// Fields between commas outside quotes.
  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  func texts(_ name: String) throws -> [String] {
    let place = try #require(names.firstIndex(of: name))
    return rows.map { $0[place] }
  }

  func numbers(_ name: String) throws -> [Double] {
    try texts(name).map { try #require(Double($0)) }
  }
}

extension SparseMatrix {
  /// Rows that add up to one, where they hold anything.
  var rowsToOne: SparseMatrix { scalingRows(by: rowSums.map { $0 > 0 ? 1 / $0 : 0 }) }

  static func edges(_ file: String, among names: [String]) throws -> SparseMatrix {
    let table = try PlainTable(file)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return SparseMatrix(
      rowCount: names.count,
      columnCount: names.count,
      entries: try table.rows.map { row in
        Entry(
          try #require(places[row[0]]),
          try #require(places[row[1]]),
          try #require(Double(row[2]))
        )
      }
    )
  }

  /// Lists of neighbours, two lines for each place.
  ///
  /// - Parameter names: Those of the places; in the order of the file where absent.
  static func gal(_ file: String, among names: [String]?) throws -> SparseMatrix {
    let text = try String(
      contentsOf: MoranCase.folder.appending(path: "data/\(file)"),
      encoding: .utf8
    )
    var words = text.split(whereSeparator: \.isNewline).dropFirst().joined(separator: " ")
      .split(separator: " ").map(String.init)[...]
    var lists: [(name: String, neighbours: [String])] = []
    while let name = words.popFirst(), let count = words.popFirst().flatMap({ Int($0) }) {
      lists.append((name, Array(words.prefix(count))))
      words = words.dropFirst(count)
    }
    let names = names ?? lists.map(\.name)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var entries: [Entry] = []
    for list in lists {
      let row = try #require(places[list.name])
      for other in list.neighbours {
        entries.append(Entry(row, try #require(places[other]), 1))
      }
    }
    return SparseMatrix(rowCount: names.count, columnCount: names.count, entries: entries)
  }

  /// f(i, j) for every pair of different places.
  static func pairs(_ count: Int, _ weight: (Int, Int) -> Double) -> SparseMatrix {
    var matrix = Matrix(rowCount: count, columnCount: count)
    for i in 0..<count {
      for j in 0..<count where i != j { matrix[i, j] = weight(i, j) }
    }
    return SparseMatrix(matrix)
  }

  /// One over kilometres along great circles.
  static func inverseDistance(_ longitudes: [Double], _ latitudes: [Double]) -> SparseMatrix {
    let radian = Double.pi / 180
    return pairs(longitudes.count) { i, j in
      let north = sin((latitudes[j] - latitudes[i]) * radian / 2)
      let east = sin((longitudes[j] - longitudes[i]) * radian / 2)
      let h =
        north * north + cos(latitudes[i] * radian) * cos(latitudes[j] * radian) * east * east
      return 1 / (2 * 6371.0088 * asin(h.squareRoot()))
    }
  }

  /// One over the difference of means.
  static func economicDistance(_ means: [Double]) -> SparseMatrix {
    pairs(means.count) { 1 / abs(means[$0] - means[$1]) }
  }
}
