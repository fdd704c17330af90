import Testing

@testable import PanelEstimation
