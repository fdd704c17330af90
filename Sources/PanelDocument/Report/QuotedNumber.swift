import Foundation
package import PanelResults

/// A number of the text, found and typeset, with the way back to its result.
package struct QuotedNumber: Sendable, Equatable {
  /// The author's name for it, a command of LaTeX.
  package var name: String
  package var text: NumberText
  /// The number before rounding, as the text prints it: times 100 where it is a percentage.
  package var value: Double
  /// The result and the place in it.
  package var trace: Trace

  package init(name: String, text: NumberText, value: Double, trace: Trace) {
    self.name = name
    self.text = text
    self.value = value
    self.trace = trace
  }
}

extension NumberEntry {
  /// Finds the number in its result and gives it the digits that a table would.
  ///
  /// - Parameters:
  ///   - name: The author's name for the number.
  ///   - results: What the entry's reference names.
  ///   - style: Decides digits.
  /// - Throws: Where the reference names several results, or the result has no such number, with
  ///   the names that it has; where the number is not available, with the reason.
  package func number(
    named name: String,
    in results: [NamedResult],
    style: TableStyle,
    glossary: Glossary
  ) throws(DocumentError) -> QuotedNumber {
    guard let named = results.first, results.count == 1 else {
      throw .invalid(
        "'\(reference)' has \(results.count) results; name one of them, such as '\(reference)[1]'."
      )
    }
    let found = try find(in: named.result, called: named.reference)
    guard let raw = found.value.value else {
      var reason = "is not available"
      if case .unavailable(let key) = found.value {
        reason += ": \(try glossary.text("absence", key.rawValue))"
      }
      throw .invalid("\(found.path) of '\(named.reference)' \(reason)")
    }
    let value = (isAbsolute ? abs(raw) : raw) * (isPercent ? 100 : 1)
    return QuotedNumber(
      name: name,
      text: text(of: value, found, style),
      value: value,
      trace: Trace(
        result: named.reference,
        path: found.path,
        exact: Typesetting.exact(raw)
      )
    )
  }

  private struct Found {
    var value: Availability<Double>
    var path: String
    var kind: Kind
    var standardError: Double?

    enum Kind {
      case estimate, testStatistic, pValue, count, statistic(Statistic), summary(Measure)
    }
  }

  private func find(in result: any AnalysisResult, called reference: String) throws(DocumentError)
    -> Found
  {
    switch source {
    case .estimate(let term, let component, let field):
      let fitting = result.estimates.filter { component == nil || $0.component == component }
      guard let estimate = fitting.first(where: { $0.term == term }) else {
        throw .invalid(Self.unknown("term", term, among: fitting.map(\.term), of: reference))
      }
      return found(field, of: estimate)
    case .statistic(let statistic):
      guard let entry = result.statistics.first(where: { $0.statistic == statistic }) else {
        throw .invalid(
          Self.unknown(
            "statistic",
            statistic.rawValue,
            among: result.statistics.map(\.statistic.rawValue),
            of: reference
          )
        )
      }
      return Found(
        value: entry.value,
        path: "statistics.\(statistic.rawValue)",
        kind: .statistic(statistic)
      )
    case .test(let kind, let field):
      guard let test = result.tests.first(where: { $0.id == kind }) else {
        throw .invalid(
          Self.unknown("test", kind.rawValue, among: result.tests.map(\.id.rawValue), of: reference)
        )
      }
      let path = "tests.\(kind.rawValue).\(field.rawValue)"
      return switch field {
      case .statistic: Found(value: test.statistic, path: path, kind: .testStatistic)
      case .pValue: Found(value: test.pValue, path: path, kind: .pValue)
      case .degreesOfFreedom:
        Found(value: .value(test.degreesOfFreedom), path: path, kind: .count)
      }
    case .measure(let measure, let variable, let group):
      return try found(measure, of: variable, group, in: result, called: reference)
    case .place(let steps):
      return try found(at: steps, in: result, called: reference)
    }
  }

  private func found(_ field: EstimateField, of estimate: Estimate) -> Found {
    let path = "estimates.\(estimate.term).\(field.rawValue)"
    let (value, kind): (Availability<Double>, Found.Kind) =
      switch field {
      case .estimate: (.value(estimate.value), .estimate)
      case .standardError: (estimate.standardError, .estimate)
      case .intervalLow: (estimate.intervalLow, .estimate)
      case .intervalHigh: (estimate.intervalHigh, .estimate)
      case .statistic: (estimate.statistic, .testStatistic)
      case .pValue: (estimate.pValue, .pValue)
      case .degreesOfFreedom:
        (
          estimate.degreesOfFreedom.map { .value($0) } ?? .unavailable(because: .notApplicable),
          .count
        )
      }
    return Found(
      value: value,
      path: path,
      kind: kind,
      standardError: estimate.standardError.value
    )
  }

