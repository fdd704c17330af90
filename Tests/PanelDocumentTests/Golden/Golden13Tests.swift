import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// Golden case 13: an event study with binned ends and one missing period.
@Suite struct Golden13Tests {
  /// Distances −6 and earlier to 4 and later, base −1, nothing at −4.
  private static var study: EventStudyResult {
    var study = TreatmentFixtures.eventStudy
    if let place = study.path.points.firstIndex(where: { $0.period == -4 }) {
      study.path.points[place].estimate = nil
      study.path.points[place].simultaneous = nil
      study.path.points[place].absence = .noObservations
    }
    return study
  }

  @Test(arguments: ["plain", "aer"], ["single", "double"])
  func drawsTheRestAndKeepsThePlaceOfTheMissingPeriod(theme: String, width: String) throws {
    let recipe: EventStudyPlot = try StyleFiles.decode(from: "size: {width: \(width)}")
    let context = try figureContext(theme: theme)
    let figure = try recipe.figure(of: named([Self.study]), in: context)
    expectReadable(figure, in: context.figureTheme, "\(theme), \(width)")
    func x(_ label: String) throws -> Double {
      try #require(figure.texts.first { $0.text == label }, "\(label)").anchor.x
    }
    // Ends stand for more than their period; a step is as wide over the gap as elsewhere.
    let (first, last) = (try x("≤\u{A0}−6"), try x("≥\u{A0}4"))
    let step = (last - first) / 10
    let gap = first + 2 * step
    let markers = figure.shapes(of: .data).filter { $0.ink?.role == .marker }
    let middles = markers.map { shape in
      shape.corners.map(\.x).reduce(0, +) / Double(shape.corners.count)
    }
    #expect(middles.count == 9)
    #expect(!middles.contains { abs($0 - gap) < step / 3 })
    for period in [-6, -5, -3, -2, 0, 1, 2, 3, 4] {
      let wanted = first + Double(period + 6) * step
      #expect(middles.contains { abs($0 - wanted) < step / 3 }, "\(period)")
    }
    // The base is hollow, at zero, and has no interval.
    let hollow = figure.shapes(of: .data).filter { $0.ink?.role == .hollow }
    #expect(hollow.count == 1)
    #expect(figure.shapes(of: .data).filter { $0.ink?.role == .whisker }.count == 9)
    // No line may join −5 and −3 as if −4 were known.
    let joins = figure.shapes(of: .data).filter {
      if case .polyline(let points, _) = $0 {
        return points.contains { $0.x < gap } && points.contains { $0.x > gap }
      }
      return false
    }
    #expect(joins.isEmpty)
  }

  @Test func saysWhatIsMissing() throws {
    let recipe: EventStudyPlot = try StyleFiles.decode(from: "{}")
    let figure = try recipe.figure(of: named([Self.study]), in: figureContext())
    let words = figure.notes.map(\.text.plainText).joined(separator: " ") + " " + figure.summary
    #expect(words.contains("−4"), "\(words)")
    let row = try #require(figure.data.rows.first { $0.contains(.count(-4)) })
    #expect(row.contains(.missing))
  }
}
