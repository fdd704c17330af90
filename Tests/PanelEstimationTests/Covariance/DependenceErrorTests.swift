import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults
import Testing

/// What is refused of covariances for neighbours, and in which words.
@Suite struct DependenceErrorTests {
  func expectError(_ part: String, _ body: () throws -> Void) {
    #expect {
      try body()
    } throws: { error in
      let text = String(describing: error)
      if !text.contains(part) { Issue.record("'\(text)' does not say '\(part)'") }
      return error is EstimationError
    }
  }

  @Test(arguments: [
    ("driscoll-kraay", 0), ("Driscoll-Kraay(3)", 3), ("driscoll-kraay( lags = 3 )", 3),
    ("driscoll-kraay(bandwidth=4)", 3), ("driscoll-kraay()", 0),
  ])
  func readsLags(text: String, lags: Int) throws {
    let covariance = try CovarianceSpecification(parsing: text)
    #expect(covariance.kind == .driscollKraay)
    #expect(covariance.dependence?.lags == (lags == 0 ? nil : lags))
  }

  @Test(arguments: [
    ("conley(lat, lon, 200)", SpatialDependence.Kernel.uniform, Int?.none),
    ("conley(lat,lon,200 km,Bartlett)", .bartlett, nil),
    ("conley(lat, lon, 200, kernel = uniform, lags = 2)", .uniform, 2),
  ])
  func readsReach(text: String, kernel: SpatialDependence.Kernel, lags: Int?) throws {
    let covariance = try CovarianceSpecification(parsing: text)
    #expect(
      covariance.dependence
        == Dependence(
          lags: lags,
          reach: .init(latitude: "lat", longitude: "lon", cutoff: 200, kernel: kernel)))
    #expect(covariance.columnNames == ["lat", "lon"])
  }

  @Test(arguments: [
    ("driscoll-kraay(-1)", "'lags' of 'driscoll-kraay(-1)' is a number of periods"),
    ("driscoll-kraay(1.5)", "a whole number from 0, not '1.5'"),
    ("driscoll-kraay(bandwidth = 0)", "it is 1 at least"),
    ("driscoll-kraay(3, 4)", "should name one number of lags"),
    ("driscoll-kraay(years = 3)", "'years' is no argument of 'driscoll-kraay'"),
    ("driscoll-kraay(3", "parentheses of 'driscoll-kraay(3' do not match"),
    ("driscol-kraay(3)", "Did you mean 'driscoll-kraay'?"),
    ("conley(200)", "should name the columns of latitude and longitude and a cut-off"),
    ("conley(lat, lon, 0)", "should be above zero: at 0 no observation has neighbours"),
    ("conley(lat, lon, -20)", "should be above zero"),
    ("conley(lat, lon, far)", "is a distance in kilometres, such as 200, not 'far'"),
    ("conley(lat, lon, nan)", "is a distance in kilometres"),
    ("conley(lat, lon, 200000)", "longer than half the way round the earth"),
    ("conley(lat, lat, 200)", "'lat' stands for both coordinates"),
    ("conley(lat, lon, 200, gauss)", "There is no kernel 'gauss'"),
    ("conley(lat, lon, 200, lags = 1, lags = 2)", "'lags' stands twice"),
    ("conley(lat, lon, 200, , uniform)", "An argument is missing"),
    ("conley(lat, lon, 200, cut = 3)", "'cut' is no argument of 'conley'"),
  ])
  func refusesWhatItCannotRead(text: String, part: String) {
    expectError(part) { _ = try CovarianceSpecification(parsing: text) }
  }

  func run(_ vcov: String, also: [String] = [], on panel: Panel) throws {
    var analysis = FixedEffects(models: [.init("y ~ x + z | town")], vcov: [vcov])
    analysis.also = also
    _ = try analysis.run(on: panel, in: AnalysisContext())
  }

  private func towns(_ column: String, _ change: (Int, Double) -> Double) throws -> Panel {
    var panel = try DependenceOracle.towns()
    let numbers = try panel.values(of: .column(column)).numbers
    panel.table.set(Column(column, numbers: numbers.enumerated().map { change($0, $1) }))
    return panel
  }

  @Test func namesUnitsWithoutCoordinates() throws {
    let panel = try towns("lat") { $0 < 3 || $0 == 40 ? .nan : $1 }
    expectError("'lat' is missing in 4 of 561 observations (1, 5), and distances need it") {
      try run("conley(lat, lon, 200)", on: panel)
    }
  }

  @Test func namesUnitsOutsideTheGlobe() throws {
    let panel = try towns("lat") { $0 < 3 ? 178.5 : $1 }
    expectError("'lat' is 178.5 in 1, but a latitude lies between −90 and 90 degrees") {
      try run("conley(lat, lon, 200)", on: panel)
    }
    let metres = try towns("lon") { $1 * 1000 }
    expectError("a longitude lies between −180 and 180, or 0 and 360 degrees") {
      try run("conley(lat, lon, 200)", on: metres)
    }
  }

  @Test func takesLongitudesFromZeroTo360() throws {
    let east = try towns("lon") { $1 < 0 ? $1 + 360 : $1 }
    let analysis = FixedEffects(models: [.init("y ~ x | town")], vcov: ["conley(lat, lon, 200)"])
    let a = try analysis.run(on: east, in: AnalysisContext())[0]
    let b = try analysis.run(on: DependenceOracle.towns(), in: AnalysisContext())[0]
    #expect(a.covariance == b.covariance)
    let (x, y) = (
      try #require(a.estimates[0].standardError.value),
      try #require(b.estimates[0].standardError.value)
    )
    #expect(abs(x - y) <= 1e-10 * y)
  }

  @Test func refusesColumnsThatAreNotThere() throws {
    let panel = try DependenceOracle.towns()
    expectError("latitude") { try run("conley(latitude, lon, 200)", on: panel) }
  }

  @Test func needsPeriodsForLags() throws {
    var panel = try DependenceOracle.towns()
    expectError("20 lags are too many for 10 periods (year): 'driscoll-kraay' takes at most 9") {
      try run("driscoll-kraay(20)", on: panel)
    }
    expectError("12 lags are too many for 10 periods (year): 'conley' takes at most 9") {
      try run("conley(lat, lon, 200, lags = 12)", on: panel)
    }
    panel.index = nil
    expectError("Driscoll–Kraay standard errors go by periods: give 'unit' and 'time'") {
      try run("driscoll-kraay", on: panel)
    }
    expectError("'lags' of 'conley' follow units over time") {
      try run("conley(lat, lon, 200, lags = 2)", on: panel)
    }
  }

  @Test func refusesASinglePeriod() throws {
    var panel = try DependenceOracle.towns()
    panel = panel.selecting(
      try panel.values(of: .column("year")).numbers.enumerated().filter { $1 == 2003 }.map(\.offset))
    expectError("average over periods, and the sample has one (year)") {
      let analysis = FixedEffects(models: [.init("y ~ x")], vcov: ["driscoll-kraay"])
      _ = try analysis.run(on: panel, in: AnalysisContext())
    }
  }

  @Test func refusesTheSameCovarianceTwice() throws {
    let panel = try DependenceOracle.towns()
    expectError("'cluster(town)' is the one in 'vcov'") {
      try run("cluster(town)", also: ["cluster(town)"], on: panel)
    }
    expectError("'also' names 'driscoll-kraay(bandwidth = 3)' twice") {
      try run(
        "hc1", also: ["driscoll-kraay(2)", "driscoll-kraay(bandwidth = 3)"], on: panel)
    }
    expectError("There is no covariance 'conly'") {
      try run("hc1", also: ["conly"], on: panel)
    }
  }

  @Test func otherMethodsRefuseThem() throws {
    let panel = try DependenceOracle.towns()
    expectError("method sun-abraham does not take it. Use one of iid, hc1") {
      let analysis = SunAbraham(
        model: ControlModel(outcome: "y"), treatment: .indicator("x"), vcov: "driscoll-kraay")
      _ = try analysis.run(on: treated(panel), in: AnalysisContext())
    }
    expectError("clustered in one dimension") {
      let analysis = Imputation(
        model: ControlModel(outcome: "y"), treatment: .indicator("x"), vcov: "driscoll-kraay")
      _ = try analysis.run(on: treated(panel), in: AnalysisContext())
    }
    expectError("is not clustered: name a variable in 'clusters'") {
      let analysis = WildBootstrap(
        .own(.init("y ~ x | town", vcov: "conley(lat, lon, 200)")))
      _ = try analysis.run(on: panel, in: AnalysisContext())
    }
    var model = FixedEffects.Model("y ~ x | town", vcov: "cluster(town)")
    model.also = ["hc1"]
    expectError("which wild-bootstrap has not: leave it out") {
      _ = try WildBootstrap(.own(model)).run(on: panel, in: AnalysisContext())
    }
  }

  /// Every third town is treated from 2005 on.
  private func treated(_ panel: Panel) throws -> Panel {
    var panel = panel
    let towns = try panel.values(of: .column("town")).numbers
    let years = try panel.values(of: .column("year")).numbers
    panel.table.set(
      Column(
        "x",
        numbers: zip(towns, years).map {
          $0.truncatingRemainder(dividingBy: 3) == 0 && $1 >= 2005 ? 1 : 0
        }))
    return panel
  }
}
