import PanelDocument
import PanelRendering
import PanelResults

/// The numbers that a study's text quotes, as commands of LaTeX and as JSON.
struct NumberMaker {
  let study: Study
  let maker: ExhibitMaker

  static let latexFile = "numbers.tex"
  static let jsonFile = "numbers.json"

  /// Finds and typesets the numbers whose analyses have run.
  ///
  /// - Throws: ``PressError/study(_:)`` at the entry of a number that its result does not have.
  func numbers(in results: ResultStore) throws(PressError) -> [QuotedNumber] {
    var found: [QuotedNumber] = []
    let known = Set(results.files.map(\.id))
    for number in study.numbers where known.contains(number.entry.reference.entry) {
      let named = try results.results(
        [number.entry.reference],
        at: number.node,
        path: "\(number.path).of"
      )
      do throws(DocumentError) {
        found.append(
          try number.entry.number(
            named: number.name,
            in: named,
            style: maker.tableStyle,
            glossary: maker.glossary
          )
        )
      } catch {
        throw .study([number.node.problem(error.description, path: number.path)])
      }
    }
    return found
  }

  /// Writes both files; nothing where the study names no number.
  func write(
    _ numbers: [QuotedNumber],
    templates: TemplateSet,
    to files: inout OutputFiles
  ) throws(PressError) {
    guard !numbers.isEmpty else { return }
    do {
      files.add(
        try NumberMacros(templates: templates).text(
          of: numbers,
          title: study.title?.text(in: maker.glossary.language) ?? study.name,
          heading: try maker.glossary.text("report", "numbers"),
          notice: study.notice?.text(in: maker.glossary.language)
        ),
        at: Self.latexFile
      )
      files.add(try JSONText.encode(NumberFile(numbers: numbers.map(NumberFile.Entry.init))), at: Self.jsonFile)
    } catch {
      throw .findings(["\(Self.latexFile): \(error)"])
    }
  }
}

/// `numbers.json`: the numbers of the text for programs other than LaTeX.
private struct NumberFile: Encodable {
  var schema = "panelpress.numbers/1"
  var numbers: [Entry]

  struct Entry: Encodable {
    var name: String
    /// As printed, with ASCII signs.
    var text: String
    /// Before rounding.
    var value: Double
    /// The result and the place in it.
    var of: String
    var at: String

    init(_ number: QuotedNumber) {
      name = number.name
      text = number.text.machineText
      value = number.value
      of = number.trace.result
      at = number.trace.path
    }
  }
}
