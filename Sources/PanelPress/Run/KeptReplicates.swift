import Foundation
import PanelData
import PanelEstimation
import Synchronization

/// Finished replications of a run, kept beside the output until the run succeeds.
///
/// Analyses hand over what they find; about once a second it is appended to a file. So a quick
/// analysis never touches the disk, an interrupted run goes on where it stopped, and a run that is
/// killed loses a second's work. Where nothing can be written, nothing is kept.
public final class KeptReplicates: Sendable {
  /// The folder of the files, hidden beside the output.
  let folder: URL
  /// Everything that replications depend on, beside their own entry.
  private let identity: String
  private let state = Mutex(State())
  private let interval: Duration

  private struct State {
    var entries: [String: Entry] = [:]
    var isClosed = false
  }

  private struct Entry {
    var file: ReplicateFile
    var waiting: [Int: [Double]] = [:]
    /// Replications that the file holds.
    var written = 0
    var lastWrite: ContinuousClock.Instant
    var hasFailed = false
  }

  /// The replications of one analysis that the next run will not have to compute.
  public struct Kept: Sendable, Equatable {
    /// The name of the analysis in the study.
    public var analysis: String
    /// The number of replications.
    public var count: Int
  }

  /// - Parameter interval: The least time between two writes of one analysis.
  init(folder: URL, identity: String, interval: Duration = .seconds(1)) {
    self.folder = folder
    self.identity = identity
    self.interval = interval
  }

  /// The store of one analysis.
  func store(for analysis: String) -> any ReplicateStore {
    EntryStore(keeper: self, analysis: analysis)
  }

  /// Writes what is not written yet; no more is kept afterwards.
  ///
  /// - Returns: What is kept, by name of the analysis.
  public func close() -> [Kept] {
    state.withLock { state in
      state.isClosed = true
      var counts: [String: Int] = [:]
      for name in state.entries.keys.sorted() {
        guard var entry = state.entries[name] else { continue }
        Self.write(&entry)
        state.entries[name] = entry
        counts[Self.analysis(ofEntry: name), default: 0] += entry.written
      }
      return counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        .map { Kept(analysis: $0.key, count: $0.value) }
    }
  }

  /// Deletes the files of some analyses, whatever they depended on.
  ///
  /// - Parameter analyses: Names; `nil` for all, those included that the study no longer has.
  func delete(_ analyses: [String]?) {
    state.withLock { state in
      state.isClosed = true
      state.entries = [:]
    }
    let path = folder.path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: path)
      where analyses.map({ $0.contains { Self.isFile(name, of: $0) } }) ?? Self.isFile(name) {
        try FileManager.default.removeItem(at: folder.appending(path: name))
      }
      if try FileManager.default.contentsOfDirectory(atPath: path).isEmpty {
        try FileManager.default.removeItem(at: folder)
      }
    } catch {
      // What cannot be deleted is read again or ignored by the next run, and changes no output.
      return
    }
  }

  // MARK: Entries

  fileprivate func kept(by analysis: String, key: String) -> [Int: [Double]] {
    let file = file(of: analysis, key: key)
    let values = file.read()
    state.withLock { state in
      state.entries[Self.entry(analysis, key)] = Entry(
        file: file, written: values.count, lastWrite: .now)
    }
    return values
  }

  fileprivate func keep(_ values: [Int: [Double]], by analysis: String, key: String) {
    state.withLock { state in
      guard !state.isClosed else { return }
      let name = Self.entry(analysis, key)
      var entry =
        state.entries[name] ?? Entry(file: file(of: analysis, key: key), lastWrite: .now)
      entry.waiting.merge(values) { $1 }
      if ContinuousClock.now - entry.lastWrite >= interval { Self.write(&entry) }
      state.entries[name] = entry
    }
  }

  private static func write(_ entry: inout Entry) {
    guard !entry.hasFailed, !entry.waiting.isEmpty else { return }
    if entry.file.append(entry.waiting) {
      entry.written += entry.waiting.count
    } else {
      entry.hasFailed = true
    }
    entry.waiting = [:]
    entry.lastWrite = .now
  }

  /// The length of the part of a file's name that says what it depends on.
  private static let hashLength = 16

  private func file(of analysis: String, key: String) -> ReplicateFile {
    let hash = SHA256Digest.hex(of: [identity, analysis, key].joined(separator: "\0").utf8)
    return ReplicateFile(
      url: folder.appending(path: "\(analysis)-\(hash.prefix(Self.hashLength)).bin"), key: hash)
  }

  /// Whether a file is `analysis-0123456789abcdef.bin`, or the beginning of one.
  ///
  /// - Parameter analysis: A name; `nil` for any.
  private static func isFile(_ name: String, of analysis: String? = nil) -> Bool {
    guard let ending = [".bin", ".bin.new"].first(where: name.hasSuffix) else { return false }
    let stem = name.dropLast(ending.count)
    let hash = stem.suffix(hashLength)
    let rest = stem.dropLast(hashLength)
    return hash.count == hashLength && hash.allSatisfy(\.isHexDigit) && rest.last == "-"
      && (analysis == nil || rest.dropLast() == analysis.map { $0[...] })
  }

  private static func entry(_ analysis: String, _ key: String) -> String { "\(analysis)\0\(key)" }

  private static func analysis(ofEntry name: String) -> String {
    String(name.prefix { $0 != "\0" })
  }
}

extension KeptReplicates {
  /// What remains of an interrupted run, for a message; `nil` where nothing does.
  public static func message(_ kept: [Kept]) -> String? {
    guard !kept.isEmpty else { return nil }
    let parts = kept.map { kept in
      "\(kept.count) \(kept.count == 1 ? "replication" : "replications") of '\(kept.analysis)'"
    }
    let isOne = kept.count == 1 && kept[0].count == 1
    return parts.joined(separator: ", ")
      + (isOne ? " is" : " are") + " kept, and the next run goes on from there."
  }
}

private struct EntryStore: ReplicateStore {
  let keeper: KeptReplicates
  let analysis: String

  func kept(for key: String) -> [Int: [Double]] { keeper.kept(by: analysis, key: key) }

  func keep(_ values: [Int: [Double]], for key: String) {
    keeper.keep(values, by: analysis, key: key)
  }
}

extension Study {
  /// Everything that decides what analyses find, as one text: the program, the seed, the data, and
  /// the study but for its tables, figures and report.
  func replicationIdentity(data: [String]) -> String {
    let parts = ["data", "variables", "controls", "lists", "spatial_weights", "analyses"].map { key in
      "\(key)\n\(root[key]?.canonicalText ?? "")"
    }
    return ([PanelPressVersion.tool, String(seed)] + data + parts).joined(separator: "\n")
  }
}

extension StudyNode {
  /// The value without its place: the same for the same content, however it is laid out.
  fileprivate var canonicalText: String {
    func quoted(_ text: String) -> String { "\(text.utf8.count):\(text)" }
    switch content {
    case .null: return "~"
    case .scalar(let text, let isPlain): return (isPlain ? "p" : "q") + quoted(text)
    case .list(let items): return "[" + items.map(\.canonicalText).joined() + "]"
    case .mapping(let entries):
      return "{" + entries.map { quoted($0.key) + $0.value.canonicalText }.joined() + "}"
    }
  }
}
