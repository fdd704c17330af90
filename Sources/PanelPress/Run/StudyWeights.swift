import Foundation
import PanelData

/// The spatial weights of a study, made on the units of its panel.
struct StudyWeights: Sendable {
  /// By name.
  private(set) var weights: [String: SpatialWeights] = [:]
  /// What was read for them, each file once.
  private(set) var files: [FileContent] = []

  /// - Throws: ``PressError`` at the entry that cannot be made.
  init(
    of study: Study,
    on panel: Panel,
    folder: URL,
    options: RunOptions
  ) throws(PressError) {
    guard let first = study.spatialWeights.first else { return }
    var builder: SpatialWeightsBuilder
    do throws(DataError) {
      builder = try SpatialWeightsBuilder(panel: panel, threadCount: options.threadCount)
    } catch {
      throw .data(error, in: first.node, path: "spatial_weights")
    }
    for declaration in study.spatialWeights {
      do throws(DataError) {
        var contents: [String: FileContent] = [:]
        for name in declaration.entry.method.files {
          contents[name] = try content(of: name, in: folder, options: options)
        }
        try builder.add(declaration.entry, files: contents)
      } catch {
        throw .data(error, in: declaration.node, path: declaration.path)
      }
    }
    weights = builder.weights
  }

  /// Writes the weights of entries that ask for it.
  ///
  /// - Throws: ``PressError`` at an entry whose units do not fit a format.
  func write(
    _ declarations: [SpatialWeightsDeclaration],
    to files: inout OutputFiles
  ) throws(PressError) {
    for declaration in declarations {
      guard let weights = weights[declaration.entry.name] else { continue }
      var written: Set<WeightsFormat> = []
      for format in declaration.entry.options.written where written.insert(format).inserted {
        do throws(DataError) {
          files.add(
            try weights.bytes(as: format),
            at: "weights/\(declaration.entry.name).\(format.ending)"
          )
        } catch {
          throw .data(
            error,
            in: declaration.node["write"] ?? declaration.node,
            path: "\(declaration.path).write"
          )
        }
      }
    }
  }

  private mutating func content(
    of name: String,
    in folder: URL,
    options: RunOptions
  ) throws(DataError) -> FileContent {
    if let known = files.first(where: { $0.name == name }) { return known }
    options.progress?(.reading(file: name))
    let content = try FileContent(url: URL(filePath: name, relativeTo: folder), named: name)
    files.append(content)
    return content
  }
}
