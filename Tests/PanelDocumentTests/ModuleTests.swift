import Testing

@testable import PanelDocument
