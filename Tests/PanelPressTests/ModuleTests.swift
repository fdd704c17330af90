import Testing

@testable import PanelPress
