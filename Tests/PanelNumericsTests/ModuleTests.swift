import Testing

@testable import PanelNumerics
