import TestSupport
import Testing

@testable import PanelDocument

@Suite struct MarkTests {
  let frame: Frame

  init() throws {
    frame = Frame(
      box: Box(x: 10, y: 20, width: 100, height: 50),
      x: .linear(domain: 0...10, start: 10, end: 110),
      y: .linear(domain: 0...5, start: 70, end: 20),
      theme: try StyleFiles.load(from: "figures/plain.yaml")
    )
  }

  @Test func placesValuesOnScales() {
    #expect(Scale.linear(domain: -1...1, start: 0, end: 10).position(of: 0) == 5)
    let ratios = Scale.logarithmic(domain: 1...100, start: 0, end: 10)
    #expect(abs(ratios.position(of: 10) - 5) < 1e-12)
    let bands = Scale.bands(centres: [10, 30, 60])
    #expect([0, 1, 1.5, 2, 7].map(bands.position) == [10, 30, 45, 60, 60])
  }

  @Test func survivesTheWidestRange() {
    let most = Double.greatestFiniteMagnitude
    let scale = Scale.linear(domain: -most...most, start: 0, end: 10)
    #expect(scale.position(of: most) == 10 && scale.position(of: 0) == 5)
  }

  @Test func widensARangeOfOneValue() {
    #expect((0.0...0).widenedIfEmpty == -1...1)
    #expect((5.0...5).widenedIfEmpty == 4.5...5.5)
    #expect((-2.0...3).widenedIfEmpty == -2...3)
    let noise = (1.0...(1 + 1e-15)).widenedIfEmpty
    #expect(noise.lowerBound < 0.95 && noise.upperBound > 1.05)
  }

  @Test func asksForTheRoomOfItsData() {
    let line = LineMark([Datum(x: 1, y: 2), Datum(x: 3, y: -4)], series: 0)
    #expect(line.domain == Domain(x: 1...3, y: -4...2))
    let whisker = WhiskerMark([Span(at: 2, low: 0, high: 9)], along: .x, series: 0)
    #expect(whisker.domain == Domain(x: 0...9, y: 2...2))
    #expect(RuleMark(at: 7, on: .x).domain == Domain(x: 7...7))
    #expect(
      line.domain.union(RuleMark(at: 7, on: .x).domain) == Domain(x: 1...7, y: -4...2)
    )
    #expect(GridMark(at: [0, 100], on: .x).domain == Domain())
  }

  @Test func drawsIntervalsWithCapsWhereAsked() {
    let span = [Span(at: 5, low: 1, high: 4)]
    let bare = WhiskerMark(span, along: .y, series: 1).shapes(in: frame)
    #expect(
      bare == [
        .line(from: Point(x: 60, y: 60), to: Point(x: 60, y: 30), Ink(.whisker, series: 1))
      ]
    )
    let capped = WhiskerMark(span, along: .y, series: 1, kind: .band).shapes(in: frame)
    #expect(capped.count == 3 && capped.first?.corners == bare.first?.corners)
  }

  @Test func drawsBarsBandsAndText() {
    let bar = BarMark([Span(at: 5, low: 0, high: 4)], along: .y, series: 0, thickness: 6)
    #expect(
      bar.shapes(in: frame) == [
        .rectangle(Box(x: 57, y: 30, width: 6, height: 40), Ink(.bar, series: 0))
      ]
    )
    let band = RibbonMark([Span(at: 0, low: 1, high: 2), Span(at: 10, low: 1, high: 3)], series: 0)
    #expect(band.shapes(in: frame).first?.corners.count == 4)
    #expect(RibbonMark([Span(at: 0, low: 1, high: 2)], series: 0).shapes(in: frame).isEmpty)
    let text = TextMark("n", at: Datum(x: 5, y: 5), alignment: .middle).shapes(in: frame)
    guard case .text(let shape) = text.first else { return #expect(Bool(false)) }
    #expect(shape.anchor.x == 60)
  }

  /// Shapes weigh the same to the eye, and none reaches farther than layouts allow for.
  @Test(arguments: Marker.allCases)
  func givesMarkersTheAreaOfACircle(marker: Marker) {
    let shape = marker.shape(
      at: Point(x: 0, y: 0),
      diameter: frame.theme.markerSize,
      ink: Ink(.marker, series: 0)
    )
    let reach = Marker.reach(in: frame.theme)
    for corner in shape.corners {
      #expect(abs(corner.x) <= reach && abs(corner.y) <= reach)
    }
    guard case .polygon(let corners, _) = shape, marker != .plus, marker != .cross else { return }
    var doubled = 0.0
    for (index, corner) in corners.enumerated() {
      let next = corners[(index + 1) % corners.count]
      doubled += corner.x * next.y - next.x * corner.y
    }
    let circle = Double.pi * frame.theme.markerSize * frame.theme.markerSize / 4
    #expect(abs(abs(doubled) / 2 - circle) < 1e-9)
  }

  /// Every label in the room, none over another, order kept, and still where nothing is in the way.
  @Test(arguments: 0..<100)
  func movesLabelsApartAsLittleAsItMust(seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed))
    let labels = (0...numbers.below(9)).map { _ in
      LabelPlacement.Label(wanted: numbers.uniform() * 120 - 10, height: 5 + numbers.uniform() * 5)
    }
    let middles = try #require(LabelPlacement.middles(of: labels, within: 0...100))
    let order = labels.indices.sorted { (labels[$0].wanted, $0) < (labels[$1].wanted, $1) }
    for (above, below) in zip(order, order.dropFirst()) {
      let distance = (labels[above].height + labels[below].height) / 2
      #expect(middles[below] - middles[above] >= distance - 1e-9)
    }
    for (label, middle) in zip(labels, middles) {
      #expect(middle - label.height / 2 >= -1e-9 && middle + label.height / 2 <= 100 + 1e-9)
    }
  }

  @Test func leavesLabelsThatDoNotMeetWhereTheyAre() {
    let labels = [20.0, 50, 80].map { LabelPlacement.Label(wanted: $0, height: 10) }
    #expect(LabelPlacement.middles(of: labels, within: 0...100) == [20, 50, 80])
    let equal = [50.0, 50].map { LabelPlacement.Label(wanted: $0, height: 10) }
    #expect(LabelPlacement.middles(of: equal, within: 0...100) == [45, 55])
    let high = [LabelPlacement.Label(wanted: 0, height: 101)]
    #expect(LabelPlacement.middles(of: high, within: 0...100) == nil)
  }

  @Test func stacksNamesThatWouldMeet() {
    #expect(LabelPlacement.rows(of: [0...10, 20...30, 8...22], gap: 2) == [0, 0, 1])
    #expect(LabelPlacement.rows(of: [0...10, 11...30], gap: 2) == [0, 1])
  }
}
