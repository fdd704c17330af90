import Foundation
import Testing

@testable import PanelData

/// Resource misallocation and virtual agglomeration.
@Suite struct MisallocationTests {
  static let text = "unit,time,y,k,l\na,1,50,75,50\nb,1,50,25,50\n"

  /// γ = 1.5 and 0.5 for capital, 1 for labour; who holds too much has a negative wedge.
  @Test func measuresWedges() throws {
    func values(_ value: ResourceMisallocation.Value) throws -> [Double?] {
      try CompositeTests.values(
        of: ResourceMisallocation(
          output: "y", capital: "k", labour: "l", elasticity: "0.5", value: value),
        in: Self.text
      )
    }
    CompositeTests.expect(try values(.gammaCapital), [1.5, 0.5])
    CompositeTests.expect(try values(.tauCapital), [-1.0 / 3, 1])
    CompositeTests.expect(try values(.tauLabour), [0, 0])
    CompositeTests.expect(try values(.index), [1.0 / 3, 1])
    CompositeTests.expect(try values(.elasticityCapital), [0.5, 0.5])
  }

  /// Three units over six periods, with elasticities 0.3, 0.5 and 0.7 and common shocks.
  static let estimated: String = {
    var text = "unit,time,y,k,l\n"
    for (unit, slope) in [("a", 0.3), ("b", 0.5), ("c", 0.7)] {
      for time in 1...6 {
        let k = 10 * exp(0.1 * Double(time) + 0.2 * sin(Double(time) * slope * 9))
        let y = exp(slope * log(k / 2) + 0.05 * cos(Double(time))) * 2
        text += "\(unit),\(time),\(y),\(k),2\n"
      }
    }
    return text
  }()

  @Test func findsElasticitiesOfUnits() throws {
    let values = try CompositeTests.values(
      of: ResourceMisallocation(
        output: "y", capital: "k", labour: "l", value: .elasticityCapital),
      in: Self.estimated
    )
    CompositeTests.expect(
      values,
      [0.3, 0.5, 0.7].flatMap { Array(repeating: Optional($0), count: 6) },
      within: 1e-9
    )
  }

  /// Σ γ s β/β̄ = 1 in every period.
  @Test func addsUpToOne() throws {
    let panel = try panel(
      Self.estimated,
      variables: [
        DerivedVariable(
          "g",
          ResourceMisallocation(output: "y", capital: "k", labour: "l", value: .gammaCapital)
        ),
        DerivedVariable(
          "b",
          ResourceMisallocation(output: "y", capital: "k", labour: "l", value: .elasticityCapital)
        ),
        DerivedVariable("share", "y / sum(y, by = time)"),
        DerivedVariable("one", "sum(g * share * b, by = time) / sum(share * b, by = time)"),
      ]
    )
    for value in try #require(panel.table["one"]?.numbers) { #expect(abs(value - 1) < 1e-12) }
  }

