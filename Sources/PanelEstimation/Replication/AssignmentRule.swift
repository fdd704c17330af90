import PanelNumerics

/// How placebo treatments are given to carriers: units, clusters, or rows.
///
/// An assignment is a label per carrier: the position of a path, or −1 for none. Labels of dates are
/// positions in the periods of the sample.
///
/// - SeeAlso: Chen, Qi and Yan, `didplacebo` 2.0.0 (Stata) for the mixed kinds.
enum AssignmentRule: Sendable {
  /// The labels are permuted within strata.
  case permutation(Permutation)
  /// So many carriers, without replacement, share one date that is uniform over some.
  case common(carriers: Int, dates: [Int32])
  /// So many carriers, each with a date of its own that is uniform over some.
  case unrestricted(carriers: Int, dates: [Int32])
  /// Cohorts of given sizes get distinct dates in random order, then carriers fill the cohorts.
  case restricted(sizes: [Int], dates: [Int32])

  /// One random assignment.
  func draw(carrierCount: Int, from generator: inout Philox) -> [Int32] {
    switch self {
    case .permutation(let permutation):
      return permutation.draw(from: &generator)
    case .common(let count, let dates):
      let date = dates[generator.below(dates.count)]
      return assigning(
        [Int32](repeating: date, count: count), of: carrierCount, from: &generator)
    case .unrestricted(let count, let dates):
      let labels = (0..<count).map { _ in dates[generator.below(dates.count)] }
      return assigning(labels, of: carrierCount, from: &generator)
    case .restricted(let sizes, let dates):
      let chosen = generator.sample(sizes.count, of: dates)
      let labels = zip(chosen, sizes).flatMap { [Int32](repeating: $0, count: $1) }
      return assigning(labels, of: carrierCount, from: &generator)
    }
  }

  /// Gives labels to distinct carriers in random order.
  private func assigning(
    _ labels: [Int32], of carrierCount: Int, from generator: inout Philox
  ) -> [Int32] {
    var assignment = [Int32](repeating: -1, count: carrierCount)
    let carriers = generator.sample(labels.count, of: (0..<Int32(carrierCount)).map { $0 })
    for (carrier, label) in zip(carriers, labels) { assignment[Int(carrier)] = label }
    return assignment
  }
}

extension Philox {
  /// Some of the elements without replacement, in random order: each ordered choice equally likely.
  mutating func sample<Element>(_ count: Int, of elements: [Element]) -> [Element] {
    precondition(count <= elements.count, "\(count) of \(elements.count)")
    var elements = elements
    for place in 0..<count { elements.swapAt(place, place + below(elements.count - place)) }
    return Array(elements[..<count])
  }
}

/// The permutations of labels over carriers within strata.
struct Permutation: Sendable {
  let labels: [Int32]
  /// The carriers of each stratum.
  let strata: [[Int]]
  /// Distinct assignments, which are equally likely; `nil` beyond ``limit``.
  let assignmentCount: Int?

  /// More assignments than this are never enumerated.
  static let limit = 1_000_000

  /// - Parameter strata: The carriers of each stratum; one stratum of all where absent.
  init(labels: [Int32], strata: [[Int]]? = nil) {
    self.labels = labels
    let strata = strata ?? [Array(labels.indices)]
    self.strata = strata
    var total: Int? = 1
    for stratum in strata {
      let count = LabelCounts(stratum.map { labels[$0] }).arrangements(limit: Self.limit)
      total = total.flatMap { total in
        count.flatMap { total * $0 <= Self.limit ? total * $0 : nil }
      }
    }
    assignmentCount = total
  }

  func draw(from generator: inout Philox) -> [Int32] {
    var assignment = labels
    for stratum in strata {
      var shuffled = stratum.map { labels[$0] }
      generator.shuffle(&shuffled)
      for (carrier, label) in zip(stratum, shuffled) { assignment[carrier] = label }
    }
    return assignment
  }

  /// One of the distinct assignments.
  ///
  /// - Precondition: `number` < ``assignmentCount``.
  func assignment(number: Int) -> [Int32] {
    var assignment = labels
    var rest = number
    for stratum in strata {
      var counts = LabelCounts(stratum.map { labels[$0] })
      guard let count = counts.arrangements(limit: Self.limit) else { continue }
      var position = rest % count
      rest /= count
      for carrier in stratum { assignment[carrier] = counts.take(at: &position) }
    }
    return assignment
  }
}

/// How often each label is left to give, ascending by label.
private struct LabelCounts {
  private var labels: [Int32] = []
  private var counts: [Int] = []

  init(_ all: [Int32]) {
    for label in all.sorted() {
      if labels.last == label {
        counts[counts.count - 1] += 1
      } else {
        labels.append(label)
        counts.append(1)
      }
    }
  }

  /// The distinct orders: (Σ n)! / Π n!; `nil` beyond a limit.
  func arrangements(limit: Int) -> Int? {
    var result = 1
    var placed = 0
    // Π of binomials: each partial product is whole, and none is above the result.
    for count in counts.sorted(by: >) {
      for step in 0..<count {
        placed += 1
        let (product, overflow) = result.multipliedReportingOverflow(by: placed)
        guard !overflow else { return nil }
        // C(placed, step + 1) of the labels so far is whole at every step.
        result = product / (step + 1)
        if result > limit { return nil }
      }
    }
    return result
  }

  /// The first label of the arrangement at a position in lexicographic order; the position becomes
  /// that of the rest among the rests.
  mutating func take(at position: inout Int) -> Int32 {
    for index in counts.indices where counts[index] > 0 {
      counts[index] -= 1
      let below = arrangements(limit: .max) ?? .max
      if position < below { return labels[index] }
      position -= below
      counts[index] += 1
    }
    return labels.last ?? -1
  }
}
