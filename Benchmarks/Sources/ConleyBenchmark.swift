import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times a two-way fit with Conley standard errors beside the same fit with robust ones.
///
/// `conley UNITS PERIODS KM [EXPORT-FOLDER]` prints, for units that stay and units that move,
///
///     kind rows kilometres seconds robust-seconds se
///
/// from a table of raw columns; seconds are medians.
enum ConleyBenchmark {
  static let names = ["y", "x", "z", "lat", "lon", "unit", "year", "moving_lat"]

  static func run(_ arguments: [String]) throws {
    guard arguments.count >= 3, let units = Int(arguments[0]), let periods = Int(arguments[1]),
      let cutoff = Double(arguments[2])
    else { throw Usage() }
    let columns = simulated(units, periods)
    if arguments.count > 3 {
      let folder = URL(filePath: arguments[3])
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (name, column) in zip(names, columns) {
        try column.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: name))
      }
    }
    var panel = Panel(
      table: DataTable(columns: zip(names, columns).map { Column($0, numbers: $1) }))
    panel.index = PanelIndex(
      unitVariable: "unit", timeVariable: "year", units: columns[5].map { Int32($0) },
      unitNames: (0..<units).map { String($0) }, times: columns[6].map { Int($0) }, step: 1)
    for (kind, latitude) in [("staying", "lat"), ("moving", "moving_lat")] {
      let measured = try fit("conley(\(latitude), lon, \(cutoff))", on: panel)
      let robust = try fit("hc1", on: panel)
      guard let error = measured.value?.first?.estimates.first?.standardError.value else { return }
      print(
        kind, units * periods, cutoff, measured.median.shown, robust.median.shown, error)
    }
  }

  private static func fit(
    _ vcov: String, on panel: Panel
  ) throws -> (least: Double, median: Double, value: [RegressionResult]?) {
    try Stopwatch.measure(3) {
      try FixedEffects(models: [.init("y ~ x + z | unit + year")], vcov: [vcov])
        .run(on: panel, in: AnalysisContext(threadCount: 2))
    }
  }

  /// Places over a rectangle of the size of the United States.
  private static func simulated(_ units: Int, _ periods: Int) -> [[Double]] {
    var random = Philox(seed: 20_240_601, stream: 3)
    var columns = [[Double]](repeating: [], count: names.count)
    for unit in 0..<units {
      let (lat, lon) = (25 + 24 * random.uniform(), -124 + 57 * random.uniform())
      for period in 0..<periods {
        let (x, z) = (random.normal() + sin(lat + Double(period)), random.normal())
        let y = 0.5 * x - 0.2 * z + cos(lon / 3 + Double(period)) + random.normal()
        let row = [
          y, x, z, lat, lon, Double(unit), Double(2000 + period), lat + 0.01 * Double(period),
        ]
        for (j, value) in row.enumerated() { columns[j].append(value) }
      }
    }
    return columns
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: conley UNITS PERIODS KM [FOLDER]" }
  }
}
