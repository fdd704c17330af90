/// Where a result came from: enough to compute it again and to notice if the data changed.
package struct Provenance: Codable, Sendable, Equatable {
  /// The program and its version, such as `panelpress 0.1.0`.
  package var tool: String
  /// The files read, in the order they were read.
  package var data: [DataSource]
  /// The place in the study file, such as `analyses.baseline.models[3]`.
  package var specification: String?
  /// The study's `where`, as written.
  package var sampleRule: String?
  /// Derived variables used anywhere in the model, with their expressions.
  package var derived: [String: String]
  /// The study's seed.
  package var seed: UInt64?

  private enum CodingKeys: String, CodingKey {
    case tool, data, specification
    case sampleRule = "where"
    case derived, seed
  }

  package init(
    tool: String,
    data: [DataSource] = [],
    specification: String? = nil,
    sampleRule: String? = nil,
    derived: [String: String] = [:],
    seed: UInt64? = nil
  ) {
    self.tool = tool
    self.data = data
    self.specification = specification
    self.sampleRule = sampleRule
    self.derived = derived
    self.seed = seed
  }
}

/// A data file as it was when it was read.
package struct DataSource: Codable, Sendable, Equatable {
  /// The file's name as the study writes it, never an absolute path.
  package var file: String
  /// The SHA-256 of its bytes, in lower-case hexadecimal.
  package var sha256: String
  package var rows: Int
  package var columns: Int

  package init(file: String, sha256: String, rows: Int, columns: Int) {
    self.file = file
    self.sha256 = sha256
    self.rows = rows
    self.columns = columns
  }
}
