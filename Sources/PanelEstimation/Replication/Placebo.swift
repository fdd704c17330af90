import PanelData
package import PanelResults

/// Placebo tests of a treatment's effect: what an analysis finds for treatments that never were.
///
/// - SeeAlso: Chen, Qi and Yan, `didplacebo` 2.0.0 (Stata), which this follows; where it stores a
///   coefficient of zero for a placebo treatment that is collinear, the draw is left out and counted
///   here, and units are drawn from the estimation sample.
package struct Placebo: Analysis, Equatable {
  package static let kind: AnalysisKind = "placebo"
  package static let summary =
    "Placebo tests in time, in space and mixed: the same analysis with made-up treatments."

  package var target: TreatmentTarget
  package var kind: PlaceboResult.Kind
  package var replications: Int
  /// The first and the last period that random dates may take; the kind's own range where absent.
  package var periods: [Int]?
  /// Units treated in each placebo of kind `mixed-common`; as many as are treated where absent.
  package var units: Int?
  /// Periods by which placebos in time are early, ascending.
  package var shifts: [Int]
  /// Whether placebos in time keep the periods in which the last cohort is treated.
  package var keepsLatePeriods: Bool
  package var enumeration: Enumeration
  package var density: DensityOptions
  package var histogram: HistogramOption

  /// Whether all assignments take the place of random ones.
  package enum Enumeration: String, Codable, Sendable, CaseIterable {
    /// Where there are no more of them than replications.
    case auto
    case always, never
  }

  package init(
    _ target: TreatmentTarget, kind: PlaceboResult.Kind = .mixedRestricted,
    replications: Int = 500, periods: [Int]? = nil, units: Int? = nil, shifts: [Int] = [1, 2, 3],
    keepsLatePeriods: Bool = false, enumeration: Enumeration = .auto,
    density: DensityOptions = DensityOptions(), histogram: HistogramOption = .rule(.stata)
  ) {
    self.target = target
    self.kind = kind
    self.replications = replications
    self.periods = periods
    self.units = units
    self.shifts = shifts
    self.keepsLatePeriods = keepsLatePeriods
    self.enumeration = enumeration
    self.density = density
    self.histogram = histogram
  }
}

extension Placebo {
  private enum CodingKeys: String, CodingKey {
    case kind, replications, periods, units, shifts, enumerate, density, histogram
    case keepLate = "keep_late"
  }

  static let kinds: [PlaceboResult.Kind] = [
    .inTime, .inSpace, .mixedCommon, .mixedUnrestricted, .mixedRestricted,
  ]

