import PanelResults
import TestSupport
import Testing

@testable import PanelDocument

/// The equations of a treatment's effects.
@Suite struct TreatmentFormulaTests {
  private func formulas(_ results: any AnalysisResult...) throws -> [String] {
    try ModelFormulas.formulas(
      of: results.map { NamedResult(reference: "a", result: $0) },
      in: testContext()
    ).map { ($0.columns.map { "\($0): " } ?? "") + $0.math.plainText }
  }

  @Test func writesTheTreatmentApartFromOtherRegressors() throws {
    #expect(
      try formulas(TreatmentFixtures.baseline[2]) == [
        "Log homicide rate_it = δ·Castle doctrine law_it + γ^ ′ ·controls_it + α_i + λ_t + ε_it"
      ]
    )
  }

  @Test func leavesTheBasePeriodOutOfAnEventStudy() throws {
    #expect(
      try formulas(TreatmentFixtures.eventStudy) == [
        "Log homicide rate_it =  ∑ _k ≠  − 1δ_k·D_it^k + α_i + λ_t + ε_it"
      ]
    )
  }

  @Test func comparesCohortsWithTheirControlsFromTheBasePeriod() throws {
    #expect(
      try formulas(TreatmentFixtures.callawaySantAnna) == [
        "τ_gt = E_G = g [ Y_t − Y_g − 1 ]  − E_G = ∞ [ Y_t − Y_g − 1 ] "
      ]
    )
    #expect(
      try formulas(TreatmentFixtures.callawaySantAnnaBootstrap) == [
        "τ_gt = E_G = g [ Y_t − Y_g − 2 − E_D_t = 0 , X [ Y_t − Y_g − 2 ]  ] "
      ]
    )
  }

  @Test func writesEveryEquationOfAResult() throws {
    #expect(try formulas(TreatmentFixtures.sunAbraham).count == 2)
    #expect(
      try formulas(TreatmentFixtures.imputation).first
        == "Log homicide rate_it^0 = α_i + λ_t + ε_it"
    )
    #expect(try formulas(TreatmentFixtures.imputation).count == 2)
    #expect(
      try formulas(TreatmentFixtures.twoStage) == [
        "Log homicide rate_it − α_i − λ_t − γ^ ′ ·X_it = τ·D_it + u_it"
      ]
    )
    #expect(try formulas(TreatmentFixtures.decomposition).count == 1)
    #expect(try formulas(TreatmentFixtures.treatmentWeights).count == 1)
    #expect(
      try formulas(TreatmentFixtures.placebo) == ["p = (1)/(R) ∑ _r1 [ δ_r^2 ≥ δ^2 ] "]
    )
    #expect(try formulas(TreatmentFixtures.placeboInTime) == ["D_it^s = D_i , t + s"])
    #expect(try formulas(TreatmentFixtures.wildBootstrap).count == 2)
    #expect(try formulas(TreatmentFixtures.density).count == 1)
  }

  @Test func namesTheColumnsOfTheirEquations() throws {
    let written = try formulas(TreatmentFixtures.placebo, TreatmentFixtures.permutation)
    #expect(written.count == 1)
    let both = try formulas(TreatmentFixtures.baseline[1], TreatmentFixtures.imputation)
    #expect(both.map { $0.prefix(4) } == ["(1):", "(2):", "(2):"])
  }
}
