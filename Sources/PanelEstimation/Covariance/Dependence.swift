package import PanelResults

/// What a covariance takes as related beside groups: neighbours in time and in space.
package struct Dependence: Sendable, Equatable {
  /// Periods over which scores are related; `nil` for a number that follows from the sample.
  package var lags: Int?
  /// Places whose scores are related within a period.
  package var reach: Reach?

  package init(lags: Int? = nil, reach: Reach? = nil) {
    self.lags = lags
    self.reach = reach
  }

  /// Columns of coordinates, and how far neighbours lie.
  package struct Reach: Sendable, Equatable {
    /// Columns in degrees.
    package var latitude: String
    package var longitude: String
    /// In kilometres.
    package var cutoff: Double
    package var kernel: SpatialDependence.Kernel

    package init(
      latitude: String, longitude: String, cutoff: Double,
      kernel: SpatialDependence.Kernel = .uniform
    ) {
      self.latitude = latitude
      self.longitude = longitude
      self.cutoff = cutoff
      self.kernel = kernel
    }
  }
}

/// The arguments in parentheses behind the name of a covariance: `lat, lon, 200, lags = 2`.
struct CovarianceArguments {
  /// The covariance as written.
  let text: String
  /// Those without a name, in order.
  private(set) var positional: [String] = []
  private(set) var named: [(name: String, value: String)] = []

  /// - Parameter rest: What stands behind the name of the covariance, trimmed.
  /// - Throws: ``EstimationError/invalid(_:)`` for parentheses that do not match.
  init(_ rest: Substring, in text: String) throws(EstimationError) {
    self.text = text
    guard !rest.isEmpty else { return }
    guard rest.first == "(", rest.last == ")", rest.count >= 2,
      !rest.dropFirst().dropLast().contains(where: { $0 == "(" || $0 == ")" })
    else { throw .invalid("The parentheses of '\(text)' do not match.") }
    let list = rest.dropFirst().dropLast()
    guard list.contains(where: { !$0.isWhitespace }) else { return }
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { CovarianceSpecification.trimmed($0) }
      guard sides.allSatisfy({ !$0.isEmpty }) else {
        throw .invalid("An argument is missing in '\(text)'.")
      }
      if sides.count == 2 {
        named.append((sides[0].lowercased(), String(sides[1])))
      } else {
        positional.append(CovarianceSpecification.unquoted(sides[0]))
      }
    }
  }

  /// A whole number that is not negative.
  func count(_ value: String, _ name: String) throws(EstimationError) -> Int {
    guard let count = Int(value), (0...1_000_000).contains(count) else {
      throw .invalid(
        "'\(name)' of '\(text)' is a number of periods: a whole number from 0, not '\(value)'.")
    }
    return count
  }
}

extension CovarianceSpecification {
  /// `driscoll-kraay`, `driscoll-kraay(3)`, `driscoll-kraay(bandwidth = 4)`.
  ///
  /// The bandwidth of Stata's `reghdfe, vce(dkraay 4)` and of ivreg2 is one more than the lags of
  /// xtscc and plm.
  init(driscollKraay arguments: CovarianceArguments) throws(EstimationError) {
    var lags: Int?
    let all = arguments.positional.map { ("lags", $0) } + arguments.named
    guard all.count <= 1 else {
      throw .invalid(
        "'\(arguments.text)' should name one number of lags, as in 'driscoll-kraay(3)'.")
    }
    for (name, value) in all {
      switch name {
      case "lags", "lag": lags = try arguments.count(value, "lags")
      case "bandwidth", "bw":
        let bandwidth = try arguments.count(value, "bandwidth")
        guard bandwidth > 0 else {
          throw .invalid(
            "The bandwidth of '\(arguments.text)' is one more than its lags, so it is 1 at least.")
        }
        lags = bandwidth - 1
      default:
        throw .invalid(
          "'\(name)' is no argument of 'driscoll-kraay', which takes 'lags' or 'bandwidth'.")
      }
    }
    self.init(kind: .driscollKraay, dependence: Dependence(lags: lags))
  }

