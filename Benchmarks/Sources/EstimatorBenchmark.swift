import Foundation
import PanelData
import PanelEstimation
import PanelNumerics
import PanelResults

/// Times a regression with absorbed effects and clustered errors on simulated data.
///
/// `estimator DESIGN ROWS [EXPORT-FOLDER]` prints
///
///     design rows read estimator analysis b1 b2 …
///
/// *read* is the time to add up all columns twice, *estimator* starts from coded groups, *analysis*
/// from a table of raw columns, as a data frame would be. Seconds are medians; both threads work.
enum EstimatorBenchmark {
  static let threads = 2

  static func run(_ arguments: [String]) throws {
    guard arguments.count >= 2, let rows = Int(arguments[1]),
      let design = SimulatedDesign(arguments[0], rows: rows)
    else { throw Usage() }
    if arguments.count > 2 { try design.export(to: URL(filePath: arguments[2])) }
    let repetitions = rows > 2_000_000 ? 5 : 9
    let read = Stopwatch.measure(repetitions) { design.readTwice(threads: threads) }
    let estimator = try Stopwatch.measure(repetitions) { try design.estimate(threads: threads) }
    let panel = design.panel()
    let analysis = try Stopwatch.measure(repetitions) { try panel.analyse(threads: threads) }
    let single = try Stopwatch.measure(1) { try design.estimate(threads: 1) }
    guard let slopes = estimator.value, let same = single.value, let result = analysis.value else {
      return
    }
    guard slopes == same else { throw Difference() }
    print(
      ([arguments[0], String(rows), read.median.shown, estimator.median.shown,
        analysis.median.shown] + result.map { String($0) }).joined(separator: " "))
  }

  struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: estimator plain|difficult|movers|chain ROWS [FOLDER]" }
  }

  /// One thread and two must give the same bytes.
  struct Difference: Error {}
}

/// Columns of a simulated panel.
struct SimulatedDesign {
  let name: String
  /// y, then x1 … x5.
  var columns: [[Double]]
  var first: Grouping
  var second: Grouping

  /// - Parameter name:
  ///   `plain`: 10,000 × 50 levels at random;
  ///   `difficult`: the design of fixest's benchmarks: ten rows a worker, firms in turn;
  ///   `movers`: ten rows a worker, who moves to a neighbouring firm with probability 0.1;
  ///   `chain`: eight rows a worker, who links two neighbouring firms.
  init?(_ name: String, rows: Int) {
    var random = Philox(seed: 20_240_601, stream: 1)
    var first = [Int32](repeating: 0, count: rows)
    var second = [Int32](repeating: 0, count: rows)
    let firms = max(2, rows / 230)
    switch name {
    case "plain":
      for row in 0..<rows {
        first[row] = Int32(random.below(10_000))
        second[row] = Int32(random.below(50))
      }
    case "difficult":
      for row in 0..<rows {
        first[row] = Int32(row / 10)
        second[row] = Int32(row % firms)
      }
    case "movers":
      var firm = 0
      for row in 0..<rows {
        if row % 10 == 0 { firm = (row / 10) * firms / max(1, rows / 10) }
        if random.uniform() < 0.1 { firm = min(firms - 1, max(0, firm + (random.below(2) * 2 - 1))) }
        first[row] = Int32(row / 10)
        second[row] = Int32(firm)
      }
    case "chain":
      for row in 0..<rows {
        first[row] = Int32(row / 8)
        second[row] = Int32(row / 8 + (row % 8) / 4)
      }
    default: return nil
    }
    self.name = name
    self.first = Grouping(codes: first, count: Int(first.max() ?? 0) + 1).restricted(to: nil)
    self.second = Grouping(codes: second, count: Int(second.max() ?? 0) + 1).restricted(to: nil)
    let firstEffects = (0..<self.first.count).map { _ in random.normal() }
    let secondEffects = (0..<self.second.count).map { _ in random.normal() }
    columns = [[Double]](repeating: [Double](repeating: 0, count: rows), count: 6)
    for row in 0..<rows {
      let effect = firstEffects[Int(self.first.codes[row])]
      let other = secondEffects[Int(self.second.codes[row])]
      var outcome = effect + other + random.normal()
      for j in 1...5 {
        let value = random.normal() + 0.5 * effect + 0.3 * other
        columns[j][row] = value
        outcome += 0.2 * Double(j) * value
      }
      columns[0][row] = outcome
    }
  }

