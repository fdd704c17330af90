import Foundation
import PanelNumerics
import Testing

/// Sums over neighbours on a sphere, beside a double loop over all pairs.
@Suite struct SpatialKernelSumTests {
  /// Points all over the earth, thicker at a pole and at the date line.
  static func points(_ count: Int, seed: UInt64 = 4) -> (latitudes: [Double], longitudes: [Double]) {
    var random = Philox(seed: seed, stream: 1)
    var points: (latitudes: [Double], longitudes: [Double]) = ([], [])
    for index in 0..<count {
      switch index % 3 {
      case 0:
        points.latitudes.append(asin(2 * random.uniform() - 1) * 180 / .pi)
        points.longitudes.append(360 * random.uniform() - 180)
      case 1:
        points.latitudes.append(90 - 3 * random.uniform())
        points.longitudes.append(360 * random.uniform() - 180)
      default:
        points.latitudes.append(10 * random.uniform())
        points.longitudes.append((random.uniform() < 0.5 ? -180 : 175) + 5 * random.uniform())
      }
    }
    return points
  }

  static func haversine(_ a: (Double, Double), _ b: (Double, Double)) -> Double {
    let degree = Double.pi / 180
    let h =
      pow(sin((b.0 - a.0) * degree / 2), 2)
      + cos(a.0 * degree) * cos(b.0 * degree) * pow(sin((b.1 - a.1) * degree / 2), 2)
    return 2 * 6371 * asin(min(1, h.squareRoot()))
  }

  @Test(arguments: [1.0, 60, 400, 3000, 12_000, 20_100], [false, true])
  func agreesWithADoubleLoop(cutoff: Double, isUniform: Bool) {
    let (latitudes, longitudes) = Self.points(240)
    var random = Philox(seed: 9, stream: 2)
    let (layers, k) = (3, 2)
    let values = (0..<(240 * layers * k)).map { _ in random.normal() }
    var expected = Matrix(rowCount: k, columnCount: k)
    var pairs = 0
    for i in 0..<240 {
      for j in 0..<240 {
        let distance =
          i == j
          ? 0 : Self.haversine((latitudes[i], longitudes[i]), (latitudes[j], longitudes[j]))
        guard distance <= cutoff else { continue }
        if i < j { pairs += 1 }
        let weight = isUniform ? 1 : 1 - distance / cutoff
        for layer in 0..<layers {
          for a in 0..<k {
            for b in 0..<k {
              expected[a, b] +=
                weight * values[(i * layers + layer) * k + a] * values[(j * layers + layer) * k + b]
            }
          }
        }
      }
    }
    let sum = SpatialKernelSum(
      points: SpherePoints(latitudes: latitudes, longitudes: longitudes), values: values, width: k,
      cutoff: cutoff, kernel: isUniform ? .uniform : .bartlett, threads: 2)
    #expect(sum.neighbourPairs == pairs)
    for index in expected.elements.indices {
      #expect(
        abs(sum.matrix.elements[index] - expected.elements[index])
          <= 1e-9 * (1 + abs(expected.elements[index])))
    }
  }

  @Test func measuresKnownDistances() {
    let points = SpherePoints(
      latitudes: [0, 0, 90, -90, 48.8566, 51.5074], longitudes: [0, 180, 0, 77, 2.3522, -0.1278])
    #expect(abs(points.distance(0, 1) - .pi * 6371) < 1e-6)
    #expect(abs(points.distance(2, 3) - .pi * 6371) < 1e-6)
    #expect(abs(points.distance(0, 2) - .pi * 6371 / 2) < 1e-9)
    #expect(abs(points.distance(4, 5) - 343.556) < 0.001)
    #expect(points.distance(4, 4) == 0)
  }

  @Test func anotherNumberOfThreadsGivesTheSameBits() {
    let (latitudes, longitudes) = Self.points(3000)
    let points = SpherePoints(latitudes: latitudes, longitudes: longitudes)
    let values = latitudes.map { $0 / 7 } + longitudes.map { $0 / 11 }
    let sums = [1, 2, 5].map {
      SpatialKernelSum(
        points: points, values: values, width: 2, cutoff: 500, kernel: .bartlett, threads: $0
      ).matrix
    }
    #expect(sums[0] == sums[1] && sums[1] == sums[2])
  }

  @Test func takesNoPointsAndOnePoint() {
    let none = SpatialKernelSum(
      points: SpherePoints(latitudes: [], longitudes: []), values: [], width: 2, cutoff: 10,
      kernel: .uniform, threads: 1)
    #expect(none.matrix == Matrix(rowCount: 2, columnCount: 2))
    let one = SpatialKernelSum(
      points: SpherePoints(latitudes: [1], longitudes: [2]), values: [3, 4], width: 2, cutoff: 10,
      kernel: .bartlett, threads: 1)
    #expect(one.matrix.elements == [9, 12, 12, 16])
  }
}
