import PanelData
package import PanelResults

/// A covariance as a study file names it: `hc1`, `cluster(state)`, `cluster(firm, region^year)`.
package struct CovarianceSpecification: Sendable, Equatable {
  package var kind: CovarianceKind
  /// The variables of each clustering dimension; several for an interaction `a^b`.
  package var clusters: [[String]]
  /// Neighbours in time and space that count as related; absent where groups say it all.
  package var dependence: Dependence?

  package init(
    kind: CovarianceKind, clusters: [[String]] = [], dependence: Dependence? = nil
  ) {
    self.kind = kind
    self.clusters = clusters
    self.dependence = dependence
  }

  /// The columns that it looks at.
  package var columnNames: [String] {
    clusters.flatMap { $0 }
      + (dependence?.reach.map { [$0.latitude, $0.longitude] } ?? [])
  }

  /// The most clustering dimensions that are taken.
  package static let dimensionLimit = 3

  /// How the forms read, for help and messages.
  package static let forms =
    groupedForms + ["driscoll-kraay(lags)", "conley(lat, lon, km, kernel, lags = 0)"]

  /// Those that every method with a covariance may take.
  static let groupedForms = [
    "iid", "hc1", "hc2", "hc3", "cluster(a)", "cluster(a, b)", "cluster(a, b, c)",
  ]

  /// Reads a covariance; letters of its name may be upper case.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` with what was expected and the nearest known name.
  package init(parsing text: String) throws(EstimationError) {
    let trimmed = Self.trimmed(Substring(text))
    let name = trimmed.prefix { $0 != "(" }
    let word = Self.trimmed(name).lowercased()
    let rest = Self.trimmed(trimmed.dropFirst(name.count))
    switch word {
    case "iid", "hc1", "hc2", "hc3":
      guard rest.isEmpty else {
        throw .invalid("The covariance '\(text)' should read '\(word)': it takes no variables.")
      }
      self.init(kind: CovarianceKind(rawValue: word) ?? .iid)
    case "cluster":
      guard rest.first == "(", rest.last == ")", rest.count >= 2 else {
        throw .invalid(
          "The covariance '\(text)' should name its clusters in parentheses, as in "
            + "'cluster(state)' or 'cluster(firm, year)'.")
      }
      self.init(kind: .cluster, clusters: try Self.dimensions(rest.dropFirst().dropLast(), text))
    case "driscoll-kraay":
      self = try Self(driscollKraay: CovarianceArguments(rest, in: text))
    case "conley":
      self = try Self(conley: CovarianceArguments(rest, in: text))
    default:
      let known = ["iid", "hc1", "hc2", "hc3", "cluster", "driscoll-kraay", "conley"]
      let nearest = NearestNames.of(word, in: known)
      let hint = nearest.isEmpty ? "" : " Did you mean '\(nearest[0])'?"
      throw .invalid(
        "There is no covariance '\(text)'.\(hint) Known are: "
          + "\(Self.forms.joined(separator: ", ")).")
    }
  }

  private static func dimensions(
    _ list: Substring, _ text: String
  ) throws(EstimationError) -> [[String]] {
    var dimensions: [[String]] = []
    for part in list.split(separator: ",", omittingEmptySubsequences: false) {
      let variables = part.split(separator: "^", omittingEmptySubsequences: false)
        .map { unquoted(trimmed($0)) }
      guard !variables.contains("") else {
        throw .invalid(
          "A clustering variable is missing in '\(text)': write 'cluster(a)', 'cluster(a, b)' or "
            + "'cluster(a^b)'.")
      }
      guard variables.allSatisfy({ !$0.contains("(") && !$0.contains(")") }) else {
        throw .invalid("The parentheses of '\(text)' do not match.")
      }
      guard !dimensions.contains(variables) else {
        throw .invalid("'\(variables.joined(separator: "^"))' stands twice in '\(text)'.")
      }
      dimensions.append(variables)
    }
    guard dimensions.count <= dimensionLimit else {
      throw .invalid(
        "'\(text)' has \(dimensions.count) clustering variables; at most \(dimensionLimit) can be "
          + "combined. Use 'a^b' to cluster by an interaction.")
    }
    return dimensions
  }

  static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  /// A name without the backquotes that may hold spaces.
  static func unquoted(_ name: Substring) -> String {
    name.count >= 2 && name.first == "`" && name.last == "`"
      ? String(name.dropFirst().dropLast()) : String(name)
  }
}

/// The covariance estimators by their kind.
package enum CovarianceCatalog {
  package static func estimator(_ kind: CovarianceKind) -> any CovarianceEstimator {
    switch kind {
    case .iid, .information, .expectedInformation, .published: IndependentCovariance()
    case .hc1, .hc2, .hc3, .robust: HeteroskedasticCovariance(kind: kind)
    case .cluster: ClusteredCovariance()
    case .driscollKraay: DriscollKraayCovariance()
    case .conley: ConleyCovariance()
    }
  }
}
