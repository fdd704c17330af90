/// The values of variables by unit, for maps.
package struct UnitValuesResult: AnalysisResult, Equatable {
  package static let method = "unit-values"

  package var heading: ResultHeading
  package var sample: SampleDescription
  /// By variable, and then by period.
  package var values: [UnitValueSet]
  package var remarks: [Remark]
  package var provenance: Provenance

  package var estimates: [Estimate] { [] }
  package var statistics: [StatisticEntry] { [] }
  package var tests: [HypothesisTest] { [] }

  package init(
    heading: ResultHeading,
    sample: SampleDescription,
    values: [UnitValueSet],
    remarks: [Remark] = [],
    provenance: Provenance
  ) {
    self.heading = heading
    self.sample = sample
    self.values = values
    self.remarks = remarks
    self.provenance = provenance
  }
}

extension UnitValuesResult {
  private enum CodingKeys: String, CodingKey { case sample, values, remarks, provenance }

  package func encode(to encoder: any Encoder) throws {
    try encodeEnvelope(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sample, forKey: .sample)
    try container.encode(values, forKey: .values)
    try container.encode(remarks, forKey: .remarks)
    try container.encode(provenance, forKey: .provenance)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    heading = try Self.decodeHeading(from: decoder)
    sample = try container.decode(SampleDescription.self, forKey: .sample)
    values = try container.decode([UnitValueSet].self, forKey: .values)
    remarks = try container.decode([Remark].self, forKey: .remarks)
    provenance = try container.decode(Provenance.self, forKey: .provenance)
  }
}

/// A capability: the result has numbers by unit that a map can show.
package protocol UnitMapped: AnalysisResult {
  var mapped: [UnitValueSet] { get }
}

extension UnitValuesResult: UnitMapped {
  package var mapped: [UnitValueSet] { values }
}

/// One variable by unit: in a period, or its means over some.
package struct UnitValueSet: Codable, Sendable, Equatable {
  /// The raw name, or the text of an expression.
  package var variable: String
  /// Absent for a cross-section, and for means over periods.
  package var period: Int?
  /// The periods that means are over, ascending; absent otherwise.
  package var averaged: [Int]?
  /// In the panel's order.
  package var units: [UnitValue]

  package init(
    variable: String,
    period: Int? = nil,
    averaged: [Int]? = nil,
    units: [UnitValue]
  ) {
    self.variable = variable
    self.period = period
    self.averaged = averaged
    self.units = units
  }
}

/// The value of one unit; absent where it is missing.
package struct UnitValue: Codable, Sendable, Equatable {
  package var unit: String
  package var value: Double?

  package init(unit: String, value: Double?) {
    self.unit = unit
    self.value = value
  }
}

extension LocalMoranResult: UnitMapped {
  package var mapped: [UnitValueSet] {
    periods.map { period in
      UnitValueSet(
        variable: variable,
        period: period.period,
        units: period.units.map { UnitValue(unit: $0.unit, value: $0.value) }
      )
    }
  }
}
