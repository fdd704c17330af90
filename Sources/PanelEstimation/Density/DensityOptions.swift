import PanelNumerics
package import PanelResults

/// How a kernel density is drawn: the keys `kernel`, `bandwidth` and `points` of a study.
package struct DensityOptions: Decodable, Sendable, Equatable {
  package var kernel: KernelDensity.Kernel?
  package var bandwidth: BandwidthOption?
  package var points: DensityPoints?

  package init(
    kernel: KernelDensity.Kernel? = nil,
    bandwidth: BandwidthOption? = nil,
    points: DensityPoints? = nil
  ) {
    self.kernel = kernel
    self.bandwidth = bandwidth
    self.points = points
  }

  /// - Parameter defaultPoints: The points where the study names none.
  package static func keys(defaultPoints: DensityPoints) -> [KeyDescription] {
    [
      KeyDescription(
        "kernel",
        .choice(KernelDensity.Kernel.allCases.map(\.rawValue)),
        default: "epanechnikov",
        "The kernel of the density, in Stata's scaling."
      ),
      KeyDescription(
        "bandwidth",
        .either([.choice(BandwidthOption.rules.map(\.rawValue)), .number]),
        default: "silverman",
        "A rule, or the bandwidth itself. The rules are Stata's default and R's bw.SJ."
      ),
      KeyDescription(
        "points",
        .either([.choice(["kdensity", "twoway"]), .integer]),
        default: defaultPoints.text,
        """
        Where the density is evaluated: kdensity takes min(n, 50) points from a bandwidth below \
        the least value to one above the greatest, twoway 300 points between them, a number that \
        many points over the wider range.
        """
      ),
    ]
  }

  /// The density of some values; absent for fewer than two, or where they do not vary.
  ///
  /// - Parameters:
  ///   - values: n finite numbers.
  ///   - weights: n positive analytic weights; absent for equal weights.
  ///   - defaultPoints: The points where the study names none.
  /// - Returns: A density whose `rule` is Silverman's where the equation of Sheather and Jones has
  ///   no solution, and where values are weighted.
  package func density(
    of values: [Double],
    weights: [Double]? = nil,
    defaultPoints: DensityPoints
  ) -> KernelDensity? {
    let kernel = kernel ?? .epanechnikov
    guard let (width, rule) = chosenBandwidth(of: values, weights: weights),
      let curve = DensityCurve(
        of: values,
        weights: weights,
        kernel: kernel.smoothing,
        bandwidth: width,
        grid: (points ?? defaultPoints).grid
      )
    else { return nil }
    return KernelDensity(
      x: curve.x,
      density: curve.density,
      bandwidth: width,
      kernel: kernel,
      rule: rule,
      n: values.count
    )
  }

  private func chosenBandwidth(
    of values: [Double],
    weights: [Double]?
  ) -> (width: Double, rule: KernelDensity.BandwidthRule)? {
    if case .width(let width) = bandwidth { return (width, .fixed) }
    if bandwidth == .rule(.sheatherJones), weights == nil,
      let width = Bandwidth.sheatherJones(values)
    {
      return (width, .sheatherJones)
    }
    return Bandwidth.silverman(values, weights: weights).map { ($0, .silverman) }
  }
}

/// A rule for the bandwidth, or the bandwidth itself.
package enum BandwidthOption: Decodable, Sendable, Equatable {
  case rule(KernelDensity.BandwidthRule)
  /// In units of the variable and the scaling of the kernel.
  case width(Double)

  static let rules: [KernelDensity.BandwidthRule] = [.silverman, .sheatherJones]

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let width = try OptionValue.number(Double.self, in: container) {
      guard width > 0, width.isFinite else {
        throw OptionValue.fault("'bandwidth' is \(width); it must be above 0.", in: decoder)
      }
      self = .width(width)
      return
    }
    let word = try container.decode(String.self)
    guard let rule = Self.rules.first(where: { $0.rawValue == word }) else {
      throw OptionValue.fault(
        "'bandwidth' is '\(word)'; it takes silverman, sheather-jones or a number above 0.",
        in: decoder
      )
    }
    self = .rule(rule)
  }
}

/// The points at which a density is evaluated.
package enum DensityPoints: Decodable, Sendable, Equatable {
  case kdensity
  case twoway
  case count(Int)

  /// More points than this are never needed.
  static let limit = 10_000

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let count = try OptionValue.number(Int.self, in: container) {
      guard (2...Self.limit).contains(count) else {
        throw OptionValue.fault(
          "'points' is \(count); a density needs 2 to \(Self.limit) points.",
          in: decoder
        )
      }
      self = .count(count)
      return
    }
    switch try container.decode(String.self) {
    case "kdensity": self = .kdensity
    case "twoway": self = .twoway
    case let word:
      throw OptionValue.fault(
        "'points' is '\(word)'; it takes kdensity, twoway or a whole number.",
        in: decoder
      )
    }
  }

  /// As a study writes it.
  var text: String {
    switch self {
    case .kdensity: "kdensity"
    case .twoway: "twoway"
    case .count(let count): String(count)
    }
  }

  fileprivate var grid: DensityCurve.Grid {
    switch self {
    case .kdensity: .padded(count: nil)
    case .twoway: .range
    case .count(let count): .padded(count: count)
    }
  }
}

/// Reading a value that is a word or a number.
enum OptionValue {
  /// A number; `nil` where the value is something else.
  static func number<Value: Decodable>(
    _ type: Value.Type,
    in container: any SingleValueDecodingContainer
  ) throws -> Value? {
    do { return try container.decode(type) } catch DecodingError.typeMismatch { return nil }
  }

  static func fault(_ message: String, in decoder: any Decoder) -> DecodingError {
    .dataCorrupted(
      DecodingError.Context(codingPath: decoder.codingPath, debugDescription: message)
    )
  }
}

extension KernelDensity.Kernel {
  fileprivate var smoothing: SmoothingKernel {
    switch self {
    case .epanechnikov: .epanechnikov
    case .epan2: .epan2
    case .gaussian: .gaussian
    case .triangle: .triangle
    case .rectangle: .rectangle
    case .biweight: .biweight
    case .parzen: .parzen
    case .cosine: .cosine
    }
  }
}
