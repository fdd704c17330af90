import Foundation
import PanelResults
import TestSupport
import Testing

@testable import PanelData

/// Polygons as people save them, and as they should not.
@Suite struct GeoJSONTests {
  private func read(_ text: String, named name: String = "map.geojson") throws(DataError)
    -> GeoJSONFile
  {
    try GeoJSONFile(FileContent(name: name, bytes: Array(text.utf8)))
  }

  private func fault(_ text: String, named name: String = "map.geojson") -> String {
    do throws(DataError) {
      _ = try read(text, named: name).regions(by: "id")
      return "no fault"
    } catch {
      return error.description
    }
  }

  private static let square = "[[[0,0],[1,0],[1,1],[0,1],[0,0]]]"

  private func feature(_ id: String, _ coordinates: String = square) -> String {
    """
    {"type":"Feature","properties":{"id":\(id)},\
    "geometry":{"type":"Polygon","coordinates":\(coordinates)}}
    """
  }

  private func collection(_ features: String..., more: String = "") -> String {
    "{\"type\":\"FeatureCollection\",\(more)\"features\":[\(features.joined(separator: ","))]}"
  }

  @Test func readsPolygonsHolesAndParts() throws {
    let hole = "[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1,7],[2,1,7],[2,2,7],[1,1,7]]]"
    let parts = "[\(Self.square),[[[5,5],[6,5],[6,6],[5,5]]]]"
    let file = try read(
      collection(
        feature("\"é\\u00e9\"", hole),
        """
        {"type":"Feature","id":9,"bbox":[0,0,1,1],"foreign":{"a":[1,{"b":null}]},\
        "properties":{"id":7,"flag":true},\
        "geometry":{"type":"MultiPolygon","coordinates":\(parts)}}
        """,
        "{\"type\":\"Feature\",\"properties\":{\"id\":\"none\"},\"geometry\":null}",
        """
        {"type":"Feature","properties":{"id":1.5},"geometry":{"type":"GeometryCollection",\
        "geometries":[{"type":"Polygon","coordinates":\(Self.square)}]}}
        """
      )
    )
    let regions = try file.regions(by: "id")
    #expect(regions.ids == ["éé", "7", "none", "1.5"])
    #expect(regions.regions[0].polygons[0].rings.map(\.count) == [4, 3])
    #expect(regions.regions[1].polygons.count == 2)
    #expect(regions.regions[2].polygons.isEmpty)
    #expect(regions.coordinates == .degrees)
  }

  @Test func takesTheMemberWhereNoPropertyIsNamedId() throws {
    let text = """
      {"type":"Feature","id":"A","properties":null,\
      "geometry":{"type":"Polygon","coordinates":\(Self.square)}}
      """
    #expect(try read(text).regions(by: "id").ids == ["A"])
  }

  @Test(arguments: [
    ("", "degrees"), ("\"crs\":null,", "planar"),
    (
      "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},",
      "degrees"
    ),
    ("\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3857\"}},", "planar"),
  ])
  func heedsTheReferenceSystem(member: String, coordinates: String) throws {
    let regions = try read(collection(feature("1"), more: member)).regions(by: "id")
    #expect(regions.coordinates.rawValue == coordinates)
  }

  @Test func takesGreatCoordinatesForPlanar() throws {
    let text = collection(feature("1", "[[[0,0],[500000,0],[500000,4],[0,0]]]"))
    #expect(try read(text).regions(by: "id").coordinates == .planar)
  }

  @Test func namesWhatIsWrong() {
    let cases = [
      ("", "map.geojson, line 1: the file ends in the middle of a value."),
      ("[1,2]", "map.geojson: a GeoJSON document is an object, not an array."),
      ("{\"a\":1}", "map.geojson: this is no GeoJSON: the object has no 'type'."),
      (
        "{\"type\":\"Feature\n",
        "map.geojson, line 1: a text holds a line break or another control character; write it as '\\n'."
      ),
      ("{\n\"type\" 1}", "map.geojson, line 2: a colon is expected after 'type'."),
      ("{\"a\":[1,2}", "map.geojson, line 1: a comma or ']' is expected here, not '}'."),
      ("{\"a\":NaN}", "map.geojson, line 1: a value of JSON is expected here, not 'NaN}'."),
      (
        "{\"a\":1e999}",
        "map.geojson, line 1: the number is beyond the largest that a double holds."
      ),
      ("{\"a\":1} x", "map.geojson, line 1: there is more after the end of the document."),
      (
        String(repeating: "[", count: 5000),
        "map.geojson, line 1: arrays and objects stand more than 100 deep within each other."
      ),
      (
        "{\"type\":\"Topology\"}",
        "map.geojson: this is TopoJSON; convert it to GeoJSON, for instance with 'topo2geo' or at "
          + "mapshaper.org."
      ),
      (collection(), "map.geojson: there are no polygons in it."),
      (
        collection(feature("1"), feature("1")),
        "map.geojson: features 1 and 2 are both '1' by 'id'. Name a property that tells regions "
          + "apart, or join the parts of a region into one MultiPolygon."
      ),
      (
        collection(feature("1"), feature("null")),
        "map.geojson: feature 2 has no 'id', which names regions here."
      ),
      (
        collection(feature("1", "[[[0,0],[1,0],[1,1],[0,1]]]")),
        "map.geojson: a ring of feature 1 is not closed: its last position must equal its first."
      ),
      (
        collection(feature("1", "[[[0,0],[1,0],[0,0]]]")),
        "map.geojson: a ring of feature 1 has 3 positions; it needs four, the last equal to the "
          + "first."
      ),
      (
        collection(feature("1", "[[[0,0],[1],[1,1],[0,0]]]")),
        "map.geojson: position 2 in a ring of feature 1 is an array, not two numbers."
      ),
      (
        collection(
          "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}"
        ),
        "map.geojson: feature 1 is a Point; regions are polygons. For places that are points, use "
          + "weights by distance, such as 'method: nearest'."
      ),
    ]
    for (text, message) in cases {
      #expect(fault(text) + "." == message || fault(text) == message, "\(text.prefix(80))")
    }
  }

  @Test func namesThePropertiesThatThereAre() {
    let text = collection(
      """
      {"type":"Feature","properties":{"NAME":"a","ide":"b"},\
      "geometry":{"type":"Polygon","coordinates":\(Self.square)}}
      """
    )
    #expect(
      fault(text)
        == "map.geojson: no feature has the property 'id'. Did you mean 'ide'? There are: NAME, ide."
    )
  }

  @Test func saysWhatAShapefileNeeds() {
    #expect(fault("x", named: "states.shp").contains("ogr2ogr -f GeoJSON"))
    #expect(fault("PK\u{3}\u{4}").contains("zip archive"))
  }

  @Test func refusesBytesThatAreNoText() {
    var bytes = Array("{\"type\":\"".utf8)
    bytes += [0xFF, 0xFE] + Array("\"}".utf8)
    #expect(throws: DataError.self) {
      try GeoJSONFile(FileContent(name: "map.geojson", bytes: bytes))
    }
  }

  /// Cut and changed documents give an error or regions, and never end the program.
  @Test func survivesDamagedDocuments() {
    let whole = Array(collection(feature("1"), feature("\"b\\n\"")).utf8)
    for length in 0..<whole.count {
      _ = fault(String(decoding: whole[..<length], as: UTF8.self))
    }
    var state: UInt64 = 7
    for _ in 0..<400 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      var damaged = whole
      damaged[Int(state >> 33) % whole.count] = UInt8(truncatingIfNeeded: state >> 20)
      _ = fault(String(decoding: damaged, as: UTF8.self))
    }
  }
}
