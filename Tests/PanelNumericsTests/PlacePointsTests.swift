import Foundation
import Testing

@testable import PanelNumerics

/// Distances between places, found quickly and by looking at all of them.
@Suite struct PlacePointsTests {
  /// Numbers between 0 and 1 that are the same everywhere.
  static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var generator = Philox(seed: seed, stream: 0)
    return (0..<count).map { _ in generator.uniform() }
  }

  static func sphere(_ count: Int) -> PlacePoints {
    PlacePoints(
      latitudes: numbers(count, seed: 1).map { asin(2 * $0 - 1) * 180 / .pi },
      longitudes: numbers(count, seed: 2).map { 360 * $0 - 180 })
  }

  static func plane(_ count: Int) -> PlacePoints {
    PlacePoints(x: numbers(count, seed: 3), y: numbers(count, seed: 4).map { 3 * $0 })
  }

  static func sorted(_ points: PlacePoints, around place: Int) -> [PlaceDistance] {
    (0..<points.count).filter { $0 != place }
      .map { PlaceDistance(place: $0, distance: points.distance(place, $0)) }
      .sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
  }

  @Test(arguments: [9, 60, 700]) func findsTheNearestAsACompleteSearchDoes(count: Int) {
    for points in [Self.sphere(count), Self.plane(count)] {
      for k in [1, 4, 8] {
        let found = points.nearest(k, threads: 2)
        for place in 0..<count {
          let expected = Self.sorted(points, around: place).prefix(k).sorted { $0.place < $1.place }
          #expect(found[place] == Array(expected), "\(k) of \(place)")
        }
      }
    }
  }

  @Test(arguments: [(0.05, 150.0), (0.3, 4_000), (5, 30_000)])
  func findsAllWithinADistanceAsACompleteSearchDoes(onPlane: Double, onSphere: Double) {
    for (points, distance) in [(Self.plane(400), onPlane), (Self.sphere(400), onSphere)] {
      let found = points.within(distance, threads: 2)
      for place in 0..<points.count {
        let expected = Self.sorted(points, around: place).filter { $0.distance <= distance }
          .sorted { $0.place < $1.place }
        #expect(found[place] == expected)
      }
    }
  }

  @Test func takesTheFirstOfTiesInTheOrderOfPlaces() {
    // A lattice whose spacing has no exact binary form: the four neighbours of a point are ties.
    var (x, y): ([Double], [Double]) = ([], [])
    for i in 0..<7 {
      for j in 0..<7 {
        x.append(Double(i) * 0.1)
        y.append(Double(j) * 0.1)
      }
    }
    let points = PlacePoints(x: x, y: y)
    let centre = 3 * 7 + 3
    #expect(points.nearest(2, threads: 1)[centre].map(\.place) == [centre - 7, centre - 1])
    #expect(
      points.nearest(4, threads: 1)[centre].map(\.place)
        == [centre - 7, centre - 1, centre + 1, centre + 7])
  }

  @Test func measuresAcrossPolesAndTheDateLine() {
    let points = PlacePoints(latitudes: [0, 0, 89, 89, 0], longitudes: [179.5, -179.5, 10, 190, 0])
    let degree = PlacePoints.earthRadius * .pi / 180
    #expect(abs(points.distance(0, 1) - degree) < 1e-9)
    #expect(abs(points.distance(2, 3) - 2 * degree) < 1e-9)
    #expect(points.nearest(1, threads: 1)[0].map(\.place) == [1])
    #expect(points.within(1.01 * degree, threads: 1)[1].map(\.place) == [0])
  }

  @Test func findsTwoPlacesOnOneSpot() throws {
    #expect(Self.plane(50).firstPairOnOneSpot == nil)
    let pair = try #require(
      PlacePoints(latitudes: [1, 2, 1, 2], longitudes: [190, 3, -170, 3]).firstPairOnOneSpot)
    #expect(pair == (0, 2))
    #expect(PlacePoints(x: [1, 2, 3, 2], y: [0, 5, 0, 5]).firstPairOnOneSpot?.1 == 3)
  }

  @Test func findsNeighboursOfManyPlacesAtOnce() {
    let points = Self.sphere(20_000)
    let near = points.nearest(6, threads: 2)
    #expect(near.allSatisfy { $0.count == 6 })
    for place in stride(from: 0, to: points.count, by: 997) {
      let expected = Self.sorted(points, around: place).prefix(6).sorted { $0.place < $1.place }
      #expect(near[place] == Array(expected))
    }
  }
}

