import Testing

@testable import PanelRendering