  private func found(
    _ measure: Measure,
    of variable: String,
    _ group: String?,
    in result: any AnalysisResult,
    called reference: String
  ) throws(DocumentError) -> Found {
    guard let summary = result as? DescriptivesResult else {
      throw .invalid("'\(reference)' is no result of descriptives, so it has no 'variable'.")
    }
    let groups = summary.groups
    guard let members = group == nil ? groups.first : groups.first(where: { $0.name == group })
    else {
      throw .invalid(
        Self.unknown("group", group ?? "", among: groups.compactMap(\.name), of: reference)
      )
    }
    if group == nil, groups.count > 1 {
      throw .invalid(
        "'\(reference)' has groups; add 'group', one of "
          + "\(groups.compactMap(\.name).joined(separator: ", "))."
      )
    }
    guard let row = members.variables.first(where: { $0.variable == variable }) else {
      throw .invalid(
        Self.unknown("variable", variable, among: members.variables.map(\.variable), of: reference)
      )
    }
    guard let entry = row.measures.first(where: { $0.measure == measure }) else {
      throw .invalid(
        Self.unknown(
          "measure",
          measure.rawValue,
          among: row.measures.map(\.measure.rawValue),
          of: reference
        )
      )
    }
    let place = (members.name.map { "groups.\($0)." } ?? "") + "variables.\(variable)"
    return Found(
      value: entry.value,
      path: "\(place).\(measure.rawValue)",
      kind: .summary(measure)
    )
  }

  private func found(
    at steps: [String],
    in result: any AnalysisResult,
    called reference: String
  ) throws(DocumentError) -> Found {
    let path = Self.path(of: steps)
    var node: JSONTree
    do {
      node = try JSONDecoder().decode(JSONTree.self, from: try JSONEncoder().encode(result))
    } catch {
      throw .invalid("'\(reference)' cannot be written as JSON: \(error)")
    }
    for (place, step) in steps.enumerated() {
      guard let next = node[step] else {
        let before = Self.path(of: steps[..<place])
        throw .invalid(
          "'\(reference)' has no '\(step)'" + (before.isEmpty ? "" : " at \(before)")
            + ". There is: \(Self.some(node.steps))."
        )
      }
      node = next
    }
    switch node {
    case .number(let value):
      let last = steps.last ?? ""
      let isCount =
        last == "n" || last.hasSuffix("count") || last == "units" || last == "periods"
        || last == "replications"
      return Found(
        value: .value(value),
        path: path,
        kind: last.hasSuffix("p_value") ? .pValue : isCount ? .count : .estimate
      )
    case .object(let members):
      if case .text(let reason) = members.first(where: { $0.key == "unavailable" })?.value {
        return Found(
          value: .unavailable(because: AbsenceReason(rawValue: reason)),
          path: path,
          kind: .estimate
        )
      }
      fallthrough
    default:
      throw .invalid(
        "\(path) of '\(reference)' is no number"
          + (node.steps.isEmpty ? "." : "; it has: \(Self.some(node.steps)).")
      )
    }
  }

  private func text(of value: Double, _ found: Found, _ style: TableStyle) -> NumberText {
    let typesetting = style.typesetting
    if let decimals {
      return typesetting.grouped(
        typesetting.number(value, decimals, standardError: found.standardError.map(scaled))
      )
    }
    switch found.kind {
    case .estimate:
      return typesetting.number(
        value,
        style.digits.estimates,
        standardError: found.standardError.map(scaled)
      )
    case .testStatistic:
      return typesetting.grouped(typesetting.number(value, style.digits.testStatistics))
    case .pValue:
      return isPercent
        ? typesetting.number(value, .decimals(max(style.digits.pValueDecimals - 2, 0)))
        : typesetting.pValue(value, decimals: style.digits.pValueDecimals)
    case .count:
      return value.rounded() == value
        ? typesetting.count(value) : typesetting.number(value, style.digits.estimates)
    case .statistic(let statistic):
      return style.text(of: value, for: StatisticRequest(statistic))
    case .summary(let measure):
      if measure.isCount { return typesetting.count(value) }
      return typesetting.number(
        value,
        style.digits.exceptions[measure.rawValue] ?? style.digits.summaries
      )
    }
  }

  /// `periods[2].global`.
  private static func path(of steps: some Sequence<String>) -> String {
    steps.reduce("") { $0.isEmpty || $1.hasPrefix("[") ? $0 + $1 : "\($0).\($1)" }
  }

  private func scaled(_ value: Double) -> Double { isPercent ? value * 100 : value }

  private static func unknown(
    _ word: String,
    _ name: String,
    among known: [String],
    of reference: String
  ) -> String {
    let near = NearestNames.list(to: name, among: known)
    return "'\(reference)' has no \(word) '\(name)'."
      + (near.isEmpty ? "" : " Did you mean \(near)?")
      + (known.isEmpty ? " It has none." : " It has: \(some(known)).")
  }

  /// The first names of a list.
  private static func some(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }
}
