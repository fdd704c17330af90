import TestSupport
import Testing

/// What CONTRIBUTING.md says of libraries.
@Suite struct HouseRuleTests {
  @Test(arguments: ["try?", "try!", "fatalError(", "print("])
  func keepsOutOfLibraries(_ call: String) throws {
    let sources = try Repository.sources().filter { !$0.path.hasPrefix("panelpress/") }
    #expect(!sources.isEmpty)
    for (path, text) in sources {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
        let isFound = code.ranges(of: call).contains { place in
          !(code[..<place.lowerBound].last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
        }
        #expect(!isFound, "\(path):\(index + 1)")
      }
    }
  }
}
