/// The ticks of a value axis, with their labels and how these are set.
package struct Ticks: Sendable, Equatable {
  package var values: [Double]
  package var labels: [String]
  /// k where labels are in units of 10ᵏ.
  package var exponent: Int?
  package var role: TextShape.Role
  /// Whether labels read upwards because level they would touch.
  package var isVertical: Bool

  package init(
    values: [Double],
    labels: [String],
    exponent: Int? = nil,
    role: TextShape.Role = .label,
    isVertical: Bool = false
  ) {
    self.values = values
    self.labels = labels
    self.exponent = exponent
    self.role = role
    self.isVertical = isVertical
  }
}

/// What the choice of ticks depends on.
package struct TickRequest {
  package enum Direction: Sendable { case horizontal, vertical }

  /// The data's range, not empty.
  package var range: ClosedRange<Double>
  /// The room of the axis in points.
  package var length: Double
  package var direction: Direction
  /// Whether the values are years or event times: integers, without thousands' commas.
  package var isPeriod: Bool
  /// The first and the last period, where ``range`` goes beyond them: no tick does.
  package var periods: ClosedRange<Double>?
  /// Whether a line marks zero, which then has a tick wherever the range holds it.
  package var marksZero: Bool

  package init(
    range: ClosedRange<Double>,
    length: Double,
    direction: Direction,
    isPeriod: Bool = false,
    periods: ClosedRange<Double>? = nil,
    marksZero: Bool = false
  ) {
    self.range = range
    self.length = length
    self.direction = direction
    self.isPeriod = isPeriod
    self.periods = periods
    self.marksZero = marksZero
  }

  fileprivate var needsZero: Bool { marksZero && range.contains(0) }
}

extension Ticks {
  /// The ticks that score best; labels lie level unless no level labels can be read.
  package static func best(for request: TickRequest, in theme: FigureTheme) -> Ticks {
    let bounds = request.periods ?? request.range
    var chooser = ExtendedWilkinson(
      wantsIntegers: request.isPeriod,
      limits: request.isPeriod ? bounds : nil
    )
    chooser.needsZero = request.needsZero
    for isVertical in request.direction == .horizontal ? [false, true] : [false] {
      let legibility = TickLegibility(request: request, theme: theme, isVertical: isVertical)
      var count = legibility.wantedCount
      while count >= 2 {
        let choice = chooser.choice(
          for: request.range,
          count: count,
          legibility: legibility.labels
        )
        if let choice { return choice.labels.ticks(at: choice.values) }
        count /= 2
      }
    }
    // An axis too short for two labels keeps the one that fits best: zero, or its middle.
    let middle =
      request.needsZero ? 0 : bounds.lowerBound / 2 + bounds.upperBound / 2
    let value = request.isPeriod ? middle.rounded() : middle
    return Ticks(
      values: [value],
      labels: NumberLabels.plain([value], isPeriod: request.isPeriod).texts,
      role: .small
    )
  }
}

/// The fourth term of the score, whether the labels can be read.
///
///     legibility = (format + size + orientation + overlap) / 4
///
/// Widths are those of real glyphs. Labels closer than 1.5 em cost up to the whole overlap
/// term; labels that touch are refused.
///
/// - SeeAlso: Talbot, Lin and Hanrahan (2010), section 3.4.
struct TickLegibility {
  var request: TickRequest
  var theme: FigureTheme
  var isVertical: Bool

  struct Labels {
    var numbers: NumberLabels
    var role: TextShape.Role
    var isVertical: Bool

    func ticks(at values: [Double]) -> Ticks {
      Ticks(
        values: values,
        labels: numbers.texts,
        exponent: numbers.exponent,
        role: role,
        isVertical: isVertical
      )
    }
  }

  /// One label per 5 em, which leaves a level label of four digits room to breathe.
  var wantedCount: Int {
    max(2, Int(request.length / (5 * theme.font.label)) + 1)
  }

  /// The best way to set the labels of ticks; `nil` if every way has labels that touch.
  func labels(of ticks: [Double]) -> (labels: Labels, score: Double)? {
    var best: (labels: Labels, score: Double)?
    for (numbers, format) in formats(of: ticks) {
      for role in [TextShape.Role.label, .small] {
        let size = theme.fontSize(of: role)
        guard let overlap = overlapScore(ticks, numbers.texts, size: size) else { continue }
        let score = (format + sizeScore(size) + (isVertical ? -0.5 : 1) + overlap) / 4
        if score > best?.score ?? -.infinity {
          best = (Labels(numbers: numbers, role: role, isVertical: isVertical), score)
        }
      }
    }
    return best
  }

  /// Ways to write the numbers: decimals are best while short, a common power of ten otherwise.
  private func formats(of ticks: [Double]) -> [(NumberLabels, Double)] {
    let plain = NumberLabels.plain(ticks, isPeriod: request.isPeriod)
    if request.isPeriod { return [(plain, 1)] }
    let longest = plain.texts.map(\.count).max() ?? 0
    var formats = [(plain, longest <= 7 ? 1.0 : longest <= 10 ? 0 : -4)]
    // Beside a line at zero, short numbers stay in the unit that everything else is in.
    if request.marksZero, longest <= 6 { return formats }
    if let scaled = NumberLabels.scaled(ticks) {
      let longest = scaled.texts.map(\.count).max() ?? 0
      formats.append((scaled, longest <= 7 ? 0.5 : -4))
    }
    return formats
  }

  /// 1 at the theme's size, 0.2 (s − s_min + 1)/(s_wanted − s_min) below it.
  private func sizeScore(_ size: Double) -> Double {
    let (least, wanted) = (theme.font.small, theme.font.label)
    return size >= wanted ? 1 : 0.2 * (size - least + 1) / (wanted - least)
  }

  /// 1 if labels stand 1.5 em apart, 2 − 1.5 em/d at a distance d below, `nil` if they touch.
  private func overlapScore(_ ticks: [Double], _ texts: [String], size: Double) -> Double? {
    let low = min(request.range.lowerBound, ticks.first ?? .infinity)
    let high = max(request.range.upperBound, ticks.last ?? -.infinity)
    let perUnit = request.length / (high - low)
    let isAlong = (request.direction == .horizontal) != isVertical
    let extents = texts.map {
      isAlong ? FontMetrics.width(of: $0, size: size) : size
    }
    // Lines of text may stand closer than words on a line.
    let comfort = (isAlong ? 1.5 : 0.5) * size
    var nearest = Double.infinity
    for index in ticks.indices.dropLast() {
      let pitch = (ticks[index + 1] - ticks[index]) * perUnit
      nearest = min(nearest, pitch - (extents[index] + extents[index + 1]) / 2)
    }
    if nearest >= comfort { return 1 }
    return nearest > 0 ? 2 - comfort / nearest : nil
  }
}
