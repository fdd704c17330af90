import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Tables of what variables are.
@Suite struct DefinitionsTableTests {
  static func table(
    _ yaml: String,
    variables: [String]? = ["er", "dt", "log_gdp", "open"]
  ) throws -> TableModel {
    var context = try testContext()
    context.variables = variables
    context.labels = ["er": "Economic resilience", "dt": "Digital trade", "open": "Openness"]
    context.lists = ["controls": ["log_gdp", "open"]]
    let recipe: DefinitionsRecipe = try StyleFiles.decode(from: yaml)
    return try recipe.table(of: [], in: context)
  }

  @Test func gathersVariablesUnderHeadings() throws {
    let model = try Self.table(
      """
      groups:
      - title: Dependent variable
        variables:
          er: {symbol: ER, definition: Index by entropy weights, measure: See Table 2, unit: "0–1"}
      - title: {en: Controls, zh: 控制变量}
        variables:
          log_gdp: {name: GDP per head, definition: Logarithm, source: Yearbook}
          open: Imports and exports over GDP
      notes: Prices of 2010.
      source: China Statistical Yearbook
      """
    )
    try expectSnapshot(model.plainTextDump, named: "definitions", extension: "txt")
  }

  @Test func setsGroupsIntoAColumnAndSymbolsWhereAskedFor() throws {
    let model = try Self.table(
      """
      grouping: column
      columns: [name, symbol]
      heads: {group: Variable, name: Name}
      groups:
      - {title: Explained, variables: [er]}
      - {title: Control, variables: {$controls: {}}}
      """
    )
    try expectSnapshot(model.plainTextDump, named: "definitions-column", extension: "txt")
  }

  @Test func listsIndicatorsThatAreNotInTheData() throws {
    let model = try Self.table(
      """
      groups:
      - title: Resistance and recovery
        variables:
        - {name: Income per head, sign: "+"}
        - {name: Unemployment rate, sign: "-"}
      """
    )
    let cells = model.blocks[0].rows.map { $0.cells.map(\.dump) }
    #expect(cells == [["“+”"], ["“−”"]])
    #expect(model.columns.map(\.alignment) == [.leading, .center])
  }

  @Test(arguments: [
    (
      "groups: [{variables: [erx]}]",
      "Group 1 of 'groups' names the variable 'erx', which the study does not have. Did you mean "
        + "'er'? What is not in the data stands in a list, with its own 'name'."
    ),
    (
      "groups: [{variables: {$control: {}}}]",
      "Group 1 of 'groups' names the list 'control', which the study does not have. Did you mean "
        + "'controls'?"
    ),
    (
      "groups: [{variables: [er]}, {variables: [er]}]",
      "'groups' define 'er' twice. Leave one of the two out."
    ),
    (
      "groups: [{variables: []}]",
      "A table of definitions needs at least one variable in 'groups'."
    ),
    (
      "{columns: [name], groups: [{variables: [er]}]}",
      "'columns' names 'name' alone; a table needs a second column."
    ),
    (
      "{columns: [name, unit, name], groups: [{variables: [er]}]}",
      "'columns' names 'name' twice."
    ),
  ])
  func refusesWhatItCannotDefine(yaml: String, message: String) throws {
    let error = #expect(throws: DocumentError.self) { _ = try Self.table(yaml) }
    #expect(error?.description == message)
  }

  @Test func takesAnyNameWhereThereAreNoData() throws {
    let model = try Self.table("groups: [{variables: {x: Something}}]", variables: nil)
    #expect(model.blocks[0].rows[0].label == "x")
  }

  @Test func refusesResults() throws {
    let recipe: DefinitionsRecipe = try StyleFiles.decode(from: "groups: [{variables: [er]}]")
    let named = [NamedResult(reference: "a", result: RegressionFixtures.baseline[0])]
    #expect(throws: DocumentError.invalid("A table of definitions shows no results. Leave 'of' out.")) {
      _ = try recipe.table(of: named, in: testContext())
    }
  }
}
