import PanelNumerics

/// The program's own name, as provenance and `--version` give it.
public enum PanelPressVersion {
  /// Semantic version.
  public static let number = "0.1.0"
  /// `panelpress 0.1.0`, as results and manifests name it.
  public static let tool = "panelpress \(number)"
  /// With the build of the linear algebra library.
  public static var description: String { "\(tool)\n\(Numerics.libraryDescription)" }
}
