import PanelNumerics
import PanelResults

/// The binary format `.swm` of ArcGIS: whole numbers and doubles, least byte first.
///
/// A line of text ends with a line feed; then the number of units, whether rows are standardised,
/// and for each unit its id, its number of neighbours, their ids, their weights (one for all where
/// weights are fixed) and the sum of these.
///
/// - SeeAlso: the reader of PySAL, `libpysal/io/iohandlers/arcgis_swm.py`; oracle `ohio.swm`.
enum BinaryWeights {
  static func read(
    _ bytes: [UInt8],
    file: String
  ) throws(DataError) -> (units: [String]?, links: [WeightsFile.Link]) {
    func fault(_ message: String) -> DataError {
      .file(FileFault(file: file, message: message))
    }
    guard let end = bytes.prefix(100_000).firstIndex(of: UInt8(ascii: "\n")) else {
      throw fault("this is no .swm file: its first line does not end")
    }
    let header = String(decoding: bytes[..<end], as: UTF8.self).uppercased()
    guard header.contains(";") else {
      throw fault("this is no .swm file: its first line has no fields parted by ';'")
    }
    let isFixed = header.contains("FIXEDWEIGHTS@TRUE")
    var next = end + 1
    func whole() throws(DataError) -> Int32 {
      guard next + 4 <= bytes.count else { throw fault("the file ends in the middle of a unit") }
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[next + $1]) << UInt32(8 * $1) }
      next += 4
      return Int32(bitPattern: bits)
    }
    func double() throws(DataError) -> Double {
      guard next + 8 <= bytes.count else { throw fault("the file ends in the middle of a unit") }
      let bits = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[next + $1]) << UInt64(8 * $1) }
      next += 8
      return Double(bitPattern: bits)
    }
    let count = try whole()
    _ = try whole()
    var units: [String] = []
    var links: [WeightsFile.Link] = []
    var seen: Set<Int32> = []
    for _ in 0..<max(0, count) {
      let unit = try whole()
      guard seen.insert(unit).inserted else { throw fault("'\(unit)' stands twice") }
      units.append(String(unit))
      let neighbours = Int(try whole())
      guard neighbours >= 0, neighbours <= (bytes.count - next) / 4 else {
        throw fault("'\(unit)' has \(neighbours) neighbours, which the file does not hold")
      }
      guard neighbours > 0 else { continue }
      var ids: [Int32] = []
      for _ in 0..<neighbours { ids.append(try whole()) }
      let fixed = isFixed ? try double() : 0
      for id in ids {
        let value = isFixed ? fixed : try double()
        links.append(.init(from: String(unit), to: String(id), value: value))
      }
      _ = try double()
    }
    guard !units.isEmpty else { throw fault("the file holds no units") }
    return (units, links)
  }

  /// - Returns: `nil` where a name is no whole number of 32 bits.
  static func bytes(of weights: SpatialWeights) -> [UInt8]? {
    var ids: [Int32] = []
    for id in weights.ids {
      guard let number = Int32(id) else { return nil }
      ids.append(number)
    }
    var bytes = Array("\(weights.name);Unknown\n".utf8)
    func append(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { bytes += Array($0) }
    }
    append(Int32(ids.count))
    append(Int32(weights.description.standardisation == .row ? 1 : 0))
    let matrix = weights.matrix
    for row in ids.indices {
      let positions = matrix.positions(ofRow: row)
      append(ids[row])
      append(Int32(positions.count))
      if positions.isEmpty { continue }
      for position in positions { append(ids[Int(matrix.columns[position])]) }
      for position in positions { append(matrix.values[position].bitPattern) }
      let sum = positions.reduce(0.0) { $0 + matrix.values[$1] }
      append(sum.bitPattern)
    }
    return bytes
  }
}
