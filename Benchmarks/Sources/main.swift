import Foundation

/// `panelpress-benchmarks NAME [ARGUMENTS…]` runs one benchmark and prints a line per measurement.
let benchmarks: [String: @Sendable ([String]) throws -> Void] = [
  "conley": ConleyBenchmark.run,
  "double-ml": DoubleMLBenchmark.run,
  "effects": EffectBenchmark.run,
  "estimator": EstimatorBenchmark.run,
  "group-time": GroupTimeBenchmark.run,
  "mediation": MediationBenchmark.run,
  "moran": MoranBenchmark.run,
  "placebo": PlaceboBenchmark.run,
  "instruments": InstrumentBenchmark.run,
  "reading": ReadingBenchmark.run,
  "spatial": SpatialBenchmark.run,
  "wild-bootstrap": WildBootstrapBenchmark.run,
]

let arguments = CommandLine.arguments.dropFirst()
guard let name = arguments.first, let benchmark = benchmarks[name] else {
  FileHandle.standardError.write(
    Data("usage: panelpress-benchmarks \(benchmarks.keys.sorted().joined(separator: "|")) …\n".utf8))
  exit(2)
}
try benchmark(Array(arguments.dropFirst()))
