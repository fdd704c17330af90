import PanelResults

/// Sentences about mediations that tables and figures share.
struct MediationWords {
  let labels: TermLabels
  let typesetting: Typesetting

  init(labels: TermLabels, _ typesetting: Typesetting) {
    self.labels = labels
    self.typesetting = typesetting
  }

  private var glossary: Glossary { labels.glossary }

  /// The mediators of a result, as they stand within a sentence or at its head.
  func mediators(
    of result: MediationResult,
    atHead: Bool = false
  ) throws(DocumentError) -> RichText {
    var items: [RichText] = []
    for channel in result.channels {
      items.append(
        atHead && items.isEmpty
          ? try labels.label(of: channel.mediator) : try labels.word(for: channel.mediator)
      )
    }
    return try glossary.list(items)
  }

  /// What stands above the columns of a result.
  func stage(of result: MediationResult) throws(DocumentError) -> RichText {
    guard result.channels.count == 1 else {
      return try glossary.rich("mediation", "parallel")
    }
    return try glossary.rich("mediation", "via", ["mediator": try mediators(of: result)])
  }

  /// `95% percentile interval`.
  func interval(
    _ kind: BootstrapInterval.Kind,
    level: String
  ) throws(DocumentError) -> RichText {
    try glossary.rich("bootstrap-intervals", kind.rawValue, ["level": RichText(level)])
  }

  /// How the replicates behind intervals were drawn.
  func bootstrap(of result: MediationResult) throws(DocumentError) -> RichText? {
    guard let bootstrap = result.bootstrap else { return nil }
    var values: [String: RichText] = [
      "replications": RichText(typesetting.count(bootstrap.replications).plainText),
      "seed": RichText(String(bootstrap.seed)),
      "clusters": RichText(typesetting.count(bootstrap.clusters).plainText),
    ]
    guard let variable = bootstrap.variable else {
      return try glossary.rich("mediation", "bootstrap-rows", values)
    }
    values["cluster"] = try labels.word(for: variable)
    return try glossary.rich("mediation", "bootstrap", values)
  }
}
