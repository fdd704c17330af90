import Testing

@testable import PanelResults
