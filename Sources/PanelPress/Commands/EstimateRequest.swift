import Foundation
import PanelData
import PanelEstimation
import PanelResults

/// One analysis without a study file: `panelpress estimate`.
public struct EstimateRequest: Sendable {
  /// The data file.
  public var data: String
  /// The model; absent for methods that take none.
  public var formula: String?
  /// The method, as in a study file.
  public var method: String
  /// The column that names units.
  public var unit: String?
  /// The column that names periods.
  public var time: String?
  /// How far apart periods are; 1 where it is absent.
  public var step: Int?
  /// The covariance, such as `cluster(state)`.
  public var vcov: String?
  /// The column of observation weights.
  public var weights: String?
  /// `key=value` with the keys of the method and values in YAML.
  public var options: [String]
  /// Every random draw derives from it.
  public var seed: UInt64
  /// Threads that may work at once; no result depends on it.
  public var threadCount: Int
  /// How the result is shown.
  public var look: ExhibitLook
  /// Called with each step, from any thread.
  public var progress: (@Sendable (RunStep) -> Void)?

  /// A request with everything that the command line can say.
  public init(
    data: String,
    formula: String?,
    method: String,
    unit: String?,
    time: String?,
    step: Int? = nil,
    vcov: String?,
    weights: String?,
    options: [String],
    seed: UInt64,
    threadCount: Int,
    look: ExhibitLook,
    progress: (@Sendable (RunStep) -> Void)? = nil
  ) {
    self.data = data
    self.formula = formula
    self.method = method
    self.unit = unit
    self.time = time
    self.step = step
    self.vcov = vcov
    self.weights = weights
    self.options = options
    self.seed = seed
    self.threadCount = threadCount
    self.look = look
    self.progress = progress
  }

  /// The result in the format asked for.
  ///
  /// - Throws: ``PressError`` case by case.
  public func text() throws(PressError) -> String {
    let entry = try entry()
    let panel = try StudyData.panel(
      of: data,
      unit: unit,
      time: time,
      step: step,
      threadCount: threadCount
    )
    let results: [any AnalysisResult]
    let (report, method) = (progress, method)
    do throws(EstimationError) {
      results = try entry.analysis.results(
        on: panel,
        in: AnalysisContext(
          seed: seed,
          id: Self.id,
          tool: PanelPressVersion.tool,
          threadCount: threadCount,
          progress: { done, total in
            report?(.computing(analysis: method, done: done, total: total))
          }
        )
      )
    } catch {
      throw .analysis(error, in: entry.node, path: "")
    }
    return try look.text(of: [ResultFile(id: Self.id, results: results)])
  }

  private static let id = "estimate"

  /// The entry that a study file would have.
  private func entry() throws(PressError) -> AnalysisEntry {
    let vocabulary = Vocabulary.standard
    guard let type = vocabulary.method(method) else {
      let known = vocabulary.methods.map { $0.kind.rawValue }
      throw .usage(
        "There is no method '\(method)'." + Suggestion.sentence(for: method, among: known)
          + " Known: \(known.joined(separator: ", "))."
      )
    }
    var node = OptionNode(place: "estimate")
    let keys = type.keys
    if let formula {
      guard
        let key = ["models", "model", "formula"].first(where: { name in
          keys.contains { $0.name == name }
        })
      else {
        throw .usage(
          "The method '\(method)' takes no formula; give its keys as --option, such as "
            + "--option \(keys.first?.name ?? "key")=…."
        )
      }
      try node.set(key, text: formula, source: "FORMULA")
    }
    for (key, value) in [("vcov", vcov), ("weights", weights)] {
      if let value { try node.set(key, text: value, source: "--\(key)") }
    }
    try node.set(options)
    try node.check(against: keys, of: "the method '\(method)'")
    return AnalysisEntry(
      id: Self.id,
      analysis: try StudyReader.decode(type, from: node.node, path: ""),
      node: node.node
    )
  }
}
