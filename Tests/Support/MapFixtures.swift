package import PanelResults

/// Regions made up for maps.
package enum MapFixtures {
  /// The provinces of the local statistics as squares of a grid of four by three, with one more
  /// region that no data name.
  package static func grid(
    _ names: [String],
    columns: Int = 4,
    side: Double = 1,
    corner: (x: Double, y: Double) = (0, 0),
    coordinates: RegionShapes.Coordinates = .planar
  ) -> RegionShapes {
    let regions = (names + ["Nowhere"]).enumerated().map { place, name in
      let x = corner.x + Double(place % columns) * side
      let y = corner.y - Double(place / columns) * side
      let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
      return RegionShapes.Region(
        id: name,
        polygons: [
          RegionShapes.Polygon(
            rings: [corners.map { RegionShapes.Position(x: $0.0, y: $0.1) }]
          )
        ]
      )
    }
    return RegionShapes(file: "grid.geojson", coordinates: coordinates, regions: regions)
  }

  /// The value of one variable in two periods, missing in one unit of the second.
  package static let values = UnitValuesResult(
    heading: ResultHeading(labels: LocalMoranFixtures.labels),
    sample: SampleDescription(n: 24, rowsAvailable: 24),
    values: [2005, 2010].map { period in
      UnitValueSet(
        variable: "rate",
        period: period,
        units: LocalMoranFixtures.provinces.enumerated().map { place, name in
          UnitValue(
            unit: name,
            value: place == 3 && period == 2010
              ? nil : Double(place * place) * 0.37 + Double(period - 2005)
          )
        }
      )
    },
    provenance: Provenance(tool: "panelpress", specification: "analyses.values")
  )

  /// The mean of one variable over three periods.
  package static let mean = UnitValuesResult(
    heading: ResultHeading(labels: LocalMoranFixtures.labels),
    sample: SampleDescription(n: 36, rowsAvailable: 36),
    values: [
      UnitValueSet(
        variable: "rate",
        averaged: [2005, 2006, 2007],
        units: LocalMoranFixtures.provinces.enumerated().map { place, name in
          UnitValue(unit: name, value: Double(place) - 4.5)
        }
      )
    ],
    provenance: Provenance(tool: "panelpress", specification: "analyses.mean")
  )
}
