import Foundation

/// The encodings of text files.
///
/// A byte order mark wins over what a study declares. Everything but UTF-8 is converted in memory.
package enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case gb18030
  case gbk
  case gb2312
  case big5
  case latin1 = "latin-1"
  case windows1252 = "windows-1252"

  /// The encoding of a name; case, hyphens and underscores do not matter.
  package init?(named name: String) {
    func plain(_ text: String) -> String {
      text.lowercased().filter { $0 != "-" && $0 != "_" }
    }
    let aliases = ["iso88591": Self.latin1, "cp1252": .windows1252, "cp936": .gbk]
    let key = plain(name)
    guard let found = Self.allCases.first(where: { plain($0.rawValue) == key }) ?? aliases[key]
    else { return nil }
    self = found
  }

  /// The name iconv knows. GB18030 is a superset of GBK and GB2312.
  var converterName: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16: "UTF-16LE"
    case .gb18030, .gbk, .gb2312: "GB18030"
    case .big5: "BIG5"
    case .latin1: "ISO-8859-1"
    case .windows1252: "WINDOWS-1252"
    }
  }
}

/// How the bytes of a text file are to be understood.
struct ByteOrderMark: Equatable {
  /// Bytes to skip.
  var length: Int
  /// The name of the converter to UTF-8; absent for UTF-8.
  var converter: String?

  /// What the first bytes of a file, or else the declared encoding, say.
  init(head: [UInt8], declared: TextEncoding) {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      self.init(length: 3, converter: nil)
    } else if head.starts(with: [0xFF, 0xFE, 0, 0]) {
      self.init(length: 4, converter: "UTF-32LE")
    } else if head.starts(with: [0xFF, 0xFE]) {
      self.init(length: 2, converter: "UTF-16LE")
    } else if head.starts(with: [0xFE, 0xFF]) {
      self.init(length: 2, converter: "UTF-16BE")
    } else {
      self.init(length: 0, converter: declared == .utf8 ? nil : declared.converterName)
    }
  }

  private init(length: Int, converter: String?) {
    self.length = length
    self.converter = converter
  }
}

extension TextEncoding {
  /// UTF-8 of bytes in another encoding, converted by the C library's `iconv`.
  ///
  /// - Throws: ``DataError/file(_:)`` with the line and the byte offset of the first byte that
  ///   makes no sense, or if the system has no such converter.
  static func utf8(
    of bytes: UnsafeBufferPointer<UInt8>,
    skipping start: Int,
    from converter: String,
    file: String
  ) throws(DataError) -> [UInt8] {
    guard let handle = iconv_open("UTF-8", converter), Int(bitPattern: handle) != -1 else {
      throw .file(
        FileFault(file: file, message: "this system cannot read the encoding \(converter)")
      )
    }
    defer { iconv_close(handle) }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 2)
    let piece = UnsafeMutablePointer<CChar>.allocate(capacity: pieceSize)
    defer { piece.deallocate() }
    guard let base = UnsafeMutableRawPointer(mutating: bytes.baseAddress) else { return [] }
    var input: UnsafeMutablePointer<CChar>? = base.assumingMemoryBound(to: CChar.self) + start
    var inputLeft = bytes.count - start
    while inputLeft > 0 {
      var target: UnsafeMutablePointer<CChar>? = piece
      var targetLeft = pieceSize
      let result = iconv(handle, &input, &inputLeft, &target, &targetLeft)
      let reason = errno
      piece.withMemoryRebound(to: UInt8.self, capacity: pieceSize) {
        output.append(contentsOf: UnsafeBufferPointer(start: $0, count: pieceSize - targetLeft))
      }
      if result == -1, reason != E2BIG {
        let offset = bytes.count - inputLeft
        let byte = String(bytes[offset], radix: 16, uppercase: true)
        throw .file(
          FileFault(
            file: file,
            line: 1 + lineEnds(in: output),
            message: "byte 0x\(byte) at byte \(offset + 1) of the file is not \(converter). "
              + "Name the file's encoding in the study, or save it as UTF-8."
          )
        )
      }
    }
    return output
  }

  private static let pieceSize = 1 << 16

  private static func lineEnds(in bytes: [UInt8]) -> Int {
    bytes.indices.count { index in
      bytes[index] == 13 || bytes[index] == 10 && (index == 0 || bytes[index - 1] != 13)
    }
  }
}
