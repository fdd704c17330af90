package import PanelResults

/// Virtual agglomeration: location quotients of all units, by inverse distance.
///
///     LQ_j = (V_j/V) / (X_j/X),   Vag_i = Σ_j LQ_j / d_ij,   d_ii = self_distance
///
/// in each period; V and X are sums over units.
///
/// - SeeAlso: Wang, Chen and Tang (2018), *Virtual agglomeration*, for the concept.
package struct VirtualAgglomeration: CompositeVariable {
  package static let kind = "virtual-agglomeration"
  package static let summary =
    "Location quotients of an activity in all units, added up by inverse distance."

  package var numerator: String
  package var denominator: String
  package var distances: Distances
  package var distanceUnit: Double
  package var selfDistance: Double
  package var includeSelf: Bool
  package var missing: Missing
  package var rescale: Bool
  package var value: Value

  /// A file with the distance of each pair of units.
  package struct Distances: Decodable, Sendable {
    package var file: String
    package var from: String
    package var to: String
    package var distance: String
    package var others: Others

    /// What becomes of pairs with units that the panel does not have.
    package enum Others: String, Codable, Sendable, CaseIterable { case error, ignore }

    package enum CodingKeys: String, CodingKey, CaseIterable {
      case file, from, to, distance, others
    }

    package init(
      file: String,
      from: String,
      to: String,
      distance: String,
      others: Others = .error
    ) {
      self.file = file
      self.from = from
      self.to = to
      self.distance = distance
      self.others = others
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        file: try container.decode(String.self, forKey: .file),
        from: try container.decode(String.self, forKey: .from),
        to: try container.decode(String.self, forKey: .to),
        distance: try container.decode(String.self, forKey: .distance),
        others: try container.decodeIfPresent(Others.self, forKey: .others) ?? .error
      )
    }

    static let keys: [KeyDescription] = [
      KeyDescription(
        CodingKeys.file.rawValue,
        .text,
        required: true,
        "The file, relative to the study file: one row per pair, in one direction or both."
      ),
      KeyDescription(CodingKeys.from.rawValue, .text, required: true, "The column of one unit."),
      KeyDescription(CodingKeys.to.rawValue, .text, required: true, "The column of the other."),
      KeyDescription(
        CodingKeys.distance.rawValue,
        .text,
        required: true,
        "The column of their distance."
      ),
      KeyDescription(
        CodingKeys.others.rawValue,
        .choice(Others.allCases.map(\.rawValue)),
        default: "error",
        "Whether pairs with a unit that the panel does not have are an error or ignored."
      ),
    ]
  }

  /// What becomes of a period in which a unit has no value.
  package enum Missing: String, Codable, Sendable, CaseIterable {
    case error
    /// The other units' inverse distances are scaled to the sum over all units.
    case renormalise
  }

  /// Which part of the sum.
  package enum Value: String, Codable, Sendable, CaseIterable { case total, own, neighbours }

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case numerator, denominator, distances, missing, rescale, value
    case distanceUnit = "distance_unit"
    case selfDistance = "self_distance"
    case includeSelf = "include_self"
  }

  package static let keys: [KeyDescription] = [
    KeyDescription(
      CodingKeys.numerator.rawValue,
      .expression,
      required: true,
      "The activity, such as digital services."
    ),
    KeyDescription(
      CodingKeys.denominator.rawValue,
      .expression,
      required: true,
      "What it is compared with, such as all employment; positive."
    ),
    KeyDescription(
      CodingKeys.distances.rawValue,
      .object(Distances.keys),
      required: true,
      "The file of distances between units."
    ),
    KeyDescription(
      CodingKeys.distanceUnit.rawValue,
      .number,
      default: "1",
      "What distances are divided by, such as 100."
    ),
    KeyDescription(
      CodingKeys.selfDistance.rawValue,
      .number,
      default: "1",
      "The distance of a unit from itself, after that division."
    ),
    KeyDescription(
      CodingKeys.includeSelf.rawValue,
      .flag,
      default: "true",
      "Whether a unit's own quotient is part of its sum."
    ),
    KeyDescription(
      CodingKeys.missing.rawValue,
      .choice(Missing.allCases.map(\.rawValue)),
      default: "error",
      "Whether a unit without value in a period is an error, or the others' weights are scaled up."
    ),
    KeyDescription(
      CodingKeys.rescale.rawValue,
      .flag,
      default: "false",
      "Whether values are rescaled to [0, 1] over all rows."
    ),
    KeyDescription(
      CodingKeys.value.rawValue,
      .choice(Value.allCases.map(\.rawValue)),
      default: "total",
      "The whole sum, the unit's own term, or that of the others."
    ),
  ]

  package init(
    numerator: String,
    denominator: String,
    distances: Distances,
    distanceUnit: Double = 1,
    selfDistance: Double = 1,
    includeSelf: Bool = true,
    missing: Missing = .error,
    rescale: Bool = false,
    value: Value = .total
  ) {
    self.numerator = numerator
    self.denominator = denominator
    self.distances = distances
    self.distanceUnit = distanceUnit
    self.selfDistance = selfDistance
    self.includeSelf = includeSelf
    self.missing = missing
    self.rescale = rescale
    self.value = value
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      numerator: try container.decode(String.self, forKey: .numerator),
      denominator: try container.decode(String.self, forKey: .denominator),
      distances: try container.decode(Distances.self, forKey: .distances),
      distanceUnit: try container.decodeIfPresent(Double.self, forKey: .distanceUnit) ?? 1,
      selfDistance: try container.decodeIfPresent(Double.self, forKey: .selfDistance) ?? 1,
      includeSelf: try container.decodeIfPresent(Bool.self, forKey: .includeSelf) ?? true,
      missing: try container.decodeIfPresent(Missing.self, forKey: .missing) ?? .error,
      rescale: try container.decodeIfPresent(Bool.self, forKey: .rescale) ?? false,
      value: try container.decodeIfPresent(Value.self, forKey: .value) ?? .total
    )
  }

  package var files: [String] { [distances.file] }
}
