import Foundation
import PanelNumerics
import Testing

/// The logarithm of the normal distribution function and its derivatives, near and far.
@Suite struct NormalTailTests {
  /// Values by series and continued fractions in 60 decimal digits.
  static let values: [(z: Double, log: Double, hazard: Double, curvature: Double)] = [
    (-1000, -5.00007826694812184e+5, 1.00000099999800001e+3, 9.99999000005999950e-1),
    (-37.5, -7.07668989317507191e+2, 3.75266288748836536e+1, 9.99291905114579254e-1),
    (-12.25, -7.84622708273759286e+1, 1.23305792399537563e+1, 9.93588703345039966e-1),
    (-5.5, -1.77793763526252605e+1, 5.67141031389730562e+0, 9.72138222145553770e-1),
    (-4.5, -1.25924197357130787e+1, 4.70431984482773240e+0, 9.61185900715224466e-1),
    (-2, -3.78318433368203195e+0, 2.37321553282284087e+0, 8.85720899585918743e-1),
    (-0.5, -1.17591176159361861e+0, 1.14107777036806448e+0, 7.31519592844121054e-1),
    (0, -6.93147180559945309e-1, 7.97884560802865356e-1, 6.36619772367581343e-1),
    (0.75, -2.56994266838365237e-1, 3.89382056735927024e-1, 4.43654928659845960e-1),
    (3, -1.35080996474819380e-3, 4.43783904212566379e-3, 1.33332115417408062e-2),
    (8, -6.22096057427178606e-16, 5.05227108353689543e-15, 4.04181686682951890e-14),
  ]

  @Test func agreesWithValuesOfManyDigits() {
    for (z, log, hazard, curvature) in Self.values {
      let tail = NormalTail(z)
      #expect(abs(tail.logProbability - log) <= 1e-14 * abs(log), "\(z)")
      #expect(abs(tail.hazard - hazard) <= 2e-14 * hazard, "\(z)")
      #expect(abs(tail.curvature - curvature) <= 1e-13 * curvature, "\(z)")
    }
  }

  /// The two ways of computing meet at −5.
  @Test func isContinuousWhereTheFarTailBegins() {
    let near = NormalTail(-5)
    let far = NormalTail((-5.0).nextDown)
    #expect(abs(near.logProbability - far.logProbability) < 1e-13)
    #expect(abs(near.hazard - far.hazard) < 1e-13)
    #expect(abs(near.curvature - far.curvature) < 1e-12)
  }

  @Test func curvatureLiesBetweenZeroAndOne() {
    for z in [-1e9, -1e3, -37.6, -8, 0, 3, 20, 38, 40, 1e4] {
      let tail = NormalTail(z)
      #expect(tail.curvature >= 0 && tail.curvature <= 1, "\(z)")
      #expect(tail.logProbability.isFinite, "\(z)")
    }
  }
}

/// Nodes and weights against closed forms.
@Suite struct GaussHermiteTests {
  /// ∫ exp(−a²) a^p da = Γ((p + 1)/2), exact up to degree 2n − 1.
  @Test(arguments: [1, 2, 3, 8, 12, 25])
  func integratesPolynomialsExactly(_ count: Int) {
    let rule = GaussHermite(count: count)
    for power in stride(from: 0, through: 2 * count - 2, by: 2) {
      let sum = zip(rule.nodes, rule.weights).reduce(0.0) { total, node in
        total + node.1 * exp(-node.0 * node.0) * pow(node.0, Double(power))
      }
      let exact = tgamma(Double(power + 1) / 2)
      #expect(abs(sum - exact) < 1e-12 * exact, "\(count) points, degree \(power)")
    }
  }

  /// Abramowitz and Stegun (1964), table 25.10, n = 12.
  @Test func hasThePublishedNodes() {
    let rule = GaussHermite(count: 12)
    let nodes = [0.314240376254359, 0.947788391240164, 3.889724897869782]
    for (found, value) in zip([rule.nodes[6], rule.nodes[7], rule.nodes[11]], nodes) {
      #expect(abs(found - value) < 1e-14)
    }
    let weight = rule.weights[6] * exp(-rule.nodes[6] * rule.nodes[6])
    #expect(abs(weight - 0.570135236262480) < 1e-14)
  }

  /// Weights would vanish with the exponential in them.
  @Test func keepsHundredsOfNodes() {
    let rule = GaussHermite(count: 260)
    #expect(rule.weights.allSatisfy { $0.isFinite && $0 > 0 })
    for q in rule.nodes.indices {
      #expect(rule.nodes[q] == -rule.nodes[259 - q])
      #expect(q == 0 || rule.nodes[q] > rule.nodes[q - 1])
    }
    // A normal density of twice the variance.
    let sum = zip(rule.nodes, rule.weights).reduce(0.0) { $0 + $1.1 * exp(-$1.0 * $1.0 / 2) }
    #expect(abs(sum - (2 * Double.pi).squareRoot()) < 1e-12)
  }
}

/// Gram–Schmidt done twice.
@Suite struct OrthonormalBasisTests {
  @Test func rebuildsNearlyCollinearColumns() {
    let n = 40
    let columns = (0..<7).map { power in (0..<n).map { pow(1990 + Double($0), Double(power)) } }
    let scaled = columns.map { column in column.map { $0 / (column.last ?? 1) } }
    let matrix = Matrix(columns: Array(scaled.prefix(4)))
    let basis = OrthonormalBasis(matrix)
    let product = (1 / Double(n)) * basis.basis.crossProduct()
    let rebuilt = basis.basis * basis.triangle
    for j in 0..<4 {
      for i in 0..<4 { #expect(abs(product[i, j] - (i == j ? 1 : 0)) < 1e-9) }
      for i in 0..<n { #expect(abs(rebuilt[i, j] - matrix[i, j]) < 1e-14) }
    }
  }
}
