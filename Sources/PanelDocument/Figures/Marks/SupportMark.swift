import PanelResults

/// Where a variable has its observations: bars on the floor of the frame, as high as a part of it.
struct SupportMark: Mark {
  var support: ModeratorSupport

  /// The part of the frame's height that the highest bar takes.
  static let share = 0.15
  /// Of the bar of a single value, in points, at most.
  private static let thickness = 9.0

  var domain: Domain { Domain(x: support.minimum...support.maximum) }

  func shapes(in frame: Frame) -> [Shape] {
    var bars: [(left: Double, right: Double, count: Int)] = []
    if let histogram = support.histogram {
      for (index, count) in histogram.counts.enumerated() {
        let start = histogram.start + Double(index) * histogram.width
        bars.append(
          (frame.x.position(of: start), frame.x.position(of: start + histogram.width), count)
        )
      }
    } else {
      let places = support.values.map { frame.x.position(of: $0.value) }
      let gaps = zip(places, places.dropFirst()).map { $1 - $0 }
      let half = min(Self.thickness, (gaps.min() ?? Self.thickness) * 0.7) / 2
      bars = zip(places, support.values).map { ($0 - half, $0 + half, $1.count) }
    }
    let most = Double(max(1, bars.map(\.count).max() ?? 1))
    return bars.compactMap { bar in
      guard bar.count > 0 else { return nil }
      let height = frame.box.height * Self.share * Double(bar.count) / most
      return .rectangle(
        Box(
          x: bar.left,
          y: frame.box.bottom - height,
          width: bar.right - bar.left,
          height: height
        ),
        Ink(.histogram)
      )
    }
  }
}
