package import PanelData
package import PanelNumerics
package import PanelResults

/// The name of an analysis in a study file and in an archive, such as `fixed-effects`.
package struct AnalysisKind: RawRepresentable, Hashable, Sendable, Codable,
  ExpressibleByStringLiteral
{
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }
}

/// One thing a study asks for: its options, and how to compute it.
///
/// The properties of a conforming type are exactly the keys of its entry in a study file, so
/// there is one place where an option is named.
package protocol Analysis: Decodable, Sendable {
  associatedtype Result: AnalysisResult
  static var kind: AnalysisKind { get }
  /// One sentence for `panelpress list methods`.
  static var summary: String { get }
  /// The keys of an entry, `method` left out; a test holds them equal to the decoded ones.
  static var keys: [KeyDescription] { get }

  /// Computes one result per model of the entry, in the order of the entry.
  func run(on panel: Panel, in context: AnalysisContext) throws(EstimationError) -> [Result]
}

/// What surrounds an analysis in a study.
package struct AnalysisContext: Sendable {
  /// The seed of the whole study; streams derive from it and the analysis' own name.
  package var seed: UInt64
  /// The entry's id in the study, such as `baseline`.
  package var id: String
  /// The program and its version, for provenance.
  package var tool: String
  /// Threads that may work at once; results never depend on it.
  package var threadCount: Int
  /// The analyses of the study by name, for one that is about another.
  package var entries: [String: any Analysis]
  /// The matrices of the study's `spatial_weights` by name, on the units of the panel.
  package var spatialWeights: [String: SpatialWeights]
  /// Where finished replications are kept while the rest is computed; absent where nobody keeps
  /// them.
  package var replicates: (any ReplicateStore)?
  /// Called with finished and total work, from any thread; absent where nobody watches.
  package var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?

  package init(
    seed: UInt64 = 0,
    id: String = "",
    tool: String = "panelpress",
    threadCount: Int = 2,
    entries: [String: any Analysis] = [:],
    spatialWeights: [String: SpatialWeights] = [:],
    replicates: (any ReplicateStore)? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
  ) {
    self.seed = seed
    self.id = id
    self.tool = tool
    self.threadCount = threadCount
    self.entries = entries
    self.spatialWeights = spatialWeights
    self.replicates = replicates
    self.progress = progress
  }

  /// The weights that an entry names.
  ///
  /// - Throws: ``EstimationError`` that lists the names of the study, the nearest first.
  package func weights(named name: String) throws(EstimationError) -> SpatialWeights {
    if let weights = spatialWeights[name] { return weights }
    if spatialWeights.isEmpty {
      throw .invalid(
        "There are no spatial weights named '\(name)': the study declares none. Declare them under "
          + "'spatial_weights'."
      )
    }
    let names = spatialWeights.keys.sorted()
    let nearest = NearestNames.of(name, in: names)
    let hint =
      nearest.isEmpty ? "" : " Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    throw .invalid(
      "There are no spatial weights named '\(name)'.\(hint) Declared: "
        + "\(names.joined(separator: ", "))."
    )
  }

  /// The random numbers of one replicate: a stream of its own, whatever the thread.
  ///
  /// The seed is the study's, mixed with the entry's id, so that two entries of a study draw
  /// different numbers.
  package func generator(replicate: Int) -> Philox {
    // FNV-1a over the id.
    let mixed = id.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return Philox(seed: seed ^ mixed, stream: UInt64(replicate))
  }
}
