import Foundation
import TestSupport
import Testing

@testable import PanelPress

/// Spatial weights, from the study file to the page.
@Suite struct SpatialStudyTests {
  static let text = """
    study: space
    data:
      file: panel.csv
      unit: unit
      time: year
      labels: {unit: Region, year: Year, income: Income}
    spatial_weights:
      distance: {method: inverse-distance, latitude: lat, longitude: lon, cutoff: 800}
      planar: {method: nearest, x: lon, y: lat, neighbours: 2, standardise: none}
      expo: {method: exponential, latitude: lat, longitude: lon, decay: 0.01, standardise: spectral}
      economic: {method: economic-distance, variable: log(income), label: Income}
      ecogeo: {method: economic-geographic, of: distance, variable: income}
      nested: {method: nested, of: [distance, economic], standardise: min-max}
      mix: {method: mixture, of: {distance: 0.5, economic: 0.5}}
    analyses:
      weights: {method: weights-summary, weights: [distance, planar, expo, economic]}
      made: {method: weights-summary, weights: [ecogeo, nested, mix]}
    tables:
      table1: {of: weights, caption: Weights}
      table2: {of: made}

    """

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    var rows = "unit,year,lat,lon,income\n"
    let places = [
      ("north", 40.0, 116.0), ("south", 38.0, 115.0), ("east", 38.5, 119.0), ("west", 37.0, 112.0),
      ("mid", 38.2, 116.5),
    ]
    for (i, place) in places.enumerated() {
      for year in 2019...2021 {
        rows += "\(place.0),\(year),\(place.1),\(place.2),\(10 + i * i + (year - 2019) * i)\n"
      }
    }
    try folder.write(rows, to: "panel.csv")
    try folder.write(
      "unit,lat,lon\nb,1,2\na,3,4\nc,5,9\n", to: "section.csv")
  }

  func run(_ text: String = Self.text) throws -> RunReport {
    try folder.write(text, to: "study.yaml")
    return try StudyFile(path: folder.path("study.yaml")).run(
      RunOptions(
        outputFolder: folder.path("output"),
        templates: Repository.templates.path,
        styles: Repository.styles.path
      )
    )
  }

  func problems(_ from: String, _ to: String) -> String {
    do {
      _ = try run(Self.text.replacing(from, with: to))
      return "no fault"
    } catch {
      return "\(error)"
    }
  }

  @Test func makesEveryMatrixAndItsTable() throws {
    let report = try run()
    #expect(report.files.count { $0.hasPrefix("tables/") } == 8)
    let summary = try folder.text(of: "output/space/results/weights.json")
    for part in ["\"inverse-distance\"", "\"neighbours\"", "\"great-circle\"", "\"cutoff\""] {
      #expect(summary.contains(part), "\(part)")
    }
    let made = try folder.text(of: "output/space/results/made.json")
    #expect(made.contains("\"distance\": 0.5"))
  }

  @Test func describesWeightsOfACrossSection() throws {
    let report = try run(
      """
      study: section
      data: {file: section.csv, unit: unit}
      spatial_weights:
        near: {method: nearest, latitude: lat, longitude: lon, neighbours: 1}
      analyses:
        weights: {method: weights-summary, weights: near}
        summary: {method: descriptives, variables: [lat]}
      tables:
        table1: {of: weights}
        table2: {of: summary}

      """
    )
    #expect(report.files.contains("tables/table1.tex"))
    #expect(
      try folder.text(of: "output/section/tables/table1.md").contains("unit of observation is unit"))
  }

  @Test func saysWhereWeightsAreWrong() throws {
    for (from, to, part) in [
      ("method: nearest", "method: neares", "spatial_weights.planar.method"),
      ("method: nearest", "method: neares", "Did you mean 'nearest'?"),
      ("{method: nearest, ", "{", "The key 'method' is missing: one of inverse-distance,"),
      ("neighbours: 2", "neighbors: 2", "unknown key 'neighbors'. Did you mean 'neighbours'?"),
      ("neighbours: 2", "neighbours: 7", "spatial_weights.planar: 'neighbours' is 7; 5 units"),
      ("cutoff: 800", "cutoff: 1", "No unit has a neighbour: all weights are zero. With a 'cutoff'"),
      ("standardise: spectral", "standardise: spectrum", "Did you mean 'spectral'?"),
      ("of: distance,", "of: distnce,", "There are no spatial weights 'distnce' above this entry."),
      ("of: distance,", "of: mix,", "There are no spatial weights 'mix' above this entry."),
      ("economic: 0.5}", "economic: 0.4}", "The shares under 'of' add up to 0.9"),
      ("x: lon, y: lat", "x: lon", "Give 'latitude' and 'longitude' in degrees, or 'x' and 'y'"),
      ("variable: log(income)", "variable: log(incme)", "Did you mean 'income'?"),
      ("[distance, planar, expo", "[distanc, planar, expo", "Did you mean 'distance'? Declared:"),
      ("  unit: unit\n  time: year", "  encoding: utf-8", "give 'unit' under 'data'"),
      ("  planar:", "  pla nar:", "spatial_weights.pla nar"),
      ("latitude: lat, longitude: lon, cutoff", "latitude: lon, longitude: lat, cutoff", "swapped?"),
      ("spatial_weights:", "spatial_weight:", "Did you mean 'spatial_weights'?"),
    ] {
      let text = problems(from, to)
      #expect(text.contains(part), "\(to): \(text)")
    }
  }

  @Test func listsTheMethodsOfWeights() throws {
    let text = try Listing.weights.text()
    #expect(text.contains("inverse-distance"))
    #expect(text.contains("mixture"))
    #expect(KeyReference(vocabulary: .standard).markdown.contains("### Weights `nested`"))
  }
}
