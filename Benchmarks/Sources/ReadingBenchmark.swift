import Foundation
import PanelData

/// Reading a CSV file of numbers.
///
///     panelpress-benchmarks reading write FILE ROWS     makes a file with 10 columns
///     panelpress-benchmarks reading read FILE THREADS   prints seconds, peak MiB, rows, columns
enum ReadingBenchmark {
  static func run(_ arguments: [String]) throws {
    guard arguments.count == 3, let number = Int(arguments[2]) else { throw Usage() }
    let url = URL(filePath: arguments[1])
    switch arguments[0] {
    case "write": try write(url, rows: number)
    case "read": try read(url, threads: number)
    default: throw Usage()
    }
  }

  private struct Usage: Error, CustomStringConvertible {
    let description = "usage: panelpress-benchmarks reading write|read FILE ROWS|THREADS"
  }

  private static func read(_ url: URL, threads: Int) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let table = try DataReader.read(
      url: url,
      named: url.lastPathComponent,
      options: ReadOptions(threads: threads)
    )
    let elapsed = start.duration(to: clock.now)
    let seconds =
      Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      String(format: "%.3f", seconds),
      usage.ru_maxrss / 1024,
      table.rowCount,
      table.columns.count
    )
  }

  /// Keys, a year, a code, decimals with two to four digits, and doubles with all of theirs.
  private static func write(_ url: URL, rows: Int) throws {
    var state: UInt64 = 1
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    func normal() -> Double { (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform()) }
    FileManager.default.createFile(atPath: url.path(percentEncoded: false), contents: nil)
    let file = try FileHandle(forWritingTo: url)
    var text = "id,year,region,a,b,c,d,e,f,g\n"
    for row in 0..<rows {
      let decimals = String(
        format: "%.4f,%.4f,%.2f,%.3f",
        normal(),
        normal(),
        normal(),
        1000 * normal()
      )
      text += "\(row / 10),\(2000 + row % 10),\(row % 31),\(decimals)"
      text += ",\(normal()),\(normal()),\(normal())\n"
      if text.utf8.count > 1 << 20 || row == rows - 1 {
        try file.write(contentsOf: Data(text.utf8))
        text = ""
      }
    }
    try file.close()
  }
}
