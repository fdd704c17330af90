/// Ticks at whole periods, with the ends named where they stand for more than one.
struct PeriodTicks {
  /// The first and the last period.
  var span: ClosedRange<Int>
  /// Names of periods that are not their number, such as `≤ −6`.
  var names: [Int: String] = [:]

  /// Every period while labels stay apart, else those that a round step leaves.
  ///
  /// Named periods keep their ticks; a neighbour gives way to them.
  func ticks(length: Double, in theme: FigureTheme) -> Ticks {
    let pitch = length * 0.94 / Double(max(1, span.upperBound - span.lowerBound))
    var best: Ticks?
    for step in [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 10_000, 100_000] {
      for role in [TextShape.Role.label, .small] {
        let size = theme.fontSize(of: role)
        let periods = chosen(step: step, pitch: pitch, size: size)
        let isClear = zip(periods, periods.dropFirst()).allSatisfy { first, second in
          width(first, size) / 2 + width(second, size) / 2 + 0.6 * size
            <= Double(second - first) * pitch
        }
        let ticks = Ticks(values: periods.map(Double.init), labels: periods.map(name), role: role)
        if isClear { return ticks }
        best = ticks
      }
    }
    return best ?? Ticks(values: [], labels: [])
  }

  private func chosen(step: Int, pitch: Double, size: Double) -> [Int] {
    let named = names.keys.filter(span.contains).sorted()
    let first = Int((Double(span.lowerBound) / Double(step)).rounded(.up)) * step
    let plain = stride(from: first, through: span.upperBound, by: step).filter { period in
      step == 1 && names[period] == nil
        || named.allSatisfy { other in
          width(period, size) / 2 + width(other, size) / 2 + 0.6 * size
            <= Double(abs(period - other)) * pitch
        }
    }
    return (named + plain).sorted()
  }

  private func name(_ period: Int) -> String {
    names[period] ?? FigureNumber.text(of: Double(period), decimals: 0, isGrouped: false).plainText
  }

  private func width(_ period: Int, _ size: Double) -> Double {
    FontMetrics.width(of: name(period), size: size)
  }
}
