import PanelDocument
import PanelResults

/// Lays results out as tables and figures.
struct ExhibitMaker: Sendable {
  var labels: [String: LocalizedText]
  var glossary: Glossary
  /// The languages of captions, in their order; empty for that of the text.
  var captionLanguages: [Glossary] = []
  var tableStyle: TableStyle
  var figureTheme: FigureTheme
  /// What every exhibit says.
  var notice: LocalizedText?
  /// The outlines that maps draw on.
  var shapes = StudyShapes()
  /// Named lists of variables.
  var lists: [String: [String]] = [:]
  /// The columns of the data; `nil` where results are laid out without data.
  var variables: [String]?

  /// - Throws: ``PressError/study(_:)`` at the entry for a kind that does not suit, keys that the
  ///   kind does not have, or results that it cannot lay out.
  func table(
    _ entry: ExhibitEntry,
    number: Int,
    of results: [NamedResult],
    panels: [TablePanel] = []
  ) throws(PressError) -> TableModel {
    let path = "tables.\(entry.id)"
    let catalog = TableRecipeCatalog.standard
    let show = entry.node["show"]
    let shown = show?.text.flatMap { catalog[showing: $0] }
    if let show, let kind = entry.kind, catalog[kind]?.show != show.text {
      throw .study([
        show.problem(
          "A table of the kind '\(kind)' does not show \(show.text ?? "that"). Leave one of the two "
            + "keys out.",
          path: "\(path).show"
        )
      ])
    }
    var panels = panels
    let recipe: any TableRecipe
    let hasOwnKinds = entry.panels.contains { $0.kind != nil }
    if !hasOwnKinds,
      let type = entry.kind.map({ catalog[$0] }) ?? shown ?? catalog.suiting(results)
    {
      recipe = try Self.recipe(
        type,
        common: StudyKeys.table,
        keys: type.keys,
        of: entry,
        path: path
      )
    } else {
      panels = try Self.withRecipes(panels, of: entry, path: path)
      guard let first = panels.first?.recipe else {
        throw Self.noKind(entry, word: "table", kinds: catalog.kinds, path: path)
      }
      recipe = first
    }
    var surroundings = context(of: entry, number: number)
    surroundings.layout = entry.node["layout"]?.text.flatMap(TableLook.Layout.init)
    if let spanners = entry.node["spanners"] {
      surroundings.spanners = try StudyDecoder.decode(
        Spanners.self,
        from: spanners,
        path: "\(path).spanners"
      )
    }
    do throws(DocumentError) {
      if panels.isEmpty, let node = entry.node["panels"] {
        throw DocumentError.invalid(
          "'panels' name results of a study by their analyses; \(node.place.file) has none.")
      }
      if !panels.isEmpty {
        let rows = entry.node["panel-rows"]?.text.flatMap(PanelRows.init)
        return try surroundings.finished(
          PanelTable(recipe: recipe, panels: panels, rows: rows).table(in: surroundings)
            .saying(notice)
        )
      }
      return try surroundings.finished(recipe.table(of: results, in: surroundings).saying(notice))
    } catch {
      throw .study([entry.node.problem(error.description, path: path)])
    }
  }

  /// Panels with a recipe each: of the kind that they name, or that suits their results. Keys of the
  /// entry go to the recipes that have them.
  private static func withRecipes(
    _ panels: [TablePanel],
    of entry: ExhibitEntry,
    path: String
  ) throws(PressError) -> [TablePanel] {
    let catalog = TableRecipeCatalog.standard
    var types: [any TableRecipe.Type] = []
    for (panel, written) in zip(panels, entry.panels) {
      let results = panel.results.compactMap(\.self)
      let kind = written.kind ?? entry.kind
      guard let type = kind.map({ catalog[$0] }) ?? catalog.suiting(results) else {
        throw noKind(entry, word: "table", kinds: catalog.kinds, path: "\(path).panels")
      }
      types.append(type)
    }
    var known = StudyKeys.table
    for type in types { known = StudyKeys.merged(known, type.keys, loosely: true) }
    var panels = panels
    for (index, type) in types.enumerated() {
      panels[index].recipe = try recipe(
        type,
        common: known,
        keys: type.keys,
        of: entry,
        path: path
      )
    }
    return panels
  }

