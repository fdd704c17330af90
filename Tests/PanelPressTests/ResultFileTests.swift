import Foundation
import PanelResults
import Testing

@testable import PanelPress

@Suite struct ResultFileTests {
  /// A regression whose numbers are hard to write: every bit must come back.
  func regression(_ numbers: [Double]) -> RegressionResult {
    RegressionResult(
      heading: ResultHeading(
        outcome: "log(y)",
        formula: "log(y) ~ x | \"a\" / b\\c",
        labels: ["x": LocalizedText(texts: ["en": "X \u{1B}[31m", "zh": "变量"])]
      ),
      sample: SampleDescription(
        n: 10,
        rowsAvailable: 12,
        dropped: [RowsDropped(.missing, rows: 2)]
      ),
      covariance: CovarianceDescription(
        kind: .cluster,
        clusters: [ClusterDimension(variable: "state", count: 5)],
        correction: SmallSampleCorrection(factor: numbers[0], parameterCount: 3)
      ),
      absorbedEffects: [],
      omitted: [],
      regressorLists: ["controls": ["a", "b"], "empty": []],
      estimates: numbers.map { number in
        Estimate(
          term: "x",
          value: number,
          standardError: .value(abs(number)),
          statistic: .unavailable(because: .perfectFit),
          pValue: .value(0.05),
          intervalLow: .value(-number),
          intervalHigh: .value(number),
          degreesOfFreedom: 4,
          distribution: .studentT
        )
      },
      covarianceMatrix: [numbers, numbers],
      statistics: [StatisticEntry(.observations, count: 10)],
      tests: [],
      remarks: [Remark(.fewClusters, ["count": "5"])],
      computation: Computation(
        path: .refinedQR,
        conditionNumber: 1e300,
        absorptionIterations: 0,
        absorptionTolerance: 0,
        refinementSteps: 2
      ),
      provenance: Provenance(tool: "panelpress", seed: UInt64.max)
    )
  }

  func numbers() -> [Double] {
    var generator = SystemRandomNumberGenerator()
    let drawn = (0..<200).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    return [
      0.1, -0.0, 1, .leastNonzeroMagnitude * 12345, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude, 1e21, 123_456_789,
    ]
      + drawn
  }

  @Test func writesTheSameBytesAfterReading() throws {
    let results: [any AnalysisResult] = [
      regression(numbers()),
      DescriptivesResult(
        heading: ResultHeading(),
        sample: SampleDescription(n: 3, rowsAvailable: 3),
        groups: [
          DescriptivesGroup(variables: [
            VariableSummary(
              variable: "x",
              measures: [
                MeasureEntry(.mean, .value(1.5)),
                MeasureEntry(.sd, .unavailable(because: .noDegreesOfFreedom)),
              ]
            )
          ])
        ],
        provenance: Provenance(tool: "t")
      ),
      GroupMeansResult(
        heading: ResultHeading(outcome: "y"),
        sample: SampleDescription(n: 3, rowsAvailable: 3),
        groupVariable: "g",
        timeVariable: "t",
        series: [MeanSeries(group: "a", units: 1, points: [MeanPoint(period: 1, mean: 2, n: 1)])],
        provenance: Provenance(tool: "t")
      ),
    ]
    let text = try ResultFile(id: "all", results: results).json()
    let read = try ResultFile.read(Data(text.utf8), file: "results/all.json")
    #expect(read.id == "all")
    #expect(try read.json() == text)
  }

  @Test func readsBackEveryDouble() throws {
    let before = regression(numbers())
    let text = try ResultFile.json(of: before)
    let read = try ResultFile.read(Data(text.utf8), file: "a/one.result.json")
    let after = try #require(read.results.first as? RegressionResult)
    #expect(read.id == "one")
    #expect(after == before)
    #expect(
      after.estimates.map(\.value.bitPattern) == before.estimates.map(\.value.bitPattern)
    )
  }

  @Test func refusesNumbersThatAreNotFinite() {
    #expect(throws: PressError.self) {
      try ResultFile(id: "a", results: [regression([.nan])]).json()
    }
    #expect(throws: PressError.self) {
      try ResultFile(id: "a", results: [regression([.infinity])]).json()
    }
  }

  @Test func everyResultTypeIsInTheCatalogueOnce() {
    let methods = ResultCatalog.standard.methods
    #expect(Set(methods).count == methods.count)
    #expect(methods.first == RegressionResult.method)
    for type in ResultCatalog.standard.types {
      #expect(ResultCatalog.standard[type.method] == type, "\(type.method)")
    }
  }

  @Test(arguments: [
    ("", "r.json: the file is not JSON."),
    ("[1, 2]", "r.json:"),
    ("{}", "r.json: the key 'schema' is missing."),
    (#"{"schema": "other/1"}"#, "r.json: schema: expected panelpress.results/1"),
    (#"{"schema": "panelpress.results/1", "id": "a"}"#, "the key 'results' is missing"),
    (
      #"{"schema": "panelpress.results/1", "id": "a", "results": [{"method": "magic"}]}"#,
      "results[1].method: there is no method 'magic'; known are fixed-effects"
    ),
    (
      #"{"schema": "panelpress.results/1", "id": "a", "results": [{"method": "fixed-effects"}]}"#,
      "results[1]: the key 'schema' is missing."
    ),
  ])
  func saysWhatIsWrongWithAFile(text: String, message: String) throws {
    let error = try #require(throws: PressError.self) {
      try ResultFile.read(Data(text.utf8), file: "r.json")
    }
    #expect(error.description.contains(message), "\(error)")
    #expect(error.exitCode == 2)
  }
}

@Suite struct JSONTextTests {
  struct Sample: Encodable {
    var b = ["x\"[{,:\\", "y"]
    var a = [[1.0, 2.5], []]
    var c: [String: Int] = [:]
    var d = ["k": ["l": true]]
  }

  @Test func sortsKeysAndKeepsShortArraysOnOneLine() throws {
    #expect(
      try JSONText.encode(Sample()) == """
        {
          "a": [
            [1, 2.5],
            []
          ],
          "b": ["x\\"[{,:\\\\", "y"],
          "c": {},
          "d": {
            "k": {
              "l": true
            }
          }
        }

        """
    )
  }
}
