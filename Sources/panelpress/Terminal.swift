import ArgumentParser
import Dispatch
import Foundation
import Glibc
import PanelPress
import Synchronization

/// What reaches the terminal: results to standard output, messages to standard error.
enum Terminal {
  static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// A message, without characters that steer a terminal.
  static func report(_ text: String, isError: Bool) {
    let isColoured =
      isError && isatty(STDERR_FILENO) == 1
      && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    let prefix = isError ? (isColoured ? "\u{1B}[31merror:\u{1B}[0m " : "error: ") : ""
    write(prefix + ConsoleText.safe(text) + "\n", to: STDERR_FILENO)
  }

  /// Writes everything; a reader that has gone, as in `| head`, ends the program quietly.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if errno != EPIPE { exit(1) }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}

extension Terminal {
  static func end(_ code: Int32) -> Never { exit(code) }
}

/// One line that says what is happening, on a terminal only.
final class ProgressLine: Sendable {
  private let isShown = isatty(STDERR_FILENO) == 1
  private let last = Mutex(Line())
  /// Counts are shown no more often than this.
  private static let interval = Duration.milliseconds(100)

  private struct Line {
    var text = ""
    var analysis: String?
    var shown: ContinuousClock.Instant?
  }

  func show(_ step: RunStep) {
    guard isShown else { return }
    var counting: String?
    if case .computing(let analysis, let done, let total) = step, done < total {
      counting = analysis
    }
    let text =
      switch step {
      case .reading(let file): "reading \(file)"
      case .computing(let analysis, let done, let total):
        total > 1 ? "computing \(analysis): \(done) of \(total)" : "computing \(analysis)"
      case .writing: "making tables, figures and report"
      }
    let analysis = counting
    let isNew = last.withLock { last in
      if let shown = last.shown, analysis != nil, analysis == last.analysis,
        ContinuousClock.now - shown < Self.interval
      {
        return false
      }
      defer { last = Line(text: text, analysis: analysis, shown: .now) }
      return last.text != text
    }
    if isNew { Terminal.write("\r\u{1B}[K" + ConsoleText.safe(text), to: STDERR_FILENO) }
  }

  func clear() {
    let wasShown = last.withLock { last in
      defer { last = Line() }
      return !last.text.isEmpty
    }
    if isShown, wasShown { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }
}

/// What happens on Ctrl-C and on `kill`: unfinished output is deleted, the last one stays.
enum Interruption {
  private struct State {
    var isInterrupted = false
    var isWriting = false
    var folder: URL?
    var replicates: KeptReplicates?
  }

  private static let state = Mutex(State())

  /// Says that a folder is about to be made; a run that is interrupted goes no further.
  static func beginsWriting() {
    waitIfInterrupted(otherwise: { $0.isWriting = true })
  }

  /// Says which folder holds unfinished output.
  static func deletes(_ folder: URL) { state.withLock { $0.folder = folder } }

  /// Says what keeps replications, so that the next run can go on from there.
  static func keeps(_ replicates: KeptReplicates) {
    state.withLock { $0.replicates = replicates }
  }

  /// Keeps a run whose folder was taken away from ending with an error of its own.
  static func waitIfInterrupted() { waitIfInterrupted(otherwise: { _ in }) }

  private static func waitIfInterrupted(otherwise change: (inout State) -> Void) {
    while state.withLock({ state in
      if !state.isInterrupted { change(&state) }
      return state.isInterrupted
    }) {
      usleep(10_000)
    }
  }

  /// Deletes the unfinished folder, and again while the run, which still writes, puts it back.
  private static func deleteFolder() {
    var quietChecks = 0
    for _ in 0..<500 where quietChecks < 8 {
      let now = state.withLock { $0 }
      guard now.isWriting else { return }
      if let folder = now.folder {
        if access(folder.path, F_OK) == 0 {
          try? FileManager.default.removeItem(at: folder)
          quietChecks = 0
        } else {
          quietChecks += 1
        }
      }
      usleep(4000)
    }
  }

  /// The sources must be kept alive for as long as signals are to be watched.
  static func watch() -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let replicates = state.withLock { state in
          state.isInterrupted = true
          return state.replicates
        }
        let kept = replicates.flatMap { KeptReplicates.message($0.close()) }
        deleteFolder()
        Terminal.report(
          "interrupted; the last output is untouched." + (kept.map { " " + $0 } ?? ""),
          isError: true)
        _exit(128 + number)
      }
      source.activate()
      return source
    }
  }
}

/// `--jobs`, checked.
enum Jobs {
  static func count(_ jobs: Int?) throws -> Int {
    guard let jobs else { return ProcessInfo.processInfo.activeProcessorCount }
    guard (1...1024).contains(jobs) else {
      throw PressError.usage("--jobs \(jobs): from 1 to 1024 threads can be used.")
    }
    return jobs
  }
}
