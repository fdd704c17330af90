/// The rows left when groups of one observation are removed again and again.
package struct SingletonPruning: Sendable {
  /// The rows that stay, ascending; absent where every row stays.
  package let kept: [Int32]?
  /// How many rows were removed.
  package let removedCount: Int

  /// Removes rows that are alone in a group of any grouping until none is.
  ///
  /// A singleton says nothing about slopes, but would count as an observation and as a cluster.
  ///
  /// - Complexity: O(n) for each grouping, however long the chain of removals: each group keeps
  ///   the exclusive-or of its row numbers, which is the last row once one is left.
  /// - SeeAlso: Correia (2015), *Singletons, cluster-robust standard errors and fixed effects: a
  ///   bad mix*; oracle `fe2_jtrain_singletons`.
  package init(_ groupings: [Grouping]) {
    let rowCount = groupings.first?.rowCount ?? 0
    var sizes = groupings.map { $0.sizes() }
    guard sizes.contains(where: { $0.contains(1) }) else {
      kept = nil
      removedCount = 0
      return
    }
    var signatures = groupings.map { grouping in
      var signature = [Int32](repeating: 0, count: grouping.count)
      for (row, code) in grouping.codes.enumerated() { signature[Int(code)] ^= Int32(row) }
      return signature
    }
    var waiting: [(grouping: Int, group: Int)] = []
    for (index, size) in sizes.enumerated() {
      for group in 0..<size.count where size[group] == 1 { waiting.append((index, group)) }
    }
    var stays = [Bool](repeating: true, count: rowCount)
    var removed = 0
    while let next = waiting.popLast() {
      guard sizes[next.grouping][next.group] == 1 else { continue }
      let row = signatures[next.grouping][next.group]
      stays[Int(row)] = false
      removed += 1
      for (index, grouping) in groupings.enumerated() {
        let group = Int(grouping.codes[Int(row)])
        signatures[index][group] ^= row
        sizes[index][group] -= 1
        if sizes[index][group] == 1 { waiting.append((index, group)) }
      }
    }
    kept = (0..<Int32(rowCount)).filter { stays[Int($0)] }
    removedCount = removed
  }
}
