import Foundation
import PanelData
import PanelDocument
import PanelResults

/// The outlines of regions that figures draw on, read once each.
struct StudyShapes: Sendable {
  /// What was read, each file once.
  private(set) var files: [FileContent] = []
  private var read: [String: GeoJSONFile] = [:]
  private var regions: [Key: RegionShapes] = [:]

  private struct Key: Hashable {
    var file: String
    var id: String

    init(_ map: MapOptions) { (file, id) = (map.shapes, map.id) }
  }

  /// No shapes.
  init() {}

  /// Reads the shapes that entries of figures name.
  ///
  /// - Throws: ``PressError`` at the entry whose shapes cannot be read, or whose property names no
  ///   regions.
  init(
    of entries: [ExhibitEntry],
    folder: URL,
    progress: (@Sendable (RunStep) -> Void)? = nil
  ) throws(PressError) {
    for entry in entries {
      guard let name = entry.node["shapes"]?.text else { continue }
      let map = MapOptions(shapes: name, id: entry.node["id"]?.text ?? MapOptions().id)
      let path = "figures.\(entry.id)"
      if read[name] == nil {
        progress?(.reading(file: name))
        do throws(DataError) {
          let content = try FileContent(url: URL(filePath: name, relativeTo: folder), named: name)
          read[name] = try GeoJSONFile(content)
          files.append(content)
        } catch {
          throw .data(error, in: entry.node["shapes"] ?? entry.node, path: "\(path).shapes")
        }
      }
      do throws(DataError) {
        regions[Key(map)] = try read[name]?.regions(by: map.id)
      } catch {
        throw .data(error, in: entry.node["id"] ?? entry.node, path: "\(path).id")
      }
    }
  }

  /// The outlines that a map names; `nil` where no entry named them.
  func regions(of map: MapOptions) -> RegionShapes? { regions[Key(map)] }
}
