import PanelResults

/// Where regions come on paper: a projection, a scale and a corner.
struct MapFrame {
  /// Around all that is drawn, in points.
  private(set) var box: Box
  private let projection: MapProjection
  /// Points per unit of the projection.
  private let scale: Double
  /// The projected place of the box's upper left corner.
  private let origin: Datum

  /// The largest frame within a room that holds some positions.
  ///
  /// - Parameters:
  ///   - positions: In degrees or lengths.
  ///   - projection: How they come into a plane.
  ///   - corner: Its upper left corner.
  ///   - width: The room's width; the frame fills it unless its height is less than it needs.
  ///   - height: The room's greatest height.
  init(
    holding positions: some Sequence<RegionShapes.Position>,
    projection: MapProjection,
    corner: Point,
    width: Double,
    height: Double
  ) {
    self.projection = projection
    var (left, right) = (Double.infinity, -Double.infinity)
    var (low, high) = (Double.infinity, -Double.infinity)
    for position in positions {
      let place = projection.place(of: position)
      (left, right) = (min(left, place.x), max(right, place.x))
      (low, high) = (min(low, place.y), max(high, place.y))
    }
    if !(left <= right) { (left, right, low, high) = (0, 1, 0, 1) }
    let extent = (x: right - left, y: high - low)
    let fitting = [width / extent.x, height / extent.y].filter(\.isFinite)
    scale = fitting.min() ?? 1
    origin = Datum(x: left, y: high)
    box = Box(x: corner.x, y: corner.y, width: scale * extent.x, height: scale * extent.y)
  }

  func place(of position: RegionShapes.Position) -> Point {
    let place = projection.place(of: position)
    return Point(x: box.x + (place.x - origin.x) * scale, y: box.y + (origin.y - place.y) * scale)
  }

  /// The same frame elsewhere.
  func moved(by offset: Point) -> MapFrame {
    var frame = self
    frame.box.x += offset.x
    frame.box.y += offset.y
    return frame
  }
}

extension RegionShapes.Region {
  /// Every position of its rings.
  var positions: [RegionShapes.Position] { polygons.flatMap(\.rings).flatMap { $0 } }
}
