import Testing

@testable import PanelValidation
