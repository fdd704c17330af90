import Foundation
import PanelData
import PanelResults
import TestSupport
import Testing

@testable import PanelEstimation

private struct Oracle: Decodable {
  /// Points by group: period, n, mean, low, high.
  var unweighted: [String: [[Double]]]
  var weighted90: [String: [[Double]]]
  var units: [String: Int]
}

@Suite struct GroupMeansTests {
  private func castle() throws -> Panel {
    var panel = try PanelFiles.castle()
    panel.table.set(
      Column(
        "ever",
        numbers: try panel.values(of: ExpressionParser.parse("effyear > 0")).numbers
      )
    )
    return panel
  }

  private func expect(_ series: [MeanSeries], _ expected: [String: [[Double]]]) {
    #expect(series.map(\.group) == expected.keys.sorted())
    for group in series {
      let reference = expected[group.group] ?? []
      #expect(group.points.count == reference.count)
      for (point, row) in zip(group.points, reference) {
        #expect(point.period == Int(row[0]))
        #expect(point.n == Int(row[1]))
        #expect(point.mean.isClose(to: row[2], relativeTolerance: 1e-13))
        let low = point.interval?.low ?? 0
        let high = point.interval?.high ?? 0
        #expect(low.isClose(to: row[3], relativeTolerance: 1e-12))
        #expect(high.isClose(to: row[4], relativeTolerance: 1e-12))
      }
    }
  }

  @Test func matchesMeansAndIntervals() throws {
    let oracle = try PanelFiles.decoded(Oracle.self, from: "group_means_castle.json")
    let result = try #require(
      try GroupMeans(outcome: "homicide", by: "ever").run(on: castle(), in: AnalysisContext()).first
    )
    expect(result.series, oracle.unweighted)
    for series in result.series { #expect(series.units == oracle.units[series.group]) }
    #expect(result.heading.outcome == "homicide")
    #expect(result.groupVariable == "ever")
    #expect(result.timeVariable == "year")
    #expect(result.series[0].points[0].interval?.level == 0.95)
  }

  @Test func weighsMeansAtAnotherLevel() throws {
    let oracle = try PanelFiles.decoded(Oracle.self, from: "group_means_castle.json")
    let result = try #require(
      try GroupMeans(outcome: "homicide", by: "effyear > 0", weights: "popwt", level: 0.9)
        .run(on: castle(), in: AnalysisContext()).first
    )
    expect(result.series, oracle.weighted90)
    #expect(result.weights == "popwt")
    #expect(result.groupVariable == "effyear > 0")
  }

  @Test func namesGroupsByTheirValueLabels() throws {
    var panel = try castle()
    var column = try #require(panel.table["ever"])
    column.valueLabels = [0: "Never", 1: "Adopts"]
    panel.table.set(column)
    panel.labels = ["ever": "Adoption", "log(homicide)": "Log homicide", "post": "Post"]
    let result = try #require(
      try GroupMeans(outcome: "log(homicide)", by: "ever").run(on: panel, in: AnalysisContext())
        .first
    )
    #expect(result.series.map(\.group) == ["Never", "Adopts"])
    #expect(result.heading.labels == ["ever": "Adoption", "log(homicide)": "Log homicide"])
    #expect(result.heading.outcome == "log(homicide)")
  }

  @Test func leavesOutMissingRowsAndEmptyPeriods() throws {
    let table = DataTable(columns: [
      Column("y", numbers: [1, 2, .nan, 4, 5, 6]),
      Column("g", numbers: [1, 1, 1, 2, .nan, 2]),
    ])
    let index = PanelIndex(
      unitVariable: "u",
      timeVariable: "t",
      units: [0, 0, 0, 1, 1, 1],
      unitNames: ["a", "b"],
      times: [1, 2, 3, 1, 2, 3],
      step: 1
    )
    let result = try #require(
      try GroupMeans(outcome: "y", by: "g", condition: "y != 2")
        .run(on: Panel(table: table, index: index), in: AnalysisContext()).first
    )
    #expect(result.series.map { $0.points.map(\.period) } == [[1], [1, 3]])
    #expect(result.series.allSatisfy { $0.points.allSatisfy { $0.interval == nil } })
    #expect(
      result.sample.dropped == [
        RowsDropped(.whereFalse, subject: "y != 2", rows: 1),
        RowsDropped(.whereMissing, subject: "y != 2", rows: 1),
        RowsDropped(.missing, subject: "g", rows: 1),
      ]
    )
    #expect(result.sample.n == 3)
  }

  @Test func readsItsKeys() throws {
    let text = #"{"outcome": "y", "by": "g", "weights": "w", "level": 0.9, "where": "t > 1"}"#
    let all = try JSONDecoder().decode(GroupMeans.self, from: Data(text.utf8))
    #expect(all.outcome == "y" && all.by == "g" && all.weights == "w")
    #expect(all.level == 0.9)
    #expect(all.condition == "t > 1")
    #expect(Set(GroupMeans.keys.map(\.name)) == ["outcome", "by", "weights", "level", "where"])
  }

  @Test func refusesWhatHasNoMeansOverTime() throws {
    let panel = try castle()
    func message(_ means: GroupMeans, on panel: Panel) -> String {
      do {
        _ = try means.run(on: panel, in: AnalysisContext())
        return ""
      } catch { return error.description }
    }
    var plain = panel
    plain.index = nil
    let means = GroupMeans(outcome: "homicide", by: "ever")
    #expect(message(means, on: plain).contains("give 'unit' and 'time'"))
    #expect(
      message(GroupMeans(outcome: "homicide", by: "ever", level: 95), on: panel)
        .contains("'level' is 95.0")
    )
    #expect(
      message(GroupMeans(outcome: "homicide", by: "ever", condition: "year < 1990"), on: panel)
        .contains("No observation is left")
    )
  }
}
