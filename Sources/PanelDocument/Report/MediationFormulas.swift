import PanelResults

extension ModelFormulas {
  /// The outcome without mediators, the mediators, the outcome with them.
  func equations(of result: MediationResult) throws(DocumentError) -> [Math] {
    var formulas = [try formula(of: result.total, slope: "c", error: "u")]
    for channel in result.channels {
      formulas.append(try formula(of: channel.regression, slope: "a", error: "v"))
    }
    formulas.append(try formula(of: result.regression, slope: "b"))
    return formulas
  }
}
