import Testing

@testable import PanelData