  /// - Throws: As ``table(_:number:of:)``.
  func figure(
    _ entry: ExhibitEntry,
    number: Int,
    of results: [NamedResult]
  ) throws(PressError) -> FigureModel {
    let path = "figures.\(entry.id)"
    let catalog = FigureRecipeCatalog.standard
    guard let type = entry.kind.map({ catalog[$0] }) ?? catalog.recipe(suiting: results) else {
      throw Self.noKind(entry, word: "figure", kinds: catalog.kinds, path: path)
    }
    let entry = try Self.sized(entry, keys: type.keys, path: path)
    let recipe = try Self.recipe(
      type,
      common: StudyKeys.figure,
      keys: type.keys,
      of: entry,
      path: path
    )
    var surroundings = context(of: entry, number: number)
    if let outlines = (recipe as? any MappedFigure)?.outlines {
      surroundings.regions = shapes.regions(of: outlines)
    }
    do {
      return try surroundings.finished(recipe.figure(of: results, in: surroundings).saying(notice))
    } catch {
      throw .study([entry.node.problem(error.description, path: path)])
    }
  }

  /// The equations behind the columns of an exhibit.
  ///
  /// - Throws: As ``table(_:number:of:)``.
  func formulas(
    _ entry: ExhibitEntry,
    number: Int,
    of results: [NamedResult]
  ) throws(PressError) -> [ReportFormula] {
    do {
      return try ModelFormulas.formulas(of: results, in: context(of: entry, number: number))
    } catch {
      throw .study([entry.node.problem(error.description)])
    }
  }

  private func context(of entry: ExhibitEntry, number: Int) -> DocumentContext {
    context(id: entry.id, number: String(number), caption: entry.caption)
  }

  func context(id: String, number: String, caption: LocalizedText?) -> DocumentContext {
    var context = DocumentContext(
      id: id,
      number: number,
      caption: caption,
      labels: labels,
      glossary: glossary,
      tableStyle: tableStyle,
      figureTheme: figureTheme
    )
    context.captionLanguages = captionLanguages
    context.lists = lists
    context.variables = variables
    return context
  }

  private static func noKind(
    _ entry: ExhibitEntry,
    word: String,
    kinds: [String],
    path: String
  ) -> PressError {
    .study([
      entry.node.problem(
        "No kind of \(word) suits these results by itself; choose one with 'kind': "
          + "\(kinds.joined(separator: ", ")).",
        path: path
      )
    ])
  }

  /// The entry of a figure with its `width` as part of its `size`.
  private static func sized(
    _ entry: ExhibitEntry,
    keys: [KeyDescription],
    path: String
  ) throws(PressError) -> ExhibitEntry {
    let (width, size) = (RequestedSize.widthKey.name, RequestedSize.key.name)
    guard let given = entry.node.entries.first(where: { $0.key == width }) else { return entry }
    func fault(_ message: String) -> PressError {
      .study([given.value.problem(message, path: "\(path).\(width)")])
    }
    guard keys.contains(where: { $0.name == size }) else {
      throw fault("Figures of this kind have the width that their content needs. Leave it out.")
    }
    var measures: [StudyNode.Entry] = [given]
    var rest = entry.node.entries.filter { $0.key != width }
    if let own = rest.first(where: { $0.key == size }) {
      guard case .mapping(let entries) = own.value.content else { return entry }
      if entries.contains(where: { $0.key == width }) {
        throw fault("'\(size)' gives a width as well. Leave one of the two out.")
      }
      measures += entries
    }
    rest.removeAll { $0.key == size }
    let node = StudyNode(content: .mapping(measures), place: given.value.place)
    rest.append(StudyNode.Entry(key: size, keyPlace: given.keyPlace, value: node))
    var entry = entry
    entry.node.content = .mapping(rest)
    return entry
  }

  /// The entry as its recipe; common keys that are not the recipe's own are left out.
  private static func recipe<Recipe: Decodable>(
    _ type: Recipe.Type,
    common: [KeyDescription],
    keys: [KeyDescription],
    of entry: ExhibitEntry,
    path: String
  ) throws(PressError) -> Recipe {
    var check = KeyCheck()
    check.check(entry.node, against: StudyKeys.merged(common, keys), path: path)
    guard check.problems.isEmpty else { throw .study(check.problems) }
    let foreign = Set(common.map(\.name)).subtracting(keys.map(\.name))
    return try StudyDecoder.decode(type, from: entry.node.without(foreign), path: path)
  }
}
