import PanelResults

/// What maps ask of their sheet.
struct MapRequest {
  /// The figure's id, for messages.
  var id: String
  var shapes: RegionShapes
  /// Of all regions but the insets.
  var projection: MapProjection
  /// Regions in frames of their own, as positions in the shapes.
  var insets: [Int] = []
  /// In reading order; each gives every region of the shapes a look.
  var maps: [Map]
  var legend: [LegendLayout.Item]
  var size: RequestedSize
  /// Positions that the frame holds beside those of regions.
  var places: [RegionShapes.Position] = []
  /// The room of lines and marks beyond their places, in points.
  var margin = 0.5

  struct Map {
    var title: String?
    /// One for each region.
    var looks: [Look]
    /// What is drawn over the regions.
    var overlay: ((MapFrame) -> [Shape])?
  }

  /// How a region is drawn.
  struct Look {
    var ink: Ink
    var pattern: HatchPattern?
    /// Written inside where there is room.
    var letters: String?
  }
}

/// Maps on a sheet, side by side in rows, under one legend.
struct MapLayout {
  private(set) var size: FigureSize
  private(set) var frames: [Box] = []
  private(set) var groups: [ShapeGroup] = []
  /// Regions whose letters found no room, over all maps.
  private(set) var lettersDropped = 0

  private let request: MapRequest
  private let theme: FigureTheme
  private var areas: [Shape] = []
  private var labels: [Shape] = []

  /// Between neighbouring maps, in points.
  private static let gap = (x: 12.0, y: 10.0)
  /// The narrowest map that stands beside another.
  private static let narrowest = 112.0
  /// The lowest map, in points.
  private static let lowest = 40.0
  /// Between insets, and between them and the map.
  private static let inset = 5.0

  init(_ request: MapRequest, theme: FigureTheme) throws(DocumentError) {
    self.request = request
    self.theme = theme
    size = FigureSize(width: 0, height: 0)
    let width = request.size.width(in: theme)
    let room = width - 2 * Spacing.edge
    let most = max(1, Int((room + Self.gap.x) / (Self.narrowest + Self.gap.x)))
    // Rows of equal length rather than a full row and a rest.
    let rows = (request.maps.count + most - 1) / most
    let columns = rows == 0 ? 1 : (request.maps.count + rows - 1) / rows
    let mapWidth = (room - Self.gap.x * Double(columns - 1)) / Double(columns)
    let legend = LegendLayout(request.legend, width: room, theme: theme)
    let legendHeight = legend.height > 0 ? legend.height + Spacing.block : 0
    let titles = request.maps.map { map in
      map.title.map { TextBlock($0, width: mapWidth, role: .heading, in: theme) }
    }
    let titleHeight =
      titles.map { $0.map { $0.height(in: theme) + Spacing.label } ?? 0 }.max() ?? 0
    let around =
      2 * Spacing.edge + legendHeight + Double(rows) * titleHeight + Double(rows - 1) * Self.gap.y
    let asked = request.size.height.map { $0 * PrintPoint.perMillimetre }
    let highest =
      ((asked ?? theme.pageHeight * PrintPoint.perMillimetre) - around) / Double(max(1, rows))
    guard highest >= Self.lowest else {
      let least = (around + Self.lowest * Double(rows)) / PrintPoint.perMillimetre
      throw .invalid(
        "Figure '\(request.id)' needs a height of at least \(Int(least.rounded(.up))) mm; "
          + (asked == nil
            ? "that is more than a page. Show fewer maps, or take 'size: {width: double}'."
            : "'size.height' gives less. Raise it, or leave it out.")
      )
    }

    let drawn = Self.drawn(request, width: mapWidth, height: highest)
    let isAbove = theme.legend == .top
    var top = Spacing.edge + (isAbove ? legendHeight : 0)
    for start in stride(from: 0, to: request.maps.count, by: columns) {
      if start > 0 { top += Self.gap.y }
      for index in start..<min(start + columns, request.maps.count) {
        let left = Spacing.edge + Double(index - start) * (mapWidth + Self.gap.x)
        if let title = titles[index] {
          let corner = Point(x: left, y: top)
          labels += title.shapes(at: corner, in: theme).map(Shape.text)
        }
        let shift = Point(
          x: left + max(0, (mapWidth - drawn.box.width) / 2),
          y: top + titleHeight
        )
        draw(request.maps[index], drawn, shift: shift)
      }
      top += titleHeight + drawn.box.height
    }
    var height = top + Spacing.edge + (isAbove ? 0 : legendHeight)
    if let asked { height = max(height, asked) }
    let corner = Point(
      x: Spacing.edge,
      y: isAbove ? Spacing.edge : height - Spacing.edge - legend.height
    )
    size = FigureSize(
      width: width / PrintPoint.perMillimetre,
      height: height / PrintPoint.perMillimetre
    )
    let sheet = Box(x: 0, y: 0, width: width, height: height)
    groups = [
      ShapeGroup(.paper, [.rectangle(sheet, Ink(.paper))]),
      ShapeGroup(.data, areas),
      ShapeGroup(.labels, labels),
      ShapeGroup(.legend, legend.height > 0 ? legend.shapes(at: corner) : []),
    ].filter { !$0.shapes.isEmpty }
  }

