import PanelResults

extension TableRules: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case doubled = "double"
    case between, top, head, bottom, inner, spanner
  }

  /// Rules that have a name.
  package enum Named: String, CaseIterable, Sendable {
    case booktabs, double
    case threeLine = "three-line"
  }

  /// A name, or a mapping with what differs.
  package mutating func read(from decoder: any Decoder) throws {
    if let word = try decoder.decodeIfShaped(String.self) {
      self =
        switch try decoder.word(word, what: "kind of rules") as Named {
        case .booktabs: .booktabs
        case .double: .double
        case .threeLine: .threeLine
        }
      return
    }
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&doubled, forKey: .doubled)
    try container.replace(&between, forKey: .between)
    let (range, what) = (0.1...3.0, "rules weigh")
    try container.replace(&top, forKey: .top, in: range, what: what)
    try container.replace(&head, forKey: .head, in: range, what: what)
    try container.replace(&bottom, forKey: .bottom, in: range, what: what)
    try container.replace(&inner, forKey: .inner, in: range, what: what)
    try container.replace(&spanner, forKey: .spanner, in: range, what: what)
  }
}

/// The key `caption` of a table style.
struct CaptionSetting: StyleLayer {
  var place: TableLook.CaptionPlace
  var form: CaptionForm?

  /// `above` or `below`, or a mapping with the form as well.
  mutating func read(from decoder: any Decoder) throws {
    if let word = try decoder.decodeIfShaped(String.self) {
      place = try decoder.word(word, what: "place of a caption")
      return
    }
    let keys = CaptionForm.CodingKeys.allCases.filter { $0 != .word }.map(\.rawValue)
    try decoder.refuseUnknownKeys(known: ["place"] + keys)
    let container = try decoder.container(keyedBy: FreeKey.self)
    try container.replace(&place, forKey: FreeKey(stringValue: "place"))
    guard container.allKeys.contains(where: { $0.stringValue != "place" }) else { return }
    var own = form ?? CaptionForm()
    try own.take(from: decoder)
    form = own
  }
}

extension CaptionForm: StyleLayer {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case alignment = "align"
    case label, title, separator, number, word
  }

  /// The form of the word before the number.
  enum Word: String, Decodable, CaseIterable { case long, short }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    try take(from: decoder)
  }

  fileprivate mutating func take(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&alignment, forKey: .alignment)
    try container.replace(&label, forKey: .label)
    try container.replace(&title, forKey: .title)
    try container.replace(&separator, forKey: .separator)
    try container.replace(&number, forKey: .number)
    if let word = try container.decodeIfPresent(Word.self, forKey: .word) {
      isShort = word == .short
    }
  }
}

/// The key `notes` of a table style.
struct NotesSetting: StyleLayer {
  var label: TableStyle.NotesLabel
  var look: NotesLook

  private enum CodingKeys: String, CodingKey, CaseIterable { case label, type, mark, width }

  /// `notes` or `note`, or a mapping with the looks as well.
  mutating func read(from decoder: any Decoder) throws {
    if let word = try decoder.decodeIfShaped(String.self) {
      label = try decoder.word(word, what: "word before notes")
      return
    }
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&label, forKey: .label)
    try container.replace(&look.label, forKey: .type)
    if let mark = try container.decodeIfPresent(NotesLook.Mark.self, forKey: .mark) {
      look.mark = mark
    }
    try container.replace(&look.leastWidth, forKey: .width, in: 0.1...1, what: "notes take")
  }
}

extension TableColumns: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case numbers
    case alignment = "align"
  }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&numbers, forKey: .numbers)
    try container.replace(&alignment, forKey: .alignment)
  }
}

extension TypeLook: StyleLayer {
  private enum CodingKeys: String, CodingKey, CaseIterable { case family, table, notes }

  package mutating func read(from decoder: any Decoder) throws {
    try decoder.refuseUnknownKeys(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.replace(&family, forKey: .family)
    try container.replace(&table, forKey: .table)
    try container.replace(&notes, forKey: .notes)
    for (size, key) in [(table, CodingKeys.table), (notes, .notes)]
    where !Self.sizes.contains(size) {
      throw DecodingError.dataCorruptedError(
        forKey: key,
        in: container,
        debugDescription: "type has \(Self.sizes.lowerBound) to \(Self.sizes.upperBound) pt, "
          + "not \(size)"
      )
    }
    guard notes <= table else {
      throw DecodingError.dataCorruptedError(
        forKey: .notes,
        in: container,
        debugDescription: "notes are set no larger than the table: \(notes) pt under \(table) pt"
      )
    }
  }
}
