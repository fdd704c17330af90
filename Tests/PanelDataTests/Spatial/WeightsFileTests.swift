import Foundation
import PanelNumerics
import PanelResults
import TestSupport
import Testing

@testable import PanelData

/// Weights in files: read, joined by name, and written.
@Suite struct WeightsFileTests {
  private func content(_ name: String) throws -> FileContent {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Files/Spatial/\(name)").standardizedFileURL
    return try FileContent(url: url, named: name)
  }

  private func matrix(
    _ text: String,
    named name: String,
    for units: [String] = ["a", "b", "c"],
    format: WeightsFormat? = nil,
    values: WeightsFile.Values? = nil,
    others: WeightsFile.Others = .error
  ) throws(DataError) -> SparseMatrix {
    try WeightsFile(FileContent(name: name, bytes: Array(text.utf8)), format: format)
      .matrix(for: units, values: values, others: others)
  }

  private func fault(
    _ text: String,
    named name: String,
    for units: [String] = ["a", "b", "c"],
    format: WeightsFormat? = nil
  ) -> String {
    do throws(DataError) {
      _ = try matrix(text, named: name, for: units, format: format)
      return "no fault"
    } catch {
      return error.description
    }
  }

  private let columbus = (1...49).map(String.init)

  private func weights(_ ids: [String], _ matrix: SparseMatrix) -> SpatialWeights {
    SpatialWeights(
      ids: ids,
      matrix: matrix,
      description: SpatialWeightsDescription(
        name: "my queen",
        method: .file,
        standardisation: .none,
        units: ids.count,
        links: matrix.count,
        isSymmetric: false,
        total: 1
      )
    )
  }

  @Test(arguments: ["gal", "gwt", "dense.csv", "edges.csv"])
  func readsTheSameLinksFromEveryFormat(ending: String) throws {
    let read = try WeightsFile(content("columbus_queen.\(ending)"))
    let matrix = try read.matrix(for: columbus)
    #expect(matrix.count == 230)
    #expect(matrix.isSymmetric())
    #expect(matrix == (try WeightsFile(content("columbus_queen.gal")).matrix(for: columbus)))
    // By name, never by position.
    let turned = try read.matrix(for: columbus.reversed())
    #expect(turned[48, 47] == matrix[0, 1])
    #expect(turned[48, 0] == matrix[0, 48])
  }

  @Test func readsTheBinaryFormat() throws {
    let file = try WeightsFile(content("ohio.swm"))
    let matrix = try file.matrix(for: (1...88).map(String.init))
    #expect(matrix.count == 462)
    #expect([1, 5, 6, 10].allSatisfy { matrix[0, $0] == 1 })
    #expect(matrix.rowSums[0] == 4)
  }

  @Test(arguments: [WeightsFormat.gwt, .dense, .edges, .swm])
  func writesWhatItReadsBackToTheSameValues(format: WeightsFormat) throws {
    let ids = ["7", "1", "33", "2"]
    let matrix = SparseMatrix(
      rowCount: 4,
      columnCount: 4,
      entries: [.init(0, 1, 1.0 / 3), .init(0, 3, 2.0 / 3), .init(1, 0, 1e-17), .init(3, 2, 0.1)]
    )
    let bytes = try weights(ids, matrix).bytes(as: format)
    let file = try WeightsFile(
      FileContent(name: "w.\(format.ending)", bytes: bytes),
      format: format
    )
    #expect(try file.matrix(for: ids, values: .weights) == matrix)
  }

  @Test func writesNeighboursAsGAL() throws {
    let matrix = SparseMatrix(
      rowCount: 3,
      columnCount: 3,
      entries: [.init(0, 1, 0.5), .init(0, 2, 0.5), .init(2, 0, 1)]
    )
    let text = String(
      decoding: try weights(["x", "y", "z"], matrix).bytes(as: .gal),
      as: UTF8.self
    )
    #expect(text == "0 3 my_queen unit\nx 2\ny z\ny 0\n\nz 1\nx\n")
    let read = try self.matrix(text, named: "w.gal", for: ["x", "y", "z"])
    #expect(read.columns == matrix.columns && read.values == [1, 1, 1])
  }

