/// Where lines of Han and kana may end and begin (kinsoku), for figures, tables and terminals.
package enum LineBreaking {
  /// Marks that may not begin a line: what closes, ends or continues.
  private static let closing: Set<Character> = [
    "。", "．", "，", "、", "；", "：", "！", "？", "）", "》", "〉", "」", "』", "】", "〕", "〗", "］", "｝",
    "”", "’", "…", "—", "·", "・", "々", "ー", "％", "‰", "℃", ",", ".", ";", ":", "!", "?", ")",
    "]", "}", "%",
  ]
  /// Marks that may not end a line: what opens.
  private static let opening: Set<Character> = [
    "（", "《", "〈", "「", "『", "【", "〔", "〖", "［", "｛", "“", "‘", "(", "[", "{", "￥", "＄", "#",
  ]

  /// Whether a line may begin with the character.
  package static func mayBegin(_ character: Character) -> Bool { !closing.contains(character) }

  /// Whether a line may end with the character.
  package static func mayEnd(_ character: Character) -> Bool { !opening.contains(character) }

  /// Whether a line may break between two characters without a space, as it may beside Han.
  package static func mayBreak(between left: Character, and right: Character) -> Bool {
    (left.isWide || right.isWide) && mayEnd(left) && mayBegin(right)
  }
}

extension Character {
  /// Whether the character is Han, kana, Hangul or full-width: one em wide, lines break beside it.
  package var isWide: Bool { unicodeScalars.first?.isWide ?? false }
}

extension Unicode.Scalar {
  /// Whether the character takes two columns of a terminal: Han, kana, Hangul, full-width forms.
  package var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
