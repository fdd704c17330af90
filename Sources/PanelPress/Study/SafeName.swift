import PanelData

/// Names that become files, anchors and LaTeX labels.
enum SafeName {
  static let lengthLimit = 64

  /// Why a name cannot be used; `nil` for a good one.
  ///
  /// A good name begins with a letter and holds letters, digits, hyphens and underscores of
  /// ASCII, so that it is a file on every system and needs no escaping anywhere.
  static func fault(in name: String) -> String? {
    if name.isEmpty { return "A name must not be empty." }
    let shown = MessageText.shown(name)
    if name.utf8.count > lengthLimit {
      return "The name '\(shown)' is longer than \(lengthLimit) letters."
    }
    if name.contains("/") || name.contains("\\") {
      return "'\(shown)' is a path; a name without folders is wanted. Files are written below "
        + "the output folder, with their endings."
    }
    let isASCIILetter = { (byte: UInt8) in (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    guard let first = name.utf8.first, isASCIILetter(first),
      name.utf8.allSatisfy({
        isASCIILetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x5F
      })
    else {
      return "The name '\(shown)' must begin with a letter and hold only the letters a to z, "
        + "digits, '-' and '_': it becomes a file and a label."
    }
    if reserved.contains(name.lowercased()) {
      return "'\(name)' cannot be a file on Windows; choose another name."
    }
    return nil
  }

  /// Names of devices under Windows, which no file may have.
  private static let reserved: Set<String> = {
    var names: Set<String> = ["con", "prn", "aux", "nul"]
    for number in 1...9 { names.formUnion(["com\(number)", "lpt\(number)"]) }
    return names
  }()
}
