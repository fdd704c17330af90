import Foundation
package import PanelNumerics
import PanelResults

/// Weights as a file holds them: pairs of names with values.
package struct WeightsFile: Sendable {
  /// The file as the study names it.
  package let name: String
  package let format: WeightsFormat
  /// The units that the file lists; absent where it has pairs only.
  let units: [String]?
  let links: [Link]

  /// A weight that one unit gives another.
  struct Link: Sendable, Equatable {
    var from: String
    var to: String
    var value: Double
    /// The line in a text file.
    var line: Int?
  }

  /// How the numbers of a file become weights.
  package enum Values: String, Codable, Sendable, CaseIterable {
    /// As they stand.
    case weights
    /// A link where there is a number other than zero, each of weight 1.
    case links
    /// The inverse of a distance.
    case inverse
  }

  /// What is done with names that are no units of the panel.
  package enum Others: String, Codable, Sendable, CaseIterable {
    /// They are an error.
    case error
    /// Their rows and columns are left out.
    case drop
  }

  /// Reads a file's bytes.
  ///
  /// - Parameters:
  ///   - content: The file.
  ///   - format: The format; that of the name's ending where absent.
  /// - Throws: ``DataError/file(_:)`` with the line of the first fault.
  package init(_ content: FileContent, format: WeightsFormat? = nil) throws(DataError) {
    name = content.name
    let file = MessageText.shown(name)
    guard let format = format ?? WeightsFormat(ending: URL(filePath: name).pathExtension) else {
      throw .file(
        FileFault(
          file: file,
          message: "weights are read from \(WeightsFormat.endings); say which of them this is with "
            + "'format': \(WeightsFormat.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      )
    }
    if format != .swm, let foreign = FileKind.foreignFormat(Array(content.bytes.prefix(16))) {
      throw .file(FileFault(file: file, message: "this is no file of weights: \(foreign)"))
    }
    switch format {
    case .dense, .edges:
      (self.format, units, links) = try TabularWeights.read(content, format: format)
    case .gal:
      self.format = format
      (units, links) = try NeighbourLists.gal(content.bytes, file: file)
    case .gwt:
      self.format = format
      (units, links) = try NeighbourLists.gwt(content.bytes, file: file)
    case .swm:
      self.format = format
      (units, links) = try BinaryWeights.read(content.bytes, file: file)
    }
  }

  /// The weights among the units of a panel, joined by name.
  ///
  /// - Parameters:
  ///   - panel: The names of n units; rows and columns stand in their order.
  ///   - values: What the numbers are; absent where the file leaves no doubt.
  ///   - others: What to do with names that are no units.
  /// - Returns: n × n without zeros; not standardised.
  /// - Throws: ``DataError/file(_:)`` for names that do not fit, a unit linked to itself, a pair
  ///   that stands twice, and numbers that are no weights.
  package func matrix(
    for panel: [String],
    values: Values? = nil,
    others: Others = .error
  ) throws(DataError) -> SparseMatrix {
    let units = NameIndex(panel)
    try checkUnits(units, others: others)
    let values = try self.values(asked: values)
    var entries: [SparseMatrix.Entry] = []
    var seen: [Int64: Int] = [:]
    for (index, link) in links.enumerated() {
      guard let from = units.place(of: link.from), let to = units.place(of: link.to) else {
        continue
      }
      let pair = "'\(MessageText.shown(link.from))' and '\(MessageText.shown(link.to))'"
      if let first = seen.updateValue(index, forKey: Int64(from) << 32 | Int64(to)) {
        let place = links[first].line.map { ", first on line \($0)" } ?? ""
        throw fault("the pair \(pair) stands twice\(place)", line: link.line)
      }
      guard link.value.isFinite else {
        throw fault(
          "the weight of \(pair) is missing; write 0 where there is none",
          line: link.line
        )
      }
      guard link.value >= 0 else {
        throw fault(
          "the weight of \(pair) is \(Expression.text(of: link.value)); weights are not negative",
          line: link.line
        )
      }
      guard link.value > 0 else { continue }
      guard from != to else {
        throw fault(
          "'\(MessageText.shown(link.from))' has a weight of "
            + "\(Expression.text(of: link.value)) for itself; a unit is no neighbour of its own, so "
            + "the diagonal must be 0",
          line: link.line
        )
      }
      let value =
        switch values {
        case .weights: link.value
        case .links: 1.0
        case .inverse: 1 / link.value
        }
      guard value.isFinite else {
        throw fault("the distance of \(pair) is too small to be inverted", line: link.line)
      }
      entries.append(SparseMatrix.Entry(from, to, value))
    }
    return SparseMatrix(rowCount: panel.count, columnCount: panel.count, entries: entries)
  }

  private func checkUnits(_ units: NameIndex, others: Others) throws(DataError) {
    var strangers: [String] = []
    var firstLine: Int?
    func note(_ name: String, _ line: Int?) {
      guard units.place(of: name) == nil, !strangers.contains(name) else { return }
      if strangers.isEmpty { firstLine = line }
      strangers.append(name)
    }
    for name in self.units ?? [] { note(name, nil) }
    for link in links {
      note(link.from, link.line)
      note(link.to, link.line)
    }
    if let listed = self.units {
      let missing = UnitMatch(units.names, in: listed).missing
      guard missing.isEmpty else {
        let wrong =
          strangers.isEmpty ? "" : " It has names that are no units: \(ListText.shown(strangers))."
        throw fault(
          "the weights are of \(listed.count) units and the data have \(units.names.count); there "
            + "is no row for \(ListText.shown(missing)).\(wrong)"
        )
      }
    }
    guard others == .error, let first = strangers.first else { return }
    let nearest = NearestNames.of(first, in: units.names)
    let hint =
      nearest.isEmpty ? "" : " Did you mean \(nearest.map { "'\($0)'" }.joined(separator: " or "))?"
    throw fault(
      strangers.count == 1
        ? "'\(MessageText.shown(first))' is no unit of the data.\(hint) 'others: drop' leaves it out."
        : "\(strangers.count) names are no units of the data: \(ListText.shown(strangers)).\(hint) "
          + "'others: drop' leaves them out.",
      line: firstLine
    )
  }

  /// - Throws: ``DataError/file(_:)`` where the file's numbers may be distances.
  private func values(asked: Values?) throws(DataError) -> Values {
    if let asked { return asked }
    let first = links.first?.value
    guard format == .gwt, links.contains(where: { $0.value != first }) else { return .weights }
    throw fault(
      "the third column of a GWT file is a distance as GeoDa and spdep write it, and a weight as "
        + "PySAL does. Say which with 'values': 'inverse' for the inverse of a distance, 'links' for "
        + "neighbours alone, 'weights' to take the numbers as they are."
    )
  }

  private func fault(_ message: String, line: Int? = nil) -> DataError {
    .file(FileFault(file: MessageText.shown(name), line: line, message: message))
  }
}

/// The formats of files with spatial weights.
package enum WeightsFormat: String, Codable, Sendable, CaseIterable {
  /// Lists of neighbours, of GeoDa, PySAL and spdep.
  case gal
  /// Pairs with a number, of the same; `.kwt` with kernel weights is one too.
  case gwt
  /// A table with a row and a column for each unit.
  case dense
  /// A table of pairs: from, to, weight.
  case edges
  /// The binary format of ArcGIS.
  case swm

  /// The format of a name's ending; a `.csv` file shows by its header which of two it is.
  init?(ending: String) {
    switch ending.lowercased() {
    case "gal": self = .gal
    case "gwt", "kwt": self = .gwt
    case "csv", "tsv", "txt": self = .edges
    case "swm": self = .swm
    default: return nil
    }
  }

  static let endings = ".gal, .gwt, .kwt, .csv, .tsv, .txt and .swm files"

  /// The ending of a file that is written.
  package var ending: String {
    switch self {
    case .gal: "gal"
    case .gwt: "gwt"
    case .dense: "dense.csv"
    case .edges: "edges.csv"
    case .swm: "swm"
    }
  }
}