  @Test func refusesWhatHasNoElasticity() {
    func fault(_ text: String, _ outside: ResourceMisallocation.Outside = .missing) -> String {
      CompositeTests.fault(
        ResourceMisallocation(output: "y", capital: "k", labour: "l", outside: outside),
        in: text
      )
    }
    #expect(
      fault(Self.text.replacing("50,75", with: "0,75"))
        == "variables.made: Output 'y' must be positive, but it is 0 at panel.csv, line 2 (a, 1). Leave these "
        + "rows out with 'where', or correct them."
    )
    #expect(
      fault("unit,time,y,k,l\na,1,1,1,1\na,2,2,1,2\na,3,3,4,2\nb,1,1,2,1\nb,2,1,3,1\nb,3,4,4,2\n")
        .contains("Elasticities by unit need more than 6 observations")
    )
    let flat = (1...6).map { "a,\($0),\($0),3,1\nb,\($0),\($0 * $0),\($0),1\n" }.joined()
    #expect(
      fault("unit,time,y,k,l\n" + flat).contains(
        "Capital per worker of 'a' is the same in all its periods"
      )
    )
    let trend = (1...6).map {
      "a,\($0),\($0),\(exp(Double($0))),1\nb,\($0),\($0 * $0),\(exp(2 * Double($0))),1\n"
    }.joined()
    #expect(fault("unit,time,y,k,l\n" + trend).contains("cannot be told apart"))
    let steep = Self.estimated.replacing("\nc,1,", with: "\nc,1,1000")
    #expect(fault(steep, .error).contains("Capital's elasticity must lie between 0 and 1"))
  }

  // MARK: Agglomeration

  static let services = "unit,time,v,x\na,1,1,1\nb,1,2,1\nc,1,1,2\n"
  static let distances = "from,to,km\na,b,2\na,c,4\nc,b,5\n"

  static let agglomeration = VirtualAgglomeration(
    numerator: "v",
    denominator: "x",
    distances: .init(file: "d.csv", from: "from", to: "to", distance: "km")
  )

  func values(
    _ change: (inout VirtualAgglomeration) -> Void = { _ in },
    services: String = Self.services,
    distances: String = Self.distances
  ) throws -> [Double?] {
    var composite = Self.agglomeration
    change(&composite)
    return try CompositeTests.values(
      of: composite, in: services, reading: ["d.csv": try read(distances)])
  }

  func fault(
    _ change: (inout VirtualAgglomeration) -> Void = { _ in },
    services: String = Self.services,
    distances: String = Self.distances
  ) throws -> String {
    var composite = Self.agglomeration
    change(&composite)
    return CompositeTests.fault(
      composite, in: services, reading: ["d.csv": try read(distances)])
  }

  /// Quotients 1, 2 and ½.
  @Test func addsQuotientsByInverseDistance() throws {
    CompositeTests.expect(try values(), [2.125, 2.6, 1.15])
    CompositeTests.expect(try values { $0.value = .own }, [1, 2, 0.5])
    CompositeTests.expect(try values { $0.value = .neighbours }, [1.125, 0.6, 0.65])
    CompositeTests.expect(try values { $0.includeSelf = false }, [1.125, 0.6, 0.65])
    CompositeTests.expect(try values { $0.distanceUnit = 10 }, [12.25, 8, 7])
    CompositeTests.expect(try values { $0.selfDistance = 2 }, [1.625, 1.6, 0.9])
    CompositeTests.expect(
      try values { $0.rescale = true }, [(2.125 - 1.15) / 1.45, 1, 0])
  }

  /// Without c, the weight of b for a is scaled from 1/2 to 1/2 + 1/4.
  @Test func scalesWeightsWhereAUnitIsMissing() throws {
    let services = Self.services.replacing("c,1,1,2", with: "c,1,,2")
    #expect(
      try fault(services: services)
        == "variables.made: 'c' has no value in 1, which changes the sum of every other unit. "
        + "Complete the data, or say 'missing: renormalise'."
    )
    let quotients = [1.0 / 3 / 0.5, 2.0 / 3 / 0.5]
    CompositeTests.expect(
      try values({ $0.missing = .renormalise }, services: services),
      [quotients[0] + 0.75 * quotients[1], quotients[1] + 0.7 * quotients[0], nil]
    )
  }

  @Test func refusesDistancesThatDoNotFit() throws {
    #expect(
      try fault(distances: Self.distances.replacing("c,b,5", with: "c,b,0")).contains(
        "The distance from c to b is 0 at panel.csv, line 4; a distance between two units is positive."
      )
    )
    #expect(
      try fault(distances: Self.distances.replacing("c,b,5\n", with: ""))
        == "variables.made: 'd.csv' has no distance between 'b and c'. Every pair of units needs one."
    )
    let more = Self.distances + "a,atlantis,9\n"
    #expect(
      try fault(distances: more).contains(
        "'d.csv' has distances of 'atlantis', which the panel does not have."
      )
    )
    CompositeTests.expect(
      try values({ $0.distances.others = .ignore }, distances: more), [2.125, 2.6, 1.15])
    #expect(try fault(distances: Self.distances + "a,b,3\n").contains("is given twice, as 2 and 3"))
    #expect(
      try fault(services: Self.services.replacing("a,1,1,1", with: "a,1,1,0")).contains(
        "The denominator 'x' must be positive, but it is 0 at panel.csv, line 2 (a, 1)"
      )
    )
    #expect(try fault { $0.selfDistance = 0 }.contains("'self_distance' is 0.0; it is positive"))
  }
}
