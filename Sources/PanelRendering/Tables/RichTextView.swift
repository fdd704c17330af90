import PanelDocument

extension RichText {
  /// For the partial `text`; absent when empty, so that a section can ask.
  var template: TemplateValue {
    isEmpty ? .absent : .object(["parts": .list(parts.map(\.template))])
  }
}

extension Inline {
  /// An object with every kind of part as a field, all but one of them absent.
  fileprivate var template: TemplateValue {
    var fields: [String: TemplateValue] = [
      "plain": .absent, "emphasis": .absent, "superscript": .absent, "code": .absent,
      "number": .absent, "math": .absent,
    ]
    switch self {
    case .plain(let text): fields["plain"] = .text(text)
    case .emphasis(let parts): fields["emphasis"] = RichText(parts).template
    case .superscript(let text): fields["superscript"] = .text(text)
    case .code(let text): fields["code"] = .text(text)
    case .number(let number): fields["number"] = number.template
    case .math(let math): fields["math"] = math.template
    }
    return .object(fields)
  }
}

extension NumberText {
  /// For the partial `number`: mantissa as typeset, and the power of ten where there is one.
  var template: TemplateValue {
    .object([
      "mantissa": .text(integerText + fractionText),
      "exponent": exponent.map {
        .object([
          "signed": .text(($0 < 0 ? "−" : "") + String($0.magnitude)), "plain": .text(String($0)),
        ])
      } ?? .absent,
    ])
  }
}

extension Math {
  /// For the partial `math`, which calls itself for the parts.
  var template: TemplateValue {
    var fields: [String: TemplateValue] = [
      "identifier": .absent, "word": .absent, "digits": .absent, "sign": .absent,
      "row": .absent, "sub": .absent, "sup": .absent, "subsup": .absent, "fraction": .absent,
    ]
    switch self {
    case .identifier(let text): fields["identifier"] = .text(text)
    case .word(let text): fields["word"] = .text(text)
    case .number(let text): fields["digits"] = .text(text)
    case .sign(let text): fields["sign"] = .text(text)
    case .row(let parts): fields["row"] = .object(["items": .list(parts.map(\.template))])
    case .sub(let base, let index):
      fields["sub"] = .object(["base": base.template, "index": index.template])
    case .sup(let base, let power):
      fields["sup"] = .object(["base": base.template, "power": power.template])
    case .subSup(let base, let index, let power):
      fields["subsup"] = .object([
        "base": base.template, "index": index.template, "power": power.template,
      ])
    case .fraction(let top, let bottom):
      fields["fraction"] = .object(["top": top.template, "bottom": bottom.template])
    }
    return .object(fields)
  }
}