/// Standardising matrices, and putting two together.
@Suite struct SparseStandardisingTests {
  static func matrix(_ entries: [(Int, Int, Double)], _ count: Int) -> SparseMatrix {
    SparseMatrix(
      rowCount: count, columnCount: count, entries: entries.map { .init($0.0, $0.1, $0.2) })
  }

  /// A ring with links of random weight and some chords, in one direction.
  static func ring(_ count: Int) -> SparseMatrix {
    let weights = PlacePointsTests.numbers(2 * count, seed: 7)
    var entries: [(Int, Int, Double)] = []
    for i in 0..<count {
      entries.append((i, (i + 1) % count, 0.1 + weights[i]))
      entries.append((i, (i + 5) % count, weights[count + i]))
    }
    return matrix(entries, count)
  }

  @Test func leavesRowsWithoutWeightsWhenRowsAreStandardised() {
    let standardised = Self.matrix([(0, 1, 2), (0, 2, 6), (1, 0, 5)], 3).rowStandardised()
    #expect(standardised.rowSums == [1, 1, 0])
    #expect(standardised[0, 2] == 0.75)
  }

  @Test func findsTheLargestEigenvalueOfSymmetricMatricesByIterationAsByDecomposition() throws {
    let half = Self.ring(120)
    let symmetric = half.combined(with: half.transposed(), keepingAll: true) { $0 + $1 }
    let exact = try #require(SymmetricEigen(symmetric.dense()).values.last)
    #expect(abs(try #require(symmetric.spectralRadius()) - exact) < 1e-12 * exact)
    // Too large to be decomposed: two copies side by side have the same largest eigenvalue.
    var entries = symmetric.entries.map { ($0.row, $0.column, $0.value) }
    for copy in 1...5 {
      entries += symmetric.entries.map { ($0.row + 120 * copy, $0.column + 120 * copy, $0.value) }
    }
    let many = try #require(Self.matrix(entries, 720).spectralRadius())
    #expect(abs(many - exact) < 1e-11 * exact)
  }

  @Test func findsTheLargestEigenvalueOfMatricesThatAreNotConnected() throws {
    // Part {0, 1, 2} is a cycle with eigenvalue ∛(2·3·4); {3, 4} has √(5·5); 5 leads into both.
    let matrix = Self.matrix(
      [(0, 1, 2), (1, 2, 3), (2, 0, 4), (3, 4, 5), (4, 3, 5), (5, 0, 9), (5, 3, 9)], 6)
    #expect(abs(try #require(matrix.spectralRadius()) - 5) < 1e-11)
    let cycle = matrix.submatrix([0, 1, 2, 5])
    #expect(abs(try #require(cycle.spectralRadius()) - pow(24, 1.0 / 3)) < 1e-11)
    #expect(Self.matrix([(0, 1, 2), (1, 2, 3)], 3).spectralRadius() == 0)
    #expect(Self.ring(60).spectralRadius(effort: 1) == nil)
  }

  @Test func findsStronglyConnectedParts() {
    let matrix = Self.matrix([(0, 1, 1), (1, 0, 1), (1, 2, 1), (3, 2, 1), (2, 4, 1), (4, 2, 1)], 5)
    #expect(Set(matrix.strongComponents()) == [[0, 1], [2, 4], [3]])
  }

  @Test func combinesMatricesElementByElement() {
    let one = Self.matrix([(0, 1, 2), (1, 2, 3)], 3)
    let other = Self.matrix([(0, 1, 5), (0, 2, 7), (2, 0, 1)], 3)
    #expect(one.combined(with: other) { $0 * $1 } == Self.matrix([(0, 1, 10)], 3))
    #expect(
      one.combined(with: other, keepingAll: true) { $0 - $1 }
        == Self.matrix([(0, 1, -3), (0, 2, -7), (1, 2, 3), (2, 0, -1)], 3))
    #expect(one.minMaxNorm == 3)
  }
}
