/// An expression's value for every row of a panel.
package struct EvaluatedColumn: Sendable, Equatable {
  /// The canonical text of the expression.
  package var name: String
  /// One per row; a missing value is NaN, and no value is infinite.
  package var numbers: [Double]
  /// One per row, where lags, leads or differences are involved: the value is missing because
  /// there is no observation in the period that it refers to.
  package var noNeighbour: [Bool]?
}

/// One column of a regression's design, made from a term.
package struct DesignColumn: Sendable, Equatable {
  /// `log(x)`, `post:income`, `region::South`, `year::2003:treated`.
  package var name: String
  /// One per row; a missing value is NaN, and no value is infinite.
  package var numbers: [Double]
  /// As ``EvaluatedColumn/noNeighbour``.
  package var noNeighbour: [Bool]?
}

extension Panel {
  /// Evaluates an expression on every row, within units for lags.
  ///
  /// Three-valued logic: what depends on a missing value is missing, except that `false & x` is
  /// false and `true | x` is true. Conditions are 1 and 0. `ifelse`, `&` and `|` look at their
  /// later operands only on the rows where these matter, so `ifelse(x > 0, log(x), 0)` is no error.
  ///
  /// - Throws: ``DataError/unknownColumn(_:nearest:known:)``;
  ///   ``DataError/notNumeric(column:example:file:line:)`` for text where numbers are needed;
  ///   ``DataError/values(_:)`` where a function is not defined for values that are present (a
  ///   logarithm of 0, a division by 0, a result too large), with the count of rows and the place
  ///   of the first, and where lags are asked of data without unit and time.
  /// - Complexity: O(n) for each operation, O(n log n) for `winsorise`; a plain column is not copied.
  package func values(of expression: Expression) throws(DataError) -> EvaluatedColumn {
    let evaluator = Evaluator(panel: self)
    let result = try evaluator.evaluate(expression, on: nil)
    let numbers = try evaluator.numbers(of: result, from: expression)
    return EvaluatedColumn(
      name: expression.description,
      numbers: numbers,
      noNeighbour: result.noNeighbour.map { absent in
        zip(absent, numbers).map { $0 && $1.isNaN }
      }
    )
  }

  /// Evaluates an expression that may be numbers or text, as a column of that name.
  ///
  /// - Returns: The column, and where it is missing for want of an observation in another period.
  /// - Throws: As ``values(of:)``, except that text is allowed.
  func column(
    named name: String,
    from expression: Expression
  ) throws(DataError) -> (column: Column, gaps: [Bool]?) {
    let result = try Evaluator(panel: self).evaluate(expression, on: nil)
    let storage: Column.Storage =
      switch result.value {
      case .number(let number): .numbers(Array(repeating: number, count: table.rowCount))
      case .numbers(let numbers): .numbers(numbers)
      case .literal(let text):
        .text(codes: Array(repeating: 0, count: table.rowCount), levels: [text])
      case .texts(let codes, let levels): .text(codes: codes, levels: levels)
      }
    let column = Column(name: name, storage: storage)
    let gaps = result.noNeighbour.map { absent in
      absent.indices.map { absent[$0] && column.isMissing(atRow: $0) }
    }
    return (column, gaps)
  }
}
