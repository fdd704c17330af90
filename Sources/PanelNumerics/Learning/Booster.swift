#if TREE_LEARNERS
  internal import CXGBoost

  /// A trained model of XGBoost, with the library's memory.
  final class Booster {
    private let handle: BoosterHandle?

    /// - Parameters:
    ///   - rows: n × p, row by row, without missing values.
    ///   - rowCount: n.
    ///   - columnCount: p.
    ///   - outcome: n numbers.
    ///   - parameters: By XGBoost's names.
    ///   - rounds: Steps of boosting.
    /// - Throws: ``TreeError`` with the library's own words.
    init(
      rows: [Float],
      rowCount: Int,
      columnCount: Int,
      outcome: [Float],
      parameters: [(String, String)],
      rounds: Int
    ) throws(TreeError) {
      let data = try TrainingData(rows, rowCount, columnCount)
      try Self.check(
        XGDMatrixSetFloatInfo(data.handle, "label", outcome, bst_ulong(outcome.count))
      )
      var handle: BoosterHandle?
      var caches: [DMatrixHandle?] = [data.handle]
      try Self.check(XGBoosterCreate(&caches, 1, &handle))
      self.handle = handle
      for (name, value) in parameters { try Self.check(XGBoosterSetParam(handle, name, value)) }
      for round in 0..<rounds {
        try Self.check(XGBoosterUpdateOneIter(handle, Int32(round), data.handle))
      }
    }

    deinit { XGBoosterFree(handle) }

    /// One number per row.
    func predictions(
      rows: [Float],
      rowCount: Int,
      columnCount: Int
    ) throws(TreeError) -> [Float] {
      guard rowCount > 0 else { return [] }
      let data = try TrainingData(rows, rowCount, columnCount)
      var count: bst_ulong = 0
      var values: UnsafePointer<Float>?
      try Self.check(XGBoosterPredict(handle, data.handle, 0, 0, 0, &count, &values))
      return Array(UnsafeBufferPointer(start: values, count: Int(count)))
    }

    fileprivate static func check(_ code: Int32) throws(TreeError) {
      guard code != 0 else { return }
      let words = XGBGetLastError().map { String(cString: $0) } ?? "no reason given"
      throw TreeError(message: words.split(separator: "\n").first.map(String.init) ?? words)
    }
  }

  /// A matrix in XGBoost's own form.
  private final class TrainingData {
    let handle: DMatrixHandle?

    init(_ rows: [Float], _ rowCount: Int, _ columnCount: Int) throws(TreeError) {
      var handle: DMatrixHandle?
      try Booster.check(
        XGDMatrixCreateFromMat_omp(
          rows,
          bst_ulong(rowCount),
          bst_ulong(columnCount),
          .nan,
          &handle,
          1
        )
      )
      self.handle = handle
    }

    deinit { XGDMatrixFree(handle) }
  }
#endif
