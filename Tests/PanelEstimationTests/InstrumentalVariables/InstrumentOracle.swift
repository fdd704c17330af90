import Foundation
import Testing

/// One reference file of a model with instruments.
struct InstrumentOracle {
  struct Fit {
    var parameters: Int?
    var freedom: Double?
    var coefficients: [String: Double]
    var standardErrors: [String: Double]
    var pValues: [String: Double] = [:]
    var intervals: [String: [Double]] = [:]
  }
  struct Test {
    var statistic: Double
    var freedom: Double?
    var denominator: Double?
    var pValue: Double?
  }
  struct Block {
    var fits: [String: Fit] = [:]
    var diagnostics: [String: Test] = [:]
    var firstStages: [String: Fit] = [:]
    var twoStep: Fit?
  }

  var id: String
  var dataset: String
  var formula: String
  var n: Int
  var rSquared: Double?
  var adjustedRSquared: Double?
  var withinRSquared: Double?
  var residualSum: Double?
  var reducedForm: [String: Double]
  var stockYogo: [Double: Double]
  var blocks: [String: Block] = [:]

  init(contentsOf folder: URL, _ id: String) throws {
    typealias Object = [String: Any]
    let data = try Data(contentsOf: folder.appending(path: "\(id).json"))
    let file = try #require(try JSONSerialization.jsonObject(with: data) as? Object)
    let specification = try #require(file["spec"] as? Object)
    let extra = try #require(file["extra"] as? Object)
    self.id = id
    dataset = try #require(file["dataset"] as? String)
    formula = try #require(specification["formula"] as? String)
    n = try #require(file["n"] as? Int)
    rSquared = file["r2"] as? Double
    adjustedRSquared = file["adj_r2"] as? Double
    withinRSquared = file["within_r2"] as? Double
    residualSum = extra["ssr"] as? Double
    reducedForm = (extra["reduced_form"] as? Object)?["coef"] as? [String: Double] ?? [:]
    stockYogo = [:]
    for (key, value) in extra["stock_yogo_size_critical_values"] as? [String: Double] ?? [:] {
      stockYogo[try #require(Double(key))] = value
    }
    func fit(_ object: Object) throws -> Fit {
      Fit(
        parameters: object["K"] as? Int,
        freedom: object["df"] as? Double,
        coefficients: try #require(object["coef"] as? [String: Double]),
        standardErrors: try #require(
          (object["se"] ?? object["se_ivreg2_using_first_step_S"]) as? [String: Double]
        ),
        pValues: object["p"] as? [String: Double] ?? [:],
        intervals: object["ci95"] as? [String: [Double]] ?? [:]
      )
    }
    for (key, value) in try #require(extra["blocks"] as? Object) {
      let object = try #require(value as? Object)
      var block = Block()
      for name in ["fixest", "small", "large"] {
        block.fits[name] = try fit(try #require(object[name] as? Object))
      }
      for (name, value) in try #require(object["diagnostics"] as? Object) {
        if let number = value as? Double {
          block.diagnostics[name] = Test(statistic: number)
        } else if name == "first_stage" {
          for (variable, stage) in value as? [String: Object] ?? [:] {
            block.firstStages[variable] = try fit(stage)
            block.diagnostics["F_excluded \(variable)"] = Test(
              statistic: try #require(stage["F_excluded"] as? Double),
              freedom: stage["df1"] as? Double,
              denominator: stage["df2"] as? Double,
              pValue: stage["p_F"] as? Double
            )
            if let conditional = stage["sanderson_windmeijer_F"] as? Object {
              block.diagnostics["sanderson_windmeijer_F \(variable)"] = Test(
                statistic: try #require(conditional["F"] as? Double),
                freedom: conditional["df1"] as? Double,
                denominator: conditional["df2"] as? Double
              )
            }
          }
        } else if let object = value as? Object, let number = object["stat"] as? Double {
          block.diagnostics[name] = Test(
            statistic: number,
            freedom: (object["df"] ?? object["df1"]) as? Double,
            denominator: object["df2"] as? Double,
            pValue: object["p"] as? Double
          )
        } else if let numbers = value as? [String: Double] {
          for (variable, number) in numbers {
            block.diagnostics["\(name) \(variable)"] = Test(statistic: number)
          }
        } else if name == "gmm2s", let object = value as? Object {
          block.twoStep = try fit(object)
        }
      }
      blocks[key] = block
    }
  }
}
