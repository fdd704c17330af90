import Foundation

/// Files of Stata, SPSS and SAS.
enum StatisticalFile {
  static func read(url: URL, named name: String, kind: FileKind) throws(DataError) -> DataTable {
    throw .file(FileFault(file: name, message: "built without ReadStat"))
  }
}
