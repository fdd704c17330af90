/// Labels moved apart along one direction, as little as possible and always the same way.
enum LabelPlacement {
  struct Label {
    /// Where the middle should be, in points.
    var wanted: Double
    var height: Double
  }

  /// The middles of labels that do not overlap, in the given order.
  ///
  /// Labels that would overlap form a pile whose place minimises the sum of squared shifts
  /// (pooling adjacent violators); piles stay within the room.
  ///
  /// - Returns: `nil` if the labels together are higher than the room.
  /// - Complexity: O(n²) in the number of labels.
  static func middles(of labels: [Label], within room: ClosedRange<Double>) -> [Double]? {
    let total = labels.reduce(0) { $0 + $1.height }
    guard total <= room.upperBound - room.lowerBound else { return nil }

    struct Pile {
      var members: [Int]
      var height: Double
      /// The sum over members of the top at which each would be in its place.
      var topSum: Double
      func top(within room: ClosedRange<Double>) -> Double {
        min(max(topSum / Double(members.count), room.lowerBound), room.upperBound - height)
      }
    }
    var piles: [Pile] = []
    let order = labels.indices.sorted {
      (labels[$0].wanted, $0) < (labels[$1].wanted, $1)
    }
    for index in order {
      let label = labels[index]
      var pile = Pile(
        members: [index],
        height: label.height,
        topSum: label.wanted - label.height / 2
      )
      while let above = piles.last,
        above.top(within: room) + above.height > pile.top(within: room)
      {
        piles.removeLast()
        pile = Pile(
          members: above.members + pile.members,
          height: above.height + pile.height,
          topSum: above.topSum + pile.topSum - above.height * Double(pile.members.count)
        )
      }
      piles.append(pile)
    }

    var middles = [Double](repeating: 0, count: labels.count)
    for pile in piles {
      var top = pile.top(within: room)
      for index in pile.members {
        middles[index] = top + labels[index].height / 2
        top += labels[index].height
      }
    }
    return middles
  }

  /// Rows for labels that share a strip: each gets the lowest row where it meets no other.
  ///
  /// Extents run from a label's left to its right end; those that come first choose first.
  static func rows(of extents: [ClosedRange<Double>], gap: Double) -> [Int] {
    var taken: [[ClosedRange<Double>]] = []
    return extents.map { extent in
      let row =
        taken.firstIndex { row in
          row.allSatisfy {
            $0.upperBound + gap <= extent.lowerBound || extent.upperBound + gap <= $0.lowerBound
          }
        } ?? taken.count
      if row == taken.count { taken.append([]) }
      taken[row].append(extent)
      return row
    }
  }
}
