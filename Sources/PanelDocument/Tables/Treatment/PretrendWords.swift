import PanelResults

extension Glossary {
  /// Which effects a pre-trend test sets to zero, read from its null hypothesis: `the 5 effects at
  /// distances −6 to −2 are`. A window and a second reference leave some distances out.
  func effects(testedBy test: HypothesisTest) throws(DocumentError) -> RichText {
    let distances = test.null.compactMap(Self.distance).sorted()
    let count = test.null.count
    var values = ["count": RichText(String(count))]
    if distances.count == count, let first = distances.first, let last = distances.last {
      let isRun = last - first == count - 1
      values["first"] = Self.text(of: first)
      values["last"] = Self.text(of: last)
      values["list"] = try list(distances.map(Self.text))
      return try rich("pretrends", isRun || count == 1 ? "distances" : "listed", values)
    }
    return try rich("pretrends", "cells", values)
  }

  /// −2 of `treatment::-2`; `nil` for the effect of one cohort.
  private static func distance(of term: String) -> Int? {
    guard let range = term.ranges(of: "::").last else { return nil }
    return Int(term[range.upperBound...])
  }

  /// With a true minus.
  private static func text(of distance: Int) -> RichText {
    RichText((distance < 0 ? "−" : "") + String(distance.magnitude))
  }
}
