import PanelResults

/// Sentences about kernel densities.
struct DensityWords {
  var words: FigureWords

  func kernel(_ density: KernelDensity) throws(DocumentError) -> String {
    try words.glossary.text("kernels", density.kernel.rawValue)
  }

  func bandwidth(_ density: KernelDensity) throws(DocumentError) -> String {
    try words.glossary.text(
      "bandwidths",
      density.rule.rawValue,
      ["bandwidth": FigureNumber.brief(density.bandwidth)]
    )
  }
}

extension KernelDensity {
  /// The curve's points.
  var data: [Datum] { zip(x, density).map { Datum(x: $0, y: $1) } }
  /// The x of the highest point.
  var mode: Double? { zip(x, density).max { $0.1 < $1.1 }?.0 }
}
