/// How a data file is read.
package struct ReadOptions: Sendable, Equatable {
  /// Cells that stand for a missing value unless a study names its own.
  ///
  /// Empty cells; `NA` of R; `NaN` of Python; `.` of Stata; `N/A` and `#N/A` of spreadsheets;
  /// `null` of databases.
  package static let standardMissingTokens = [
    "", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", ".",
  ]

  /// The encoding of a text file that has no byte order mark.
  package var encoding: TextEncoding
  /// Cells that are missing, compared after spaces around them are removed. A quoted cell of a
  /// text column is never missing, unless it is empty: `"NA"` may be Namibia. A token that is a
  /// number, such as `-99`, stands for that number however it is written.
  package var missingTokens: [String]
  /// The threads used; they change no result. Absent: as many as the machine has cores.
  package var threads: Int?

  package init(
    encoding: TextEncoding = .utf8,
    missingTokens: [String] = ReadOptions.standardMissingTokens,
    threads: Int? = nil
  ) {
    self.encoding = encoding
    self.missingTokens = missingTokens
    self.threads = threads
  }
}