  /// `conley(lat, lon, 200)`, `conley(lat, lon, 200 km, bartlett, lags = 2)`.
  init(conley arguments: CovarianceArguments) throws(EstimationError) {
    let text = arguments.text
    guard (3...4).contains(arguments.positional.count) else {
      throw .invalid(
        "'\(text)' should name the columns of latitude and longitude and a cut-off in kilometres, "
          + "as in 'conley(lat, lon, 200)', and may name a kernel and lags: "
          + "'conley(lat, lon, 200, bartlett, lags = 2)'.")
    }
    let (latitude, longitude) = (arguments.positional[0], arguments.positional[1])
    guard latitude != longitude else {
      throw .invalid("'\(latitude)' stands for both coordinates in '\(text)'.")
    }
    var kernel: String? = arguments.positional.count == 4 ? arguments.positional[3] : nil
    var lags: Int?
    for (name, value) in arguments.named {
      switch name {
      case "kernel" where kernel == nil: kernel = value
      case "lags" where lags == nil, "lag" where lags == nil:
        lags = try arguments.count(value, "lags")
      case "kernel", "lags", "lag": throw .invalid("'\(name)' stands twice in '\(text)'.")
      default:
        throw .invalid("'\(name)' is no argument of 'conley', which takes 'kernel' and 'lags'.")
      }
    }
    let known = SpatialDependence.Kernel.allCases.map(\.rawValue)
    guard let chosen = SpatialDependence.Kernel(rawValue: kernel?.lowercased() ?? "uniform") else {
      throw .invalid(
        "There is no kernel '\(kernel ?? "")' for '\(text)'. Known are: "
          + "\(known.joined(separator: ", ")).")
    }
    self.init(
      kind: .conley,
      dependence: Dependence(
        lags: lags,
        reach: Dependence.Reach(
          latitude: latitude, longitude: longitude,
          cutoff: try Self.kilometres(arguments.positional[2], text), kernel: chosen)))
  }

  /// A distance along a great circle, which no half circle of the earth falls short of.
  private static func kilometres(
    _ value: String, _ text: String
  ) throws(EstimationError) -> Double {
    let number = value.lowercased().hasSuffix("km") ? String(value.dropLast(2)) : value
    guard let cutoff = Double(trimmed(Substring(number))), cutoff.isFinite else {
      throw .invalid(
        "The cut-off of '\(text)' is a distance in kilometres, such as 200, not '\(value)'.")
    }
    guard cutoff > 0 else {
      throw .invalid(
        "The cut-off of '\(text)' should be above zero: at \(value) no observation has "
          + "neighbours. Without neighbours the covariance is 'hc1'.")
    }
    guard cutoff <= 20_100 else {
      throw .invalid(
        "The cut-off of '\(text)' is longer than half the way round the earth (20015 km), so that "
          + "all observations would be neighbours. It is measured in kilometres.")
    }
    return cutoff
  }

  /// Further covariances of the same estimates, read.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for one that cannot be read, or stands twice.
  func further(_ texts: [String]) throws(EstimationError) -> [CovarianceSpecification] {
    var known = [self]
    for text in texts {
      let covariance = try CovarianceSpecification(parsing: text)
      guard !known.contains(covariance) else {
        throw .invalid(
          self == covariance
            ? "'also' names further covariances, and '\(text)' is the one in 'vcov'."
            : "'also' names '\(text)' twice.")
      }
      known.append(covariance)
    }
    return Array(known.dropFirst())
  }

  /// Refuses covariances that a method has no form for.
  ///
  /// - Parameter method: Its name in a study.
  func refuseDependence(method: String) throws(EstimationError) {
    guard dependence != nil else { return }
    throw .invalid(Self.noDependence(kind, "method \(method)"))
  }

  static func noDependence(_ kind: CovarianceKind, _ method: String) -> String {
    "The covariance '\(kind.rawValue)' is for linear models of the methods "
      + "\(FixedEffects.kind.rawValue), \(InstrumentalVariables.kind.rawValue), "
      + "\(DifferenceInDifferences.kind.rawValue) and \(EventStudy.kind.rawValue); \(method) does not take it. Use one of "
      + "\(groupedForms.joined(separator: ", "))."
  }
}
