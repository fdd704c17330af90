import PanelResults

extension ModelFormulas {
  /// The structural equation, then the first stages with letters of their own.
  func stages(of fit: any InstrumentedFit) throws(DocumentError) -> [Math] {
    var formulas = [try formula(of: fit)]
    for stage in fit.firstStages {
      formulas.append(try formula(of: stage.regression, slope: "π", error: "v"))
    }
    return formulas
  }
}
