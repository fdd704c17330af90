import Foundation

/// A colour as people with other eyes, and copiers, see it.
struct SeenColour {
  /// Linear red, green and blue, 0 to 1.
  var linear: [Double]

  init?(_ hex: String) {
    let bytes = Array(hex.utf8)
    guard bytes.count == 7, let number = UInt32(hex.dropFirst(), radix: 16) else { return nil }
    linear = [16, 8, 0].map { shift in
      let value = Double((number >> shift) & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  private init(linear: [Double]) { self.linear = linear }

  /// As seen without the pigment for green.
  ///
  /// The matrix for deuteranomaly of severity 1.0 of Machado, Oliveira and Fernandes (2009), "A
  /// Physiologically-based Model for Simulation of Color Vision Deficiency", table of matrices, on
  /// linear values.
  var deuteranope: SeenColour {
    let matrix = [
      [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
      [-0.011820, 0.042940, 0.968881],
    ]
    return SeenColour(
      linear: matrix.map { row in
        min(max(zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
      }
    )
  }

  /// Relative luminance: the grey of a copy.
  var luminance: Double { 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] }

  /// CIE lightness, 0 for black to 100 for white.
  var lightness: Double { 116 * Self.root(luminance) - 16 }

  /// CIE L*a*b* under D65.
  var lab: [Double] {
    let matrix = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
      [0.0193339, 0.1191920, 0.9503041],
    ]
    let white = [0.95047, 1, 1.08883]
    let f = zip(matrix, white).map { row, white in
      Self.root(zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 } / white)
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  /// How far two colours are apart, as CIE 1976 ΔE.
  func distance(to other: SeenColour) -> Double {
    zip(lab, other.lab).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private static func root(_ value: Double) -> Double {
    value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
  }
}