  /// Adds every column up, twice.
  func readTwice(threads: Int) -> Double {
    var total = 0.0
    for _ in 0..<2 {
      for column in columns {
        let blocks = Parallel.blocks(of: column.count, size: 1 << 18)
        total += Parallel.map(count: blocks.count, threads: threads) { block in
          column.withUnsafeBufferPointer { buffer in
            var a = SIMD8<Double>.zero
            var row = blocks[block].lowerBound
            while row + 8 <= blocks[block].upperBound {
              a += UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped + row)
                .loadUnaligned(as: SIMD8<Double>.self)
              row += 8
            }
            return a.sum()
          }
        }.reduce(0, +)
      }
      for codes in [first.codes, second.codes] {
        let blocks = Parallel.blocks(of: codes.count, size: 1 << 18)
        total += Parallel.map(count: blocks.count, threads: threads) { block in
          codes.withUnsafeBufferPointer { buffer in
            var sum: Int32 = 0
            for row in blocks[block] { sum &+= buffer[row] }
            return Double(sum)
          }
        }.reduce(0, +)
      }
    }
    return total
  }

  /// From coded groups to clustered standard errors.
  func estimate(threads: Int) throws -> [Double] {
    let design = Design(
      outcome: columns[0], outcomeName: "y",
      regressors: (1...5).map { .init(name: "x\($0)", numbers: columns[$0], term: $0) },
      hasConstant: false,
      effects: [.init(name: "a", grouping: first), .init(name: "b", grouping: second)],
      clusterings: [.init(name: "a", grouping: first)], weights: nil,
      description: SampleDescription(n: columns[0].count, rowsAvailable: columns[0].count),
      rows: nil)
    let fit = try LeastSquaresEngine(design: design, needsLeverages: false, threads: threads).fit()
    let influence = fit.equations.bread * fit.equations.scores.sums(by: [first])[0]
    return fit.slopes + (influence * influence.transposed).diagonal
  }

  /// The raw columns, effects as uncoded numbers.
  func panel() -> Panel {
    Panel(
      table: DataTable(
        columns: columns.enumerated().map { Column($0 == 0 ? "y" : "x\($0)", numbers: $1) }
          + [
            Column("a", numbers: first.codes.map { Double($0) }),
            Column("b", numbers: second.codes.map { Double($0) }),
          ]))
  }

  /// Raw little-endian columns for other programs: y, x1 … x5 as doubles, a and b as 32-bit codes.
  func export(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (j, column) in columns.enumerated() {
      try column.withUnsafeBytes { Data($0) }
        .write(to: folder.appending(path: j == 0 ? "y" : "x\(j)"))
    }
    for (name, codes) in [("a", first.codes), ("b", second.codes)] {
      try codes.withUnsafeBytes { Data($0) }.write(to: folder.appending(path: name))
    }
  }
}

extension Panel {
  /// From raw columns to the whole result.
  fileprivate func analyse(threads: Int) throws -> [Double] {
    let analysis = FixedEffects(
      models: [.init("y ~ x1 + x2 + x3 + x4 + x5 | a + b")], vcov: ["cluster(a)"])
    let result = try analysis.run(on: self, in: AnalysisContext(threadCount: threads))
    let slopes = result[0].estimates.prefix(5)
    return slopes.map(\.value) + slopes.compactMap(\.standardError.value)
  }
}