  @Test func refusesNamesThatAFormatCannotHold() {
    let matrix = SparseMatrix(rowCount: 2, columnCount: 2, entries: [.init(0, 1, 1)])
    for format in [WeightsFormat.gal, .gwt, .swm] {
      #expect(throws: DataError.self) {
        try weights(["New York", "Ohio"], matrix).bytes(as: format)
      }
    }
    #expect(throws: Never.self) { try weights(["New, York", "Ohio"], matrix).bytes(as: .edges) }
  }

  @Test func asksWhatTheNumbersOfAGWTFileAre() throws {
    let file = try WeightsFile(content("columbus_d5.gwt"))
    do throws(DataError) {
      _ = try file.matrix(for: columbus)
      Issue.record("distances were taken for weights")
    } catch {
      #expect(error.description.contains("is a distance as GeoDa and spdep write it"))
    }
    let inverse = try file.matrix(for: columbus, values: .inverse)
    #expect(inverse[0, 1] == 1 / 3.601179892757511)
    #expect(try file.matrix(for: columbus, values: .links).values.allSatisfy { $0 == 1 })
    #expect(try file.matrix(for: columbus, values: .weights)[0, 1] == 3.601179892757511)
  }

  @Test func readsMatricesWithRowsInAnyOrder() throws {
    let text = "id,a,b,c\nc,1,2,0\na,0,3,0\nb,4,0,5\n"
    let matrix = try matrix(text, named: "w.csv")
    #expect(matrix.count == 5 && matrix[0, 1] == 3)
    #expect(matrix[2, 0] == 1 && matrix[2, 1] == 2 && matrix[1, 0] == 4 && matrix[1, 2] == 5)
  }

  @Test func tellsPairsFromAMatrixOfTwoUnits() throws {
    let two = try matrix("id,a,b\na,0,1\nb,2,0\n", named: "w.csv", for: ["a", "b"])
    #expect(two[0, 1] == 1 && two[1, 0] == 2)
    let pairs = try matrix("from,to,w\na,b,1\nb,a,2\n", named: "w.csv", for: ["a", "b"])
    #expect(pairs == two)
    #expect(try matrix("from,to\na,b\n", named: "w.csv", for: ["a", "b"]).values == [1])
  }

  @Test func keepsZerosCodesAndUnitsWithoutLinks() throws {
    let matrix = try matrix("from,to,w\n01,02,1\n02,01,0\n", named: "w.csv", for: ["1", "2", "3"])
    #expect(matrix.count == 1 && matrix[0, 1] == 1)
  }

  @Test func namesWhatIsWrong() {
    let cases: [(text: String, name: String, message: String)] = [
      (
        "id,a,b\na,0,1\nb,1,0\n", "w.csv",
        "w.csv: the weights are of 2 units and the data have 3; there is no row for c."
      ),
      (
        "id,a,b,d\na,0,1,0\nb,1,0,0\nd,0,1,0\n", "w.csv",
        "w.csv: the weights are of 3 units and the data have 3; there is no row for c. It has names "
          + "that are no units: d."
      ),
      (
        "id,a,b,c\na,0,1,0\nb,1,0,0\nd,0,1,0\n", "w.csv",
        "w.csv: a matrix has the same names in its first column and in its header; there are rows "
          + "only: d; columns only: c. A table of pairs has the columns from, to and weight."
      ),
      (
        "id,a,b,c\na,0,1,0\na,1,0,0\nc,0,1,0\n", "w.csv", "w.csv: two rows are 'a'."
      ),
      (
        "id,a,b,c\na,1,1,0\nb,1,0,0\nc,0,1,0\n", "w.csv",
        "w.csv, line 2: 'a' has a weight of 1 for itself; a unit is no neighbour of its own, so the "
          + "diagonal must be 0."
      ),
      (
        "id,a,b,c\na,0,,0\nb,1,0,0\nc,0,1,0\n", "w.csv",
        "w.csv, line 2: the weight of 'a' and 'b' is missing; write 0 where there is none."
      ),
      (
        "from,to,w\na,b,-1\n", "w.csv",
        "w.csv, line 2: the weight of 'a' and 'b' is -1; weights are not negative."
      ),
      (
        "from,to,w\na,b,1\nb,a,1\na,b,1\n", "w.csv",
        "w.csv, line 4: the pair 'a' and 'b' stands twice, first on line 2."
      ),
      (
        "0 3 panel unit\na b 1\nb 99 1\n", "w.gwt",
        "w.gwt, line 3: '99' is no unit of the data. 'others: drop' leaves it out."
      ),
      (
        "0 3 panel unit\na b\n", "w.gwt",
        "w.gwt, line 2: a line of a GWT file is two names without spaces and a number, not 'a b'."
      ),
      (
        "a b c\n", "w.gal",
        "w.gal, line 1: the first line must say how many units there are, as in '0 49 columbus "
          + "POLYID'."
      ),
      (
        "3\na 1\nb\nb 2\na\n", "w.gal",
        "w.gal, line 4: 'b' has 2 neighbours, and the file ends after 1."
      ),
      (
        "3\nNew York 1\nb\n", "w.gal",
        "w.gal, line 2: the number of neighbours of 'New' is expected here, not 'York'. Names in a "
          + "GAL file have no spaces."
      ),
      (
        "3\na 1\nb\nb 1\na\n", "w.gal",
        "w.gal: the first line announces 3 units; the file has 2."
      ),
      ("x\ny", "w.swm", "w.swm: this is no .swm file: its first line has no fields parted by ';'."),
      (
        "x;y\n\u{2}\0\0\0\0\0\0\0\u{1}\0\0\0", "w.swm",
        "w.swm: the file ends in the middle of a unit."
      ),
    ]
    for (text, name, message) in cases {
      let found = fault(text, named: name)
      #expect(found + "." == message || found == message, "\(found)")
    }
    #expect(fault("a", named: "w.mtx").contains("'format': gal, gwt, dense, edges, swm"))
  }

  @Test func leavesOutOtherUnitsOnlyWhereAsked() throws {
    let text = "id,a,b,c,d\na,0,1,0,1\nb,1,0,1,0\nc,0,1,0,1\nd,1,0,1,0\n"
    let matrix = try matrix(text, named: "w.csv", others: .drop)
    #expect(matrix.count == 4 && matrix.rowCount == 3)
  }

  /// Cut and changed files give an error or weights, and never end the program.
  @Test(arguments: ["columbus_queen.gal", "columbus_queen.gwt", "ohio.swm"])
  func survivesDamagedFiles(name: String) throws {
    let whole = try content(name).bytes
    var state: UInt64 = 11
    for _ in 0..<150 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var damaged = Array(whole.prefix(Int(state >> 40) % whole.count + 1))
      damaged[Int(state >> 33) % damaged.count] = UInt8(truncatingIfNeeded: state >> 20)
      do throws(DataError) {
        _ = try WeightsFile(FileContent(name: name, bytes: damaged)).matrix(for: columbus)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }
}
