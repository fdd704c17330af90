import PanelResults

extension ModelFormulas {
  /// What is learned, and the effect that is left.
  ///
  ///     y = θ d + g(x) + ε,  d = m(x) + v        partially linear
  ///     y = g(d, x) + ε,     P(d = 1) = m(x)     interactive
  func equations(of result: DoubleMLResult) throws(DocumentError) -> [Math] {
    let index = self.index(of: result.sample)
    let outcome = try outcome(of: result)
    let treatment = Math.sub(
      .word(try words.factor(of: result.treatment).plainText),
      index
    )
    let controls = Math.row([.sign("("), .sub(.identifier("x"), index), .sign(")")])
    let error = Math.sub(.identifier("ε"), index)
    switch result.model {
    case .partiallyLinear:
      return [
        .row(
          [outcome, .sign("="), .row([.identifier("θ"), .sign("·"), treatment]), .sign("+")]
            + [.row([.identifier("g"), controls]), .sign("+"), error]
        ),
        .row([
          treatment, .sign("="), .row([.identifier("m"), controls]), .sign("+"),
          .sub(.identifier("v"), index),
        ]),
      ]
    case .interactive:
      return [
        .row([
          outcome, .sign("="),
          .row([
            .identifier("g"), .sign("("), treatment, .sign(","), .sub(.identifier("x"), index),
            .sign(")"),
          ]),
          .sign("+"), error,
        ])
      ]
    }
  }
}
