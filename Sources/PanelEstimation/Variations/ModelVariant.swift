package import PanelData
package import PanelResults

/// A column that is made from another model: what is asked, before the other is known.
package struct VariationRequest: Sendable, Equatable {
  package var base: Base
  package var changes: ModelChanges
  /// Where the column stands in its entry: `with[2]`, `models[3]`.
  package var place: String

  /// The model that is changed.
  package enum Base: Sendable, Equatable {
    /// The last model above that is a formula.
    case above
    /// The model of the entry with this number, from 1.
    case own(Int)
    /// A result of another analysis.
    case result(ResultReference)
  }

  package init(_ changes: ModelChanges, of base: Base, place: String) {
    self.changes = changes
    self.base = base
    self.place = place
  }
}

/// A model that was made from another by change.
package struct ModelVariant: Sendable, Equatable {
  /// The formula after all changes.
  package var formula: Formula
  /// What is left out of the sample beside what the entry leaves out, the base's own included.
  package var subsample: Subsample
  /// What was changed of the base, which is what a table tells.
  package var variation: ModelVariation
  /// Where the column stands in its entry.
  package var place: String
  /// The base's columns where it has one for each of several covariances.
  var bases: [String] = []
}

/// A part of a sample.
package struct Subsample: Sendable, Equatable {
  /// Units that are left out, by name.
  package var droppedUnits: [String]
  /// Conditions all of which hold for the rows that stay.
  package var conditions: [String]

  package init(droppedUnits: [String] = [], conditions: [String] = []) {
    self.droppedUnits = droppedUnits
    self.conditions = conditions
  }

  /// The rows that leave, one exclusion for each unit and each outcome of a condition.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` for a unit that the data do not have, or data
  ///   without units; ``EstimationError/data(_:)`` for a condition that cannot be evaluated.
  func exclusions(in panel: Panel) throws(EstimationError) -> [RowExclusion] {
    var exclusions: [RowExclusion] = []
    for name in droppedUnits { exclusions.append(try exclusion(ofUnit: name, in: panel)) }
    for text in conditions {
      let values = try dataResult { () throws(DataError) in
        try panel.values(of: ExpressionParser.parse(text))
      }.numbers
      exclusions.append(RowExclusion(.whereFalse, subject: text, rows: values.map { $0 == 0 }))
      exclusions.append(RowExclusion(.whereMissing, subject: text, rows: values.map(\.isNaN)))
    }
    return exclusions
  }

  private func exclusion(
    ofUnit name: String, in panel: Panel
  ) throws(EstimationError) -> RowExclusion {
    guard let index = panel.index else {
      throw .invalid(
        "'drop_units' leaves out '\(MessageText.shown(name))', but the data declare no unit. Give "
          + "'unit' under 'data', or leave rows out with 'where'.")
    }
    guard let unit = index.unitNames.firstIndex(of: name) else {
      let nearest = NearestNames.of(name, in: index.unitNames)
      throw .invalid(
        "'drop_units' names '\(MessageText.shown(name))', which is no \(index.unitVariable) of the "
          + "data."
          + (nearest.isEmpty
            ? " The data have: \(MessageList.text(index.unitNames.map { MessageText.shown($0) }))."
            : " Did you mean '\(nearest[0])'?"))
    }
    let code = Int32(truncatingIfNeeded: unit)
    return RowExclusion(.unitDropped, subject: name, rows: index.units.map { $0 == code })
  }

  /// Refuses what leaves nothing out: a unit or a condition that costs the sample no row.
  ///
  /// - Throws: ``EstimationError/invalid(_:)`` with the unit or the condition.
  func check(_ sample: SampleDescription) throws(EstimationError) {
    let lost = sample.dropped
    for name in droppedUnits
    where !lost.contains(where: { $0.reason == .unitDropped && $0.subject == name }) {
      throw .invalid(
        "'drop_units: \(MessageText.shown(name))' changes nothing: the sample has no observation "
          + "of that unit.")
    }
    for text in conditions
    where !lost.contains(where: {
      [.whereFalse, .whereMissing].contains($0.reason) && $0.subject == text
    }) {
      throw .invalid(
        "'where: \(MessageText.shown(text))' changes nothing: it holds for every observation of "
          + "the sample.")
    }
  }
}
