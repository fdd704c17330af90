import Foundation

/// The formats of data files, by the ending of the name.
package enum FileKind: String, Sendable, CaseIterable {
  case csv, tsv, txt
  /// Stata.
  case dta
  /// SPSS.
  case sav, zsav, por
  /// SAS.
  case sas7bdat, xpt

  /// - Throws: ``DataError/file(_:)`` for any other ending.
  init(of url: URL, named name: String) throws(DataError) {
    let ending = url.pathExtension.lowercased()
    guard let kind = Self(rawValue: ending) else {
      let known = Self.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
      throw .file(
        FileFault(
          file: MessageText.shown(name),
          message: "data files end in one of \(known)"
            + (ending.isEmpty ? "" : ", not .\(MessageText.shown(ending))")
        )
      )
    }
    self = kind
  }

  /// The delimiter of a text file; absent where its header decides.
  var delimiter: UInt8? {
    switch self {
    case .csv: UInt8(ascii: ",")
    case .tsv: UInt8(ascii: "\t")
    default: nil
    }
  }

  /// What the first bytes of a file are, if they are no text; nil otherwise.
  static func foreignFormat(_ head: [UInt8]) -> String? {
    let signatures: [([UInt8], String)] = [
      (
        [0x1F, 0x8B], "it is compressed (gzip); compressed input is not supported: unpack it first"
      ),
      (
        [0x42, 0x5A, 0x68],
        "it is compressed (bzip2); compressed input is not supported: unpack it first"
      ),
      (
        [0xFD, 0x37, 0x7A, 0x58, 0x5A],
        "it is compressed (xz); compressed input is not supported: unpack it first"
      ),
      (
        [0x28, 0xB5, 0x2F, 0xFD],
        "it is compressed (zstd); compressed input is not supported: unpack it first"
      ),
      (
        [0x50, 0x4B, 0x03, 0x04], "it is a zip archive or an Excel workbook: save the sheet as CSV"
      ),
      ([0xD0, 0xCF, 0x11, 0xE0], "it is an Excel workbook: save the sheet as CSV"),
      (Array("PAR1".utf8), "it is a Parquet file: save it as CSV"),
      (Array("%PDF".utf8), "it is a PDF document"),
    ]
    return signatures.first { head.starts(with: $0.0) }?.1
  }
}