  // MARK: One map

  /// A map whose upper left corner is the origin: the same borders for all maps.
  private struct Drawn {
    var box: Box
    var frame: MapFrame
    /// Rings of each region, in points.
    var rings: [[[Point]]]
    /// Regions by area, largest first.
    var order: [Int]
    /// Lines around insets.
    var boxes: [Box]
  }

  private static func drawn(_ request: MapRequest, width: Double, height: Double) -> Drawn {
    let regions = request.shapes.regions
    let isGeographic = request.projection != .planar
    let isInset = Set(request.insets)
    let main = regions.indices.filter { !isInset.contains($0) }
    let origin = Point(x: 0, y: 0)
    let margin = request.margin
    let room = width - 2 * margin
    let positions = main.flatMap { regions[$0].positions } + request.places
    func frame(height: Double) -> MapFrame {
      MapFrame(
        holding: positions,
        projection: request.projection,
        corner: Point(x: margin, y: margin),
        width: room,
        height: height
      )
    }
    var frame = frame(height: height - 2 * margin)
    var rings = [[[Point]]](repeating: [], count: regions.count)
    func outline(_ places: [Int], in frame: MapFrame) {
      let outlines = RegionOutlines(
        places.map { regions[$0] },
        isGeographic: isGeographic,
        place: frame.place
      )
      for (place, outline) in zip(places, outlines.rings) { rings[place] = outline }
    }
    outline(main, in: frame)
    var boxes: [Box] = []
    if !request.insets.isEmpty {
      let taken = main.flatMap { rings[$0] }.flatMap { $0 }
      var row: [MapFrame] = []
      var corner: Point?
      // The largest insets that leave the map as it is.
      for share in [0.26, 0.22, 0.18] {
        row = insetFrames(request, beside: frame, share: share)
        corner = freeCorner(Self.extent(row), in: frame.box, beside: taken)
        if corner != nil { break }
      }
      if corner == nil {
        // No corner is free: the insets stand below, and the map gives them room.
        row = insetFrames(request, beside: frame, share: 0.26)
        let rest = height - 1 - Self.extent(row).height - inset
        if frame.box.height > rest {
          frame = self.frame(positions, request.projection, width: room, height: rest)
          outline(main, in: frame)
        }
        corner = Point(x: frame.box.left, y: frame.box.bottom + inset)
      }
      if let corner { row = row.map { $0.moved(by: corner) } }
      for (place, inset) in zip(request.insets, row) {
        let own = RegionOutlines([regions[place]], isGeographic: isGeographic, place: inset.place)
        rings[place] = own.rings[0]
      }
      let top = row.map(\.box.top).min() ?? 0
      let bottom = row.map(\.box.bottom).max() ?? 0
      boxes = row.map {
        Box(
          x: $0.box.x - Self.inset / 2,
          y: top - Self.inset / 2,
          width: $0.box.width + Self.inset,
          height: bottom - top + Self.inset
        )
      }
    }
    let all = rings.flatMap { $0 }.flatMap { $0 } + boxes.map { Point(x: $0.right, y: $0.bottom) }
    let right = max(frame.box.right, all.map(\.x).max() ?? 0) + margin
    let bottom = max(frame.box.bottom, all.map(\.y).max() ?? 0) + margin
    let areas = rings.map { $0.reduce(0) { $0 + abs(RegionOutlines.area(of: $1)) } }
    return Drawn(
      box: Box(x: origin.x, y: origin.y, width: right, height: bottom),
      frame: frame,
      rings: rings,
      order: regions.indices.sorted { (-areas[$0], $0) < (-areas[$1], $1) },
      boxes: boxes
    )
  }

