#if STAT_FILES
  import CReadStat
  import Foundation
  import PanelResults

  /// A table that grows while ReadStat calls back with variables, labels and values.
  final class StatisticalTable {
    static let goOn: Int32 = 0
    private static let stop: Int32 = 1

    /// The rows that the file announces; −1 where it does not say.
    var expectedRows = -1
    /// What ReadStat says about a failure.
    var details = ""
    /// Why reading was stopped.
    private(set) var failure: String?
    private let file: String
    private var variables: [Variable] = []
    private var valueLabels: [String: [Double: String]] = [:]

    /// A variable and its values so far.
    private final class Variable {
      let name: String
      let label: String
      let labelSet: String
      /// Present for a variable of strings.
      let levels: TextLevels?
      var numbers: [Double] = []
      var codes: [Int32] = []

      init(name: String, label: String, labelSet: String, isText: Bool) {
        self.name = name
        self.label = label
        self.labelSet = labelSet
        levels = isText ? TextLevels() : nil
      }

      var count: Int { levels == nil ? numbers.count : codes.count }
    }

    init(file: String) { self.file = file }

    /// The table that was handed to ReadStat as its context.
    static func of(_ context: UnsafeMutableRawPointer?) -> StatisticalTable {
      guard let context else { preconditionFailure("ReadStat has lost its context") }
      return Unmanaged<StatisticalTable>.fromOpaque(context).takeUnretainedValue()
    }

    func add(_ variable: UnsafeMutablePointer<readstat_variable_t>?, labelSet: String) {
      let added = Variable(
        name: StatisticalFile.text(readstat_variable_get_name(variable)),
        label: StatisticalFile.text(readstat_variable_get_label(variable)),
        labelSet: labelSet,
        isText: readstat_variable_get_type_class(variable) == READSTAT_TYPE_CLASS_STRING
      )
      // A damaged file may announce any number; memory grows with what is really there.
      let capacity = min(max(expectedRows, 0), 1 << 20)
      if added.levels == nil {
        added.numbers.reserveCapacity(capacity)
      } else {
        added.codes.reserveCapacity(capacity)
      }
      variables.append(added)
    }

    func add(label: String, of value: readstat_value_t, to labelSet: String) {
      // The labels of tagged missing values belong to values that are no more.
      guard readstat_value_type_class(value) == READSTAT_TYPE_CLASS_NUMERIC,
        readstat_value_is_tagged_missing(value) == 0
      else { return }
      let number = readstat_double_value(value)
      if number.isFinite { valueLabels[labelSet, default: [:]][number] = label }
    }

    func add(
      _ value: readstat_value_t,
      of variable: UnsafeMutablePointer<readstat_variable_t>?,
      row: Int
    ) -> Int32 {
      let index = Int(readstat_variable_get_index(variable))
      guard variables.indices.contains(index) else {
        failure = "row \(row + 1) has a value of a variable that the file does not declare"
        return Self.stop
      }
      let target = variables[index]
      let isMissing = readstat_value_is_missing(value, variable) != 0
      if let levels = target.levels {
        target.codes.append(
          isMissing ? -1 : Self.code(of: readstat_string_value(value), in: levels)
        )
        return Self.goOn
      }
      let number = isMissing ? Double.nan : readstat_double_value(value)
      if number.isInfinite {
        failure = "row \(row + 1) of '\(MessageText.shown(target.name))' holds an infinite value"
        return Self.stop
      }
      target.numbers.append(number)
      return Self.goOn
    }

    private static func code(of text: UnsafePointer<CChar>?, in levels: TextLevels) -> Int32 {
      guard let text, text[0] != 0 else { return -1 }
      let count = strlen(text)
      return text.withMemoryRebound(to: UInt8.self, capacity: count) {
        levels.code(of: UnsafeBufferPointer(start: $0, count: count))
      }
    }

    /// The table of everything that was read.
    ///
    /// - Throws: ``DataError/file(_:)`` if there are no rows, the variables differ in length, or two
    ///   share a name.
    func table() throws(DataError) -> DataTable {
      guard let rowCount = variables.first?.count, rowCount > 0 else {
        throw StatisticalFile.fault(file, "the file holds no rows")
      }
      var names: Set<String> = []
      var columns: [Column] = []
      for variable in variables {
        let shown = MessageText.shown(variable.name)
        guard variable.count == rowCount else {
          throw StatisticalFile.fault(file, "'\(shown)' ends after \(variable.count) rows")
        }
        guard names.insert(variable.name).inserted else {
          throw StatisticalFile.fault(file, "two variables are named '\(shown)'")
        }
        columns.append(column(of: variable))
      }
      return DataTable(columns: columns)
    }

    private func column(of variable: Variable) -> Column {
      let label = variable.label.isEmpty ? nil : LocalizedText(variable.label)
      guard let levels = variable.levels else {
        return Column(
          name: variable.name,
          label: label,
          valueLabels: valueLabels[variable.labelSet] ?? [:],
          storage: .numbers(variable.numbers)
        )
      }
      let strings = levels.strings
      var column = Column(
        name: variable.name,
        label: label,
        storage: .text(codes: variable.codes, levels: strings)
      )
      column.firstText = strings.first.map { TextCell(text: MessageText.shown($0), file: file) }
      return column
    }
  }
#endif
