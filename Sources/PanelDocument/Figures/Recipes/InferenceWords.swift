import PanelResults

/// Where the standard errors of a treatment's effects come from, in a sentence.
struct InferenceWords {
  var context: DocumentContext

  private var glossary: Glossary { context.glossary }

  func sentence(about result: any AnalysisResult) throws(DocumentError) -> String? {
    let labels = TermLabels(results: [result], in: context)
    let words = FigureWords(context: context)
    if let fit = result as? any RegressionFit {
      return try words.sentence(about: fit.covariance, labels: labels).plainText
    }
    guard let inference = (result as? TreatmentEffectsResult)?.inference else { return nil }
    if let covariance = inference.covariance {
      return try words.sentence(about: covariance, labels: labels).plainText
    }
    let source = try source(of: inference)
    guard !inference.clusters.isEmpty else {
      return try glossary.text("notes", "errors-basis", ["source": source])
    }
    var clusters: [String] = []
    for cluster in inference.clusters {
      clusters.append(try labels.word(for: cluster.variable).plainText)
    }
    return try glossary.text(
      "notes",
      "errors-basis-clustered",
      ["source": source, "clusters": try glossary.list(clusters)]
    )
  }

  private func source(of inference: EffectInference) throws(DocumentError) -> String {
    var key = inference.kind.rawValue
    if inference.kind == .conservative, inference.leavesOut == true { key += "-leave-out" }
    var values: [String: String] = [:]
    if inference.kind == .multiplierBootstrap {
      values["draws"] = try draws(inference.draws ?? 0, seed: inference.seed)
    }
    return try glossary.text("inference", key, values)
  }

  /// `1,000 draws, seed 42`.
  func draws(_ count: Int, seed: UInt64?) throws(DocumentError) -> String {
    var values = ["count": FigureNumber.count(count)]
    guard let seed else { return try glossary.text("draws", "unseeded", values) }
    values["seed"] = String(seed)
    return try glossary.text("draws", "seeded", values)
  }
}
