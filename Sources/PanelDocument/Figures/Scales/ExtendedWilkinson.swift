import Foundation

/// The choice of ticks that scores best on simplicity, coverage, density and legibility.
///
///     score = 0.25 · simplicity + 0.2 · coverage + 0.5 · density + 0.05 · legibility
///
/// Candidates are start + i · j · q · 10ᶻ with q from a list of nice numbers and a skip j; upper
/// bounds of each term end the search early.
///
/// - SeeAlso: Talbot, Lin and Hanrahan (2010), "An extension of Wilkinson's algorithm for
///   positioning tick labels on axes", IEEE TVCG 16(6); oracle `extended-wilkinson`.
struct ExtendedWilkinson {
  /// Nice numbers, nicest first.
  var niceNumbers: [Double] = [1, 5, 2, 2.5, 4, 3]
  /// Whether ticks between integers are refused, as for years.
  var wantsIntegers = false
  /// Whether zero must be a tick; the range must hold it.
  var needsZero = false
  /// Where all ticks must lie.
  var limits: ClosedRange<Double>?

  struct Choice<Labels> {
    var values: [Double]
    var labels: Labels
  }

  private struct Weights {
    let simplicity = 0.25, coverage = 0.2, density = 0.5, legibility = 0.05

    func score(_ s: Double, _ c: Double, _ d: Double, _ l: Double) -> Double {
      simplicity * s + coverage * c + density * d + legibility * l
    }
  }
  private let weights = Weights()

  /// The best ticks for data in a range.
  ///
  /// - Parameters:
  ///   - range: The data's range, not empty.
  ///   - count: The number of ticks that would suit the axis, m.
  ///   - legibility: The labels of ticks with their score, at most 1; `nil` if they cannot be read.
  /// - Returns: `nil` if no labels can be read.
  func choice<Labels>(
    for range: ClosedRange<Double>,
    count: Int,
    legibility: (_ ticks: [Double]) -> (labels: Labels, score: Double)?
  ) -> Choice<Labels>? {
    precondition(range.upperBound > range.lowerBound && count >= 2)
    let (low, high) = (range.lowerBound, range.upperBound)
    let count = wantsIntegers ? min(count, max(2, Int(min(high - low, 1e6)) + 1)) : count
    var best: Choice<Labels>?
    var bestScore = -2.0

    search: for skip in 1... {
      let j = Double(skip)
      for (place, q) in niceNumbers.enumerated() {
        let simplest = simplicity(place: place, skip: j, hasZero: true)
        if weights.score(simplest, 1, 1, 1) < bestScore { break search }

        for k in 2... {
          let densest = k >= count ? 2 - Double(k - 1) / Double(count - 1) : 1
          if weights.score(simplest, 1, densest, 1) < bestScore { break }

          let delta = (high - low) / Double(k + 1) / j / q
          for z in Int(log10(delta).rounded(.up))... {
            let step = j * q * power(z)
            let span = step * Double(k - 1)
            if weights.score(simplest, greatestCoverage(of: span, low, high), densest, 1)
              < bestScore
            {
              break
            }

            let first = (high / step).rounded(.down) * j - Double(k - 1) * j
            let last = (low / step).rounded(.up) * j
            if first > last { continue }
            if wantsIntegers, step != step.rounded() { continue }
            for start in stride(from: first, through: last, by: 1) {
              let values = ticks(start: start, j: j, q: q, z: z, count: k)
              if wantsIntegers, values[0] != values[0].rounded() { continue }
              if let limits, values[0] < limits.lowerBound || values[k - 1] > limits.upperBound {
                continue
              }
              let hasZero = hasZero(values, step: step)
              if needsZero, !hasZero { continue }
              let s = simplicity(place: place, skip: j, hasZero: hasZero)
              let c = coverage(values[0], values[k - 1], low, high)
              let d = density(k, count, values[0], values[k - 1], low, high)
              if weights.score(s, c, d, 1) <= bestScore { continue }
              guard let legible = legibility(values) else { continue }
              let score = weights.score(s, c, d, legible.score)
              if score > bestScore {
                bestScore = score
                best = Choice(values: values, labels: legible.labels)
              }
            }
          }
        }
      }
    }
    return best
  }

  /// The ticks as multiples of a power of ten, so that 0.3 is 3 / 10 and not 3 · 0.1.
  private func ticks(start: Double, j: Double, q: Double, z: Int, count: Int) -> [Double] {
    (0..<count).map { index in
      let multiple = (start + Double(index) * j) * q
      return z < 0 ? multiple / power(-z) : multiple * power(z)
    }
  }

  private func power(_ z: Int) -> Double { pow(10, Double(z)) }

  /// 1 − (i − 1)/(|Q| − 1) − j + v, v = 1 if zero is a tick.
  private func simplicity(place: Int, skip: Double, hasZero: Bool) -> Double {
    1 - Double(place) / Double(niceNumbers.count - 1) - skip + (hasZero ? 1 : 0)
  }

  private func hasZero(_ values: [Double], step: Double) -> Bool {
    guard let first = values.first, let last = values.last, first <= 0, last >= 0 else {
      return false
    }
    let rest = abs(first.remainder(dividingBy: step))
    return rest < step * 1e-10
  }

  /// How closely ticks cover the data.
  ///
  ///     1 − ½ ((d_max − l_max)² + (d_min − l_min)²) / (0.1 (d_max − d_min))²
  private func coverage(_ first: Double, _ last: Double, _ low: Double, _ high: Double) -> Double {
    let unit = 0.1 * (high - low)
    let (above, below) = ((high - last) / unit, (low - first) / unit)
    return 1 - 0.5 * (above * above + below * below)
  }

  private func greatestCoverage(of span: Double, _ low: Double, _ high: Double) -> Double {
    let range = high - low
    guard span > range else { return 1 }
    let half = (span - range) / 2 / (0.1 * range)
    return 1 - half * half
  }

  /// 2 − max(ρ/ρₜ, ρₜ/ρ), ρ the ticks per length and ρₜ the wanted.
  private func density(
    _ k: Int,
    _ m: Int,
    _ first: Double,
    _ last: Double,
    _ low: Double,
    _ high: Double
  ) -> Double {
    let rate = Double(k - 1) / (last - first)
    let wanted = Double(m - 1) / (max(last, high) - min(first, low))
    return 2 - max(rate / wanted, wanted / rate)
  }
}