  private static func frame(
    _ positions: [RegionShapes.Position],
    _ projection: MapProjection,
    width: Double,
    height: Double
  ) -> MapFrame {
    MapFrame(
      holding: positions,
      projection: projection,
      corner: Point(x: 0.5, y: 0.5),
      width: width,
      height: max(height, lowest / 2)
    )
  }

  /// Insets in a row from the origin, each in a projection of its own.
  private static func insetFrames(
    _ request: MapRequest,
    beside main: MapFrame,
    share: Double
  ) -> [MapFrame] {
    var left = inset / 2
    let height = max(14, main.box.height * share)
    let width = max(14, main.box.width * share * 0.75)
    var frames = request.insets.map { place in
      let region = request.shapes.regions[place]
      let frame = MapFrame(
        holding: region.positions,
        projection: request.projection == .planar
          ? .planar
          : .suiting([region], coordinates: .degrees, choice: nil),
        corner: Point(x: left, y: inset / 2),
        width: width,
        height: height
      )
      left = frame.box.right + inset
      return frame
    }
    // On one middle line.
    let bottom = frames.map(\.box.bottom).max() ?? 0
    for index in frames.indices {
      let shift = (bottom - frames[index].box.bottom) / 2
      frames[index] = frames[index].moved(by: Point(x: 0, y: shift))
    }
    return frames
  }

  /// The room of a row of insets, with the lines around them.
  private static func extent(_ row: [MapFrame]) -> (width: Double, height: Double) {
    (
      (row.map(\.box.right).max() ?? 0) + inset / 2,
      (row.map(\.box.bottom).max() ?? 0) + inset / 2
    )
  }

  /// The corner of a frame where a row of insets covers no border; `nil` where none is.
  private static func freeCorner(
    _ size: (width: Double, height: Double),
    in box: Box,
    beside points: [Point]
  ) -> Point? {
    let corners = [
      Point(x: box.left, y: box.bottom - size.height),
      Point(x: box.right - size.width, y: box.bottom - size.height),
      Point(x: box.left, y: box.top), Point(x: box.right - size.width, y: box.top),
    ]
    return corners.first { corner in
      let wide = Box(
        x: corner.x - inset,
        y: corner.y - inset,
        width: size.width + 2 * inset,
        height: size.height + 2 * inset
      )
      return box.width > size.width && box.height > size.height
        && !points.contains { point in
          point.x > wide.left && point.x < wide.right && point.y > wide.top
            && point.y < wide.bottom
        }
    }
  }

  private mutating func draw(_ map: MapRequest.Map, _ drawn: Drawn, shift: Point) {
    frames.append(
      Box(x: shift.x, y: shift.y, width: drawn.box.width, height: drawn.box.height)
    )
    var patterns: [Shape] = []
    for box in drawn.boxes {
      areas.append(Shape.rectangle(box, Ink(.grid)).moved(by: shift))
    }
    for place in drawn.order {
      let rings = drawn.rings[place]
      guard !rings.isEmpty else { continue }
      let look = map.looks[place]
      areas.append(Shape.area(rings: rings, look.ink).moved(by: shift))
      guard look.pattern != nil || look.letters != nil else { continue }
      let interior = RegionInterior(rings)
      if let pattern = look.pattern {
        let lines = interior.hatching(pattern)
        if !lines.isEmpty { patterns.append(Shape.lines(lines, Ink(.hatch)).moved(by: shift)) }
      }
      if let letters = look.letters { write(letters, in: interior, shift: shift) }
    }
    areas += patterns
    if let overlay = map.overlay {
      areas += overlay(drawn.frame).map { $0.moved(by: shift) }
    }
  }

  private mutating func write(_ letters: String, in interior: RegionInterior, shift: Point) {
    let size = theme.fontSize(of: .stamp)
    let width = FontMetrics.width(of: letters, size: size)
    let height = 2 * FontMetrics.middle * size
    guard let place = interior.place(width: width, height: height) else {
      lettersDropped += 1
      return
    }
    let anchor = Point(x: place.x, y: place.y + FontMetrics.middle * size) + shift
    labels.append(.text(TextShape(letters, role: .stamp, alignment: .middle, at: anchor)))
  }
}