  package static let keys: [KeyDescription] =
    TreatmentTarget.keys + [
      KeyDescription(
        "kind", .choice(kinds.map(\.rawValue)), default: "mixed-restricted",
        "What is made up: the time (in-time, before the treatment), the units (in-space: dates "
          + "permuted over units), or both: one date for all (mixed-common), a date for each unit "
          + "(mixed-unrestricted), or cohorts of the actual sizes with distinct dates "
          + "(mixed-restricted)."),
      KeyDescription(
        "replications", .integer, default: "500", "Random placebos, 1 or more; not in time."),
      KeyDescription(
        "periods", .list(of: .integer),
        default: "first to last actual date; second to last period for mixed-common",
        "The range [first, last] of random dates, for mixed kinds."),
      KeyDescription(
        "units", .integer, default: "as many as are treated",
        "Units treated in each placebo, for mixed-common."),
      KeyDescription(
        "shifts", .either([.integer, .list(of: .integer)]), default: "3",
        "Periods by which placebos in time are early: a list, or a number for 1 to that."),
      KeyDescription(
        "keep_late", .flag, default: "false",
        "Whether placebos in time keep the periods from the last cohort's date on, in which units "
          + "without treatment are left alone."),
      KeyDescription(
        "enumerate", .choice(Enumeration.allCases.map(\.rawValue)), default: "auto",
        "Whether placebos in space are all assignments instead of random ones; auto does so where "
          + "there are no more of them than replications."),
      KeyDescription(
        "density", .object(DensityOptions.keys(defaultPoints: .twoway)),
        "The kernel density of the placebo effects."),
      HistogramOption.key,
    ]

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decodeIfPresent(PlaceboResult.Kind.self, forKey: .kind)
    self.init(
      try TreatmentTarget(from: decoder),
      kind: kind ?? .mixedRestricted,
      replications: try container.decodeReplications(forKey: .replications) ?? 500,
      periods: try container.decodeIfPresent([Int].self, forKey: .periods),
      units: try container.decodeIfPresent(Int.self, forKey: .units),
      shifts: try Self.shifts(in: container) ?? [1, 2, 3],
      keepsLatePeriods: try container.decodeIfPresent(Bool.self, forKey: .keepLate) ?? false,
      enumeration: try container.decodeIfPresent(Enumeration.self, forKey: .enumerate) ?? .auto,
      density: try container.decodeIfPresent(DensityOptions.self, forKey: .density)
        ?? DensityOptions(),
      histogram: try container.decodeIfPresent(HistogramOption.self, forKey: .histogram)
        ?? .rule(.stata))
    try check(container)
  }

  private static func shifts(in container: KeyedDecodingContainer<CodingKeys>) throws -> [Int]? {
    guard container.contains(.shifts) else { return nil }
    var shifts: [Int]
    if let count = try container.decodeIfShaped(Int.self, forKey: .shifts) {
      guard (1...10_000).contains(count) else {
        throw DecodingError.dataCorruptedError(
          forKey: .shifts, in: container,
          debugDescription: "'shifts' is \(count); as a number it is 1 or more, and stands for "
            + "shifts of 1 to that")
      }
      shifts = Array(1...count)
    } else {
      shifts = Array(Set(try container.decode([Int].self, forKey: .shifts))).sorted()
    }
    guard let first = shifts.first, first >= 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .shifts, in: container,
        debugDescription: "'shifts' holds whole numbers of periods from 1, such as [1, 2, 3]")
    }
    return shifts
  }

  /// Refuses keys that the kind has no use for, and ranges that are none.
  private func check(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    let isMixed = [.mixedCommon, .mixedUnrestricted, .mixedRestricted].contains(kind)
    let uses: [(CodingKeys, Bool, String)] = [
      (.periods, isMixed, "the mixed kinds"),
      (.units, kind == .mixedCommon, "kind mixed-common"),
      (.shifts, kind == .inTime, "kind in-time"),
      (.keepLate, kind == .inTime, "kind in-time"),
      (.enumerate, kind == .inSpace, "kind in-space"),
      (.replications, kind != .inTime, "kinds with random placebos"),
      (.density, kind != .inTime, "kinds with random placebos"),
      (.histogram, kind != .inTime, "kinds with random placebos"),
    ]
    for (key, isUsed, users) in uses where container.contains(key) && !isUsed {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "'\(key.rawValue)' is for \(users), and the kind here is "
          + "\(kind.rawValue)")
    }
    guard kind != .permutation else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container,
        debugDescription: "permutations are the method randomization-inference")
    }
    if let periods, periods.count != 2 || periods[0] > periods[1] {
      throw DecodingError.dataCorruptedError(
        forKey: .periods, in: container,
        debugDescription: "'periods' is the first and the last period that random dates may take, "
          + "such as [2006, 2009]")
    }
    if let units, units < 1 {
      throw DecodingError.dataCorruptedError(
        forKey: .units, in: container,
        debugDescription: "'units' is \(units); a placebo treats 1 unit or more")
    }
  }
}

extension KeyedDecodingContainer {
  /// A number of replications, from 1 to ten million.
  func decodeReplications(forKey key: Key) throws -> Int? {
    guard let count = try decodeIfPresent(Int.self, forKey: key) else { return nil }
    guard (1...10_000_000).contains(count) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "'\(key.stringValue)' is \(count); 1 to 10000000 are possible, such as 500")
    }
    return count
  }
}
