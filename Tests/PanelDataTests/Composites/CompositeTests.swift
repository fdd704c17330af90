import Foundation
import PanelResults
import Testing

@testable import PanelData

/// Composite variables against numbers computed by hand.
@Suite struct CompositeTests {
  /// The values of a composite, missing ones as nil.
  static func values(
    of composite: any CompositeVariable,
    in text: String,
    reading tables: [String: DataTable] = [:]
  ) throws -> [Double?] {
    let panel = try panel(text, variables: [DerivedVariable("made", composite, tables: tables)])
    return try #require(panel.table["made"]?.numbers).map { $0.isNaN ? nil : $0 }
  }

  static func expect(_ found: [Double?], _ wanted: [Double?], within tolerance: Double = 1e-12) {
    #expect(found.count == wanted.count)
    for (found, wanted) in zip(found, wanted) {
      guard let found, let wanted else {
        #expect(found == wanted)
        continue
      }
      #expect(abs(found - wanted) <= tolerance * max(1, abs(wanted)), "\(found), not \(wanted)")
    }
  }

  static func fault(
    _ composite: any CompositeVariable,
    in text: String,
    reading tables: [String: DataTable] = [:]
  ) -> String {
    do {
      _ = try values(of: composite, in: text, reading: tables)
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  // MARK: Capital

  static let investment = "unit,time,i,p\na,1,10,1\na,2,11,1\na,3,12.1,1\nb,1,20,2\nb,2,22,2\nb,3,24.2,2\n"

  /// g = 0.1, so that the first stock is 10/(0.1 + 0.1).
  @Test func accumulatesCapital() throws {
    let stock = CapitalStock(investment: "i", depreciation: 0.1)
    Self.expect(
      try Self.values(of: stock, in: Self.investment),
      [50, 56, 62.5, 100, 112, 125]
    )
    var real = stock
    real.deflator = "p"
    Self.expect(try Self.values(of: real, in: Self.investment), [50, 56, 62.5, 50, 56, 62.5])
    real.base = 2
    Self.expect(try Self.values(of: real, in: Self.investment), [50, 56, 62.5, 100, 112, 125])
    let given = CapitalStock(investment: "i", depreciation: 0.1, initialRate: 0.1)
    Self.expect(try Self.values(of: given, in: Self.investment).prefix(2).map { $0 }, [100, 101])
  }

  @Test func refusesInvestmentThatNoStockFollowsFrom() {
    let stock = CapitalStock(investment: "i")
    #expect(
      Self.fault(stock, in: "unit,time,i\na,1,10\na,3,12\n")
        == "variables.made: 'i' has no period between 1 and 3 at panel.csv, line 3 (a, 3). A stock needs the "
        + "investment of every period since the first."
    )
    #expect(
      Self.fault(stock, in: "unit,time,i\na,1,10\na,2,\na,3,12\n").contains(
        "'i' or its deflator is missing at panel.csv, line 3 (a, 2)"
      )
    )
    #expect(
      Self.fault(stock, in: "unit,time,i\na,1,-1\na,2,2\n").contains(
        "The first investment 'i' must be positive, but it is -1 at panel.csv, line 2 (a, 1)"
      )
    )
    #expect(
      Self.fault(stock, in: "unit,time,i\na,1,10\na,2,5\n").contains(
        "Investment shrinks by 0.5 a period, faster than capital depreciates"
      )
    )
    #expect(
      Self.fault(stock, in: "unit,time,i\na,1,10\n").contains("Give 'initial_rate', such as 0.10")
    )
    #expect(
      Self.fault(
        CapitalStock(investment: "i", deflator: "p", base: 1),
        in: "unit,time,i,p\na,1,1,1\nb,2,1,1\n"
      ) == "variables.made: The deflator 'p' has no value in the base period 1 for 'b'. Choose a "
        + "'base' that every unit has."
    )
    for rate in [0, 1, -0.1, Double.nan] {
      #expect(
        Self.fault(CapitalStock(investment: "i", depreciation: rate), in: Self.investment).contains(
          "it is a share between 0 and 1"
        )
      )
    }
  }

  // MARK: Structure

  @Test func ranksSectors() throws {
    let text = "unit,time,p,s,t,y\na,1,10,30,60,100\na,2,0,0,5,5\nb,1,2,,2,4\n"
    var structure = StructureCoefficient(sectors: ["p", "s", "t"], total: "y")
    Self.expect(try Self.values(of: structure, in: text), [2.5, 3, nil])
    let wrong = text.replacing("60,100", with: "60,101")
    #expect(
      Self.fault(structure, in: wrong)
        == "variables.made: The sectors 'p', 's', 't' add up to 100, not to 'y' = 101, at panel.csv, line 2 "
        + "(a, 1). Correct the data, or say 'renormalise: true' to divide by the sectors' own sum."
    )
    structure.renormalise = true
    Self.expect(try Self.values(of: structure, in: wrong), [2.5, 3, nil])
    #expect(
      Self.fault(structure, in: text.replacing("0,0,5,5", with: "0,0,0,0")).contains("are all 0")
    )
    #expect(
      Self.fault(structure, in: text.replacing("10,30", with: "-10,30")).contains(
        "'p' is negative (-10) at panel.csv, line 2 (a, 1)"
      )
    )
  }

  @Test func takesTheShareOfHigherNeeds() throws {
    let text = "unit,time,health,school,all\na,1,1,3,10\nb,1,2,2,4\n"
    let upgrading = ConsumptionUpgrading(parts: ["health", "school"], total: "all")
    Self.expect(try Self.values(of: upgrading, in: text), [0.4, 1])
    #expect(
      Self.fault(upgrading, in: text.replacing("2,2,4", with: "2,3,4"))
        == "variables.made: The parts 'health', 'school' are 1.25 times the total 'all' at panel.csv, line 3 "
        + "(b, 1). A share is at most 1: check the units of measurement."
    )
  }

  // MARK: Resilience

  static let exports = "unit,time,e\na,1,100\na,2,110\nb,1,100\nb,2,120\n"

  @Test func comparesGrowthWithTheNation() throws {
    let difference = SensitivityResilience(variable: "e")
    Self.expect(
      try Self.values(of: difference, in: Self.exports),
      [nil, log(1.1) - log(1.15), nil, log(1.2) - log(1.15)]
    )
    Self.expect(
      try Self.values(of: SensitivityResilience(variable: "e", form: .ratio), in: Self.exports),
      [nil, 0.1 / 0.15, nil, 0.2 / 0.15]
    )
    Self.expect(
      try Self.values(of: SensitivityResilience(variable: "e", form: .relative), in: Self.exports),
      [nil, -1.0 / 3, nil, 1.0 / 3]
    )
    Self.expect(
      try Self.values(of: SensitivityResilience(variable: "e", national: "200"), in: Self.exports),
      [nil, log(1.1), nil, log(1.2)]
    )
    Self.expect(
      try Self.values(of: SensitivityResilience(variable: "e", lag: 2), in: Self.exports),
      [nil, nil, nil, nil]
    )
  }

  /// The share-weighted mean of growth differences vanishes, so that both signs occur.
  @Test func hasBothSignsInEveryPeriod() throws {
    let text = "unit,time,e\na,1,50\na,2,60\nb,1,70\nb,2,90\nc,1,20\nc,2,20\n"
    let values = try Self.values(of: SensitivityResilience(variable: "e", form: .relative), in: text)
    let shares = [50.0, 70, 20].map { $0 / 140 }
    let mean = zip(shares, [values[1], values[3], values[5]]).reduce(0) { $0 + $1.0 * ($1.1 ?? 0) }
    #expect(abs(mean) < 1e-12)
  }

  @Test func refusesGrowthThatDoesNotExist() {
    #expect(
      Self.fault(
        SensitivityResilience(variable: "e"),
        in: Self.exports.replacing("120", with: "0")
      ) == "variables.made: The variable 'e' must be positive, but it is 0 at panel.csv, line 5 (b, 2). Leave "
        + "these rows out with 'where', or correct them."
    )
    #expect(
      Self.fault(
        SensitivityResilience(variable: "e", form: .ratio),
        in: Self.exports.replacing("120", with: "90")
      ).contains("The nation's growth is 0, too near 0 to divide by, at panel.csv, line 3 (a, 2)")
    )
    #expect(
      Self.fault(SensitivityResilience(variable: "e"), in: "unit,time,e\na,1,1\na,2,2\nb,2,2\n")
        .contains("'e' has no value in 1 for 'b', so the sum of all units is not the nation's level")
    )
    #expect(
      Self.fault(SensitivityResilience(variable: "e", lag: 0), in: Self.exports).contains(
        "'lag' is 0"
      )
    )
  }

  @Test func needsUnitsAndPeriods() throws {
    var section = try section("e\n1\n2\n")
    section.index = nil
    #expect(
      throws: DataError.values(
        "'sensitivity-resilience' needs units and periods: give 'unit' and 'time' under 'data'."
      )
    ) { try SensitivityResilience(variable: "e").values(on: section, reading: [:]) }
  }

  // MARK: All

  @Test func describesExactlyTheKeysThatAreDecoded() {
    let keys: [(any CompositeVariable.Type, [String])] = [
      (EntropyIndex.self, EntropyIndex.CodingKeys.allCases.map(\.rawValue)),
      (ComponentIndex.self, ComponentIndex.CodingKeys.allCases.map(\.rawValue)),
      (CapitalStock.self, CapitalStock.CodingKeys.allCases.map(\.rawValue)),
      (ResourceMisallocation.self, ResourceMisallocation.CodingKeys.allCases.map(\.rawValue)),
      (StructureCoefficient.self, StructureCoefficient.CodingKeys.allCases.map(\.rawValue)),
      (ConsumptionUpgrading.self, ConsumptionUpgrading.CodingKeys.allCases.map(\.rawValue)),
      (SensitivityResilience.self, SensitivityResilience.CodingKeys.allCases.map(\.rawValue)),
      (VirtualAgglomeration.self, VirtualAgglomeration.CodingKeys.allCases.map(\.rawValue)),
    ]
    #expect(keys.map { $0.0.kind } == CompositeCatalog.standard.types.map { $0.kind })
    for (type, decoded) in keys {
      #expect(Set(type.keys.map(\.name)) == Set(decoded), "\(type.kind)")
    }
  }

  @Test func remembersWhereACompositeComesFrom() throws {
    let panel = try panel(
      Self.exports,
      variables: [
        DerivedVariable("scaled", "e / 100"),
        DerivedVariable("made", SensitivityResilience(variable: "scaled")),
      ]
    )
    #expect(panel.derived["made"] == "sensitivity-resilience(scaled; difference; lag 1)")
    #expect(panel.inputs["made"] == ["scaled"])
    #expect(panel.gaps["made"] == [true, false, true, false])
    #expect(
      Self.fault(SensitivityResilience(variable: "f"), in: Self.exports).contains(
        "There is no column 'f'"
      )
    )
  }
}
