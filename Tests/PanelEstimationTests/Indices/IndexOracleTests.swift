import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import TestSupport
import Testing

/// Indices against numpy, base R, scikit-learn and prcomp.
@Suite struct IndexOracleTests {
  static func panel(_ name: String) throws -> Panel {
    let url = PanelFiles.folder.appending(path: "data/\(name)")
    return Panel(table: try DataReader.read(url: url, named: name))
  }

  static func agree(_ found: Double, _ wanted: Double, _ tolerance: Double, _ what: String) {
    #expect(
      abs(found - wanted) <= tolerance * max(abs(found), abs(wanted)),
      "\(what): \(found), not \(wanted)"
    )
  }

  struct EntropyCase: Decodable {
    var dataset: String
    var spec: Spec
    var extra: Extra

    struct Spec: Decodable {
      var variables: [String]
      var positive: [Bool]
    }

    struct Extra: Decodable {
      var variants: [String: Variant]
      var by_year_first_two: [String: Year]
    }

    struct Variant: Decodable {
      var entropy: [String: Double]
      var redundancy: [String: Double]
      var weights: [String: Double]
      var score_first5: [Double]
      var score_mean: Double
      var score_sd: Double
      var score_min: Double
      var score_max: Double
    }

    struct Year: Decodable {
      var weights: [String: Double]
      var score_first3: [Double]
    }

    func index(shift: Double = 0, by: String? = nil) -> EntropyIndex {
      EntropyIndex(
        positive: zip(spec.variables, spec.positive).filter(\.1).map(\.0),
        negative: zip(spec.variables, spec.positive).filter { !$1 }.map(\.0),
        by: by,
        shift: shift
      )
    }
  }

  @Test(arguments: ["entropy_gapminder", "entropy_produc"])
  func weighsAsTheReference(name: String) throws {
    let oracle = try PanelFiles.decoded(EntropyCase.self, from: "\(name).json")
    let panel = try Self.panel(oracle.dataset)
    #expect(oracle.extra.variants.count == 4)
    for (variant, wanted) in oracle.extra.variants {
      let shift = variant.hasPrefix("shift_") ? try #require(Double(variant.dropFirst(6))) : 0
      let index = oracle.index(shift: shift)
      let indicators = try index.indicators(in: panel)
      let weights = try index.groups(
        of: indicators,
        among: Array(0..<panel.table.rowCount),
        in: panel
      )[0].weights
      for (position, name) in indicators.columns.names.enumerated() {
        Self.agree(weights.entropies[position], wanted.entropy[name] ?? .nan, 1e-11, name)
        Self.agree(weights.redundancies[position], wanted.redundancy[name] ?? .nan, 1e-11, name)
        Self.agree(weights.weights[position], wanted.weights[name] ?? .nan, 1e-11, name)
      }
      let scores = try index.values(on: panel, reading: [:]).numbers
      for (score, wanted) in zip(scores, wanted.score_first5) {
        Self.agree(score, wanted, 1e-11, variant)
      }
      let moments = Moments(scores)
      Self.agree(moments.mean, wanted.score_mean, 1e-11, variant)
      Self.agree(moments.standardDeviation, wanted.score_sd, 1e-11, variant)
      Self.agree(scores.min() ?? .nan, wanted.score_min, 1e-11, variant)
      Self.agree(scores.max() ?? .nan, wanted.score_max, 1e-11, variant)
    }
  }

  @Test(arguments: ["entropy_gapminder", "entropy_produc"])
  func weighsYearsAsTheReference(name: String) throws {
    let oracle = try PanelFiles.decoded(EntropyCase.self, from: "\(name).json")
    let panel = try Self.panel(oracle.dataset)
    let index = oracle.index(by: "year")
    let indicators = try index.indicators(in: panel)
    let groups = try index.groups(
      of: indicators,
      among: Array(0..<panel.table.rowCount),
      in: panel
    )
    #expect(oracle.extra.by_year_first_two.count == 2)
    for (year, wanted) in oracle.extra.by_year_first_two {
      let group = try #require(groups.first { $0.name == year })
      for (position, name) in indicators.columns.names.enumerated() {
        Self.agree(group.weights.weights[position], wanted.weights[name] ?? .nan, 1e-11, name)
      }
      for (score, wanted) in zip(group.weights.scores, wanted.score_first3) {
        Self.agree(score, wanted, 1e-11, year)
      }
    }
  }

  struct ComponentCase: Decodable {
    var dataset: String
    var spec: Spec
    var extra: Extra

    struct Spec: Decodable { var variables: [String] }

    struct Extra: Decodable {
      var eigenvalues: [Double]
      var loadings: [String: [Double]]
      var score1_first5: [Double]
      var score1_sd: Double
      var composite: Composite
      var kmo: Double
      var kmo_by_variable: [String: Double]
      var bartlett: Bartlett
    }

    struct Composite: Decodable {
      var n_components: Int
      var first5: [Double]
      var sd: Double
    }

    struct Bartlett: Decodable {
      var chi2: Double
      var df: Int
      var p: Double
    }
  }

  @Test(arguments: ["pca_produc", "pca_statecrime"])
  func findsTheComponentsOfTheReference(name: String) throws {
    let oracle = try PanelFiles.decoded(ComponentCase.self, from: "\(name).json")
    let panel = try Self.panel(oracle.dataset)
    let index = ComponentIndex(indicators: oracle.spec.variables)
    let fit = try index.fit(
      try index.signed(in: panel),
      among: Array(0..<panel.table.rowCount),
      in: panel
    )
    #expect(fit.retained == oracle.extra.composite.n_components)
    for (k, wanted) in oracle.extra.eigenvalues.enumerated() {
      Self.agree(fit.components.eigenvalues[k], wanted, 1e-9, "eigenvalue \(k)")
      for (j, name) in oracle.spec.variables.enumerated() {
        let loading = oracle.extra.loadings[name]?[k] ?? .nan
        #expect(abs(fit.loadings(of: k)[j] - loading) < 1e-9, "\(name), \(k)")
      }
    }
    for (found, wanted) in zip(fit.index, oracle.extra.composite.first5) {
      Self.agree(found, wanted, 1e-9, "composite")
    }
    Self.agree(Moments(fit.index).standardDeviation, oracle.extra.composite.sd, 1e-9, "sd")
    let adequacy = try #require(fit.components.samplingAdequacy())
    Self.agree(adequacy.overall, oracle.extra.kmo, 1e-9, "KMO")
    for (name, found) in zip(oracle.spec.variables, adequacy.each) {
      Self.agree(found, oracle.extra.kmo_by_variable[name] ?? .nan, 1e-9, name)
    }
    let sphericity = try #require(fit.components.sphericity())
    Self.agree(sphericity.statistic, oracle.extra.bartlett.chi2, 1e-9, "Bartlett")
    #expect(sphericity.degreesOfFreedom == oracle.extra.bartlett.df)
    let p = ChiSquared(degreesOfFreedom: Double(sphericity.degreesOfFreedom))
      .upperTail(sphericity.statistic)
    Self.agree(p, oracle.extra.bartlett.p, 1e-6, "p")
  }
}
