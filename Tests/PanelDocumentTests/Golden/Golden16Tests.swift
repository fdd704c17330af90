import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden case 16: a map of local clusters with an empty class and an island.
@Suite struct Golden16Tests {
  private func context() throws -> DocumentContext {
    var context = try figureContext()
    context.regions = MapFixtures.grid(LocalMoranFixtures.provinces)
    return context
  }

  private func fills(_ figure: FigureModel) -> Set<Int> {
    Set(
      figure.shapes(of: .data).compactMap { shape in
        guard case .area(_, let ink) = shape, ink.role == .cluster else { return nil }
        return ink.series
      }
    )
  }

  @Test func keepsColoursAndCountsOfEmptyClasses() throws {
    let result = LocalMoranFixtures.crossSection
    let period = result.periods[0]
    let empty = LocalMoranCluster.mapOrder.filter { period.count(of: $0) == 0 }
    #expect(!empty.isEmpty)
    let recipe: ClusterMap = try StyleFiles.decode(from: "{shapes: grid.geojson}")
    let figure = try recipe.figure(of: named([result]), in: context())
    let legend = figure.shapes(of: .legend).compactMap {
      if case .text(let text) = $0 { text.text } else { nil }
    }
    #expect(legend.count == 7)
    #expect(legend.count { $0.hasSuffix("(0)") } == empty.count)
    #expect(legend.contains("No neighbours (1)"))
    // A class has the colour of its place in the fixed order, whichever classes are empty.
    let wanted = Set(
      LocalMoranCluster.mapOrder.indices.filter {
        period.count(of: LocalMoranCluster.mapOrder[$0]) > 0
      }
    )
    #expect(fills(figure) == wanted)
    #expect(wanted.contains(5), "the island has a class of its own")
  }

  @Test func fallsBackToPatternsWhereLettersHaveNoRoom() throws {
    let recipe: ClusterMap = try StyleFiles.decode(
      from: "{shapes: grid.geojson, size: {width: 45}}")
    var context = try context()
    context.regions = MapFixtures.grid(LocalMoranFixtures.provinces, columns: 13)
    let figure = try recipe.figure(of: named([LocalMoranFixtures.twoYears]), in: context)
    let stamps = figure.texts.count { $0.role == .stamp }
    let hatches = figure.shapes(of: .data).count {
      if case .lines(_, let ink) = $0 { ink.role == .hatch } else { false }
    }
    #expect(stamps == 0 && hatches > 0)
    let swatches = figure.shapes(of: .legend).count {
      if case .lines(_, let ink) = $0 { ink.role == .hatch } else { false }
    }
    #expect(swatches == 4)
  }
}
