package import PanelResults

/// Bars of a histogram, side by side from zero.
package struct HistogramMark: Mark {
  package var histogram: Histogram

  package init(_ histogram: Histogram) { self.histogram = histogram }

  package var domain: Domain {
    let heights = histogram.densities
    let end = histogram.start + Double(heights.count) * histogram.width
    return Domain(x: histogram.start...end, y: 0...(heights.max() ?? 0))
  }

  package func shapes(in frame: Frame) -> [Shape] {
    histogram.densities.enumerated().compactMap { index, height in
      guard height > 0 else { return nil }
      let left = histogram.start + Double(index) * histogram.width
      let (from, to) = (frame.point(left, height), frame.point(left + histogram.width, 0))
      return .rectangle(
        Box(x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y),
        Ink(.histogram)
      )
    }
  }
}
