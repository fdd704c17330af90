import Foundation
import Testing

@testable import simulate

@Suite struct PlacesTests {
  /// 99, 72 and 99 rows of nine years, and 26 provinces without municipalities.
  @Test func countsProvincesByRegion() {
    let counts = Province.Region.allCases.map { region in
      Province.all.filter { $0.region == region }.count
    }
    #expect(counts == [11, 8, 11])
    #expect(Set(Province.all.map(\.name)).count == 30)
    #expect(Province.all.filter { !$0.isMunicipality }.count == 26)
  }

  /// A quarter of the great circle; Beijing to Shanghai is some 1,068 km.
  @Test func measuresGreatCircles() {
    let quarter = Distances.kilometres((0, 0), (90, 0))
    #expect(abs(quarter - 6371.0088 * Double.pi / 2) < 1e-9)
    let places = Province.all.map { (latitude: $0.latitude, longitude: $0.longitude) }
    #expect(abs(Distances.kilometres(places[0], places[8]) - 1068) < 2)
    let weights = Distances.inverse(places, power: 2)
    #expect(weights.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-12 })
    #expect(places.indices.allSatisfy { weights[$0][$0] == 0 })
  }

  @Test func refusesArgumentsThatItDoesNotKnow() {
    #expect(throws: UsageError.self) { try Simulate.write([]) }
    let error = #expect(throws: UsageError.self) { try Simulate.write(["digital", "folder"]) }
    #expect(error?.description.hasPrefix("no generator named 'digital'; there are:") == true)
  }
}
