public import ArgumentParser
import Foundation
import PanelPress

/// The command line: arguments in, exit code out.
@main struct PanelPressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "panelpress",
    abstract: "From panel data and one study file to tables, figures and a replication report.",
    discussion: """
      A first look:
        panelpress new data.csv            write a first study file for a data set
        panelpress run study.yaml          run it; open output/STUDY/index.html
        panelpress estimate data.csv "y ~ x | unit + year" --vcov "cluster(unit)"

      Results go to standard output, messages to standard error. Exit codes: 0 done, 1 findings \
      or a failed estimation, 2 wrong usage or input. NO_COLOR switches colours off.
      """,
    version: PanelPressVersion.description,
    subcommands: [Run.self, Estimate.self, Render.self, Check.self, List.self, New.self]
  )

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as PressError {
      Interruption.waitIfInterrupted()
      Terminal.report(error.description, isError: true)
      Terminal.end(error.exitCode)
    } catch {
      let code = exitCode(for: error)
      guard code == .success else {
        Terminal.report(fullMessage(for: error), isError: false)
        Terminal.end(code == .validationFailure ? 2 : code.rawValue)
      }
      Terminal.print(fullMessage(for: error) + "\n")
    }
  }
}

/// Where templates and styles come from.
struct ResourceOptions: ParsableArguments {
  @Option(help: "A folder of templates to use instead of the built-in ones.")
  var templates: String?
  @Option(help: "A folder of styles that is searched before the built-in ones.")
  var styles: String?
}

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a study: read, estimate, lay out, check, and put the output into place.",
    discussion: """
      The output goes to OUTPUT/<study>/: index.html (one self-contained report), tables, figures, \
      results as JSON, and manifest.json. It replaces the last output only when everything \
      validates. With --only, the named tables, figures and analyses alone go to \
      OUTPUT/<study>.only/.

      A run that is interrupted goes on where it stopped: replications that take long are kept in \
      OUTPUT/.<study>.replicates/ until the run succeeds.
      """
  )

  @Argument(help: "The study file.", completion: .file(extensions: ["yaml", "yml"]))
  var study: String
  @Option(name: [.short, .long], help: "The folder that receives the study's folder.")
  var output = "output"
  @Option(help: "A table, figure or analysis to make; may be given several times.")
  var only: [String] = []
  @Option(name: [.short, .long], help: "Threads that work at once; no output depends on it.")
  var jobs: Int?
  @Option(help: "A seed instead of the study's.")
  var seed: UInt64?
  @Flag(help: "Write each figure as PDF, too; needs rsvg-convert.")
  var pdf = false
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    let threadCount = try Jobs.count(jobs)
    let file = try StudyFile(path: study)
    let progress = ProgressLine()
    var options = RunOptions(
      outputFolder: output,
      only: only,
      seed: seed,
      pdf: pdf,
      templates: resources.templates,
      styles: resources.styles,
      progress: { step in
        if step == .writing { Interruption.beginsWriting() }
        progress.show(step)
      },
      scratchMade: { Interruption.deletes($0) },
      replicatesKept: { Interruption.keeps($0) }
    )
    options.threadCount = threadCount
    let signals = Interruption.watch()
    defer { progress.clear() }
    let report = try withExtendedLifetime(signals) { try file.run(options) }
    progress.clear()
    Terminal.print(report.summary + "\n")
  }
}

struct Estimate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Estimate one model without a study file.",
    discussion: """
      Examples:
        panelpress estimate castle.csv "l_homicide ~ post | sid + year" --vcov "cluster(sid)"
        panelpress estimate castle.csv --method descriptives --option "variables=[homicide, post]"
      """
  )

  @Argument(help: "The data file.", completion: .file())
  var data: String
  @Argument(help: "The model, such as 'y ~ x | unit + year'; for methods that take one.")
  var formula: String?
  @Option(help: "The method; see 'panelpress list methods'.")
  var method = "fixed-effects"
  @Option(help: "The column that names units, for lags.")
  var unit: String?
  @Option(help: "The column that names periods, for lags.")
  var time: String?
  @Option(help: "How far apart periods are, such as 5; 1 by default.")
  var step: Int?
  @Option(help: "The covariance: iid, hc1, hc2, hc3, 'cluster(a)', 'cluster(a, b)'.")
  var vcov: String?
  @Option(help: "The column of observation weights.")
  var weights: String?
  @Option(help: "A key of the method as KEY=VALUE, the value in YAML; may be given several times.")
  var option: [String] = []
  @Option(help: "text, json, latex, html, markdown or csv (svg for figures).")
  var format = ExhibitLook.Format.text
  @Option(help: "The table style; see 'panelpress list styles'.")
  var style = "plain"
  @Option(help: "The language of words and notes, such as zh-Hans; bilingual for two captions.")
  var language = "en"
  @Option(help: "The seed of random draws.")
  var seed: UInt64 = 1
  @Option(name: [.short, .long], help: "Threads that work at once; no result depends on it.")
  var jobs: Int?
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    let progress = ProgressLine()
    defer { progress.clear() }
    let request = EstimateRequest(
      data: data,
      formula: formula,
      method: method,
      unit: unit,
      time: time,
      step: step,
      vcov: vcov,
      weights: weights,
      options: option,
      seed: seed,
      threadCount: try Jobs.count(jobs),
      look: ExhibitLook(
        format: format,
        style: style,
        language: language,
        templates: resources.templates,
        styles: resources.styles
      ),
      progress: { progress.show($0) }
    )
    let text = try request.text()
    progress.clear()
    Terminal.print(text)
  }
}

struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lay out saved results as a table or figure, without the data.",
    discussion: """
      Example:
        panelpress render output/castle-doctrine/results/baseline.json --format latex \
      --option "keep=[cdl]"

      A study file whose results are all saved ones (its key 'results') is laid out whole, with its \
      report, into OUTPUT/<study>/:
        panelpress render examples/published-tables/study.yaml
      """
  )

  @Argument(
    help: "Files of results, as 'run' and 'estimate --format json' write them; or one study file.")
  var results: [String]
  @Option(name: [.short, .long], help: "The folder that receives a study's folder.")
  var output = "output"
  @Flag(help: "Write each figure of a study as PDF, too; needs rsvg-convert.")
  var pdf = false
  @Option(help: "text, json, latex, html, markdown, csv, or svg for figures.")
  var format = ExhibitLook.Format.text
  @Option(help: "The kind of table or figure; see 'panelpress list tables' and 'list figures'.")
  var kind: String?
  @Option(help: "A key of the kind as KEY=VALUE, the value in YAML; may be given several times.")
  var option: [String] = []
  @Option(help: "The caption.")
  var caption: String?
  @Option(help: "The table style; see 'panelpress list styles'.")
  var style = "plain"
  @Option(help: "The language of words and notes, such as zh-Hans; bilingual for two captions.")
  var language = "en"
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    let look = ExhibitLook(
      format: format,
      kind: kind,
      style: style,
      language: language,
      caption: caption,
      options: option,
      templates: resources.templates,
      styles: resources.styles
    )
    if let study = try RenderRequest.study(among: results) {
      let options = RunOptions(
        outputFolder: output,
        pdf: pdf,
        templates: resources.templates,
        styles: resources.styles,
        scratchMade: { Interruption.deletes($0) }
      )
      let signals = Interruption.watch()
      let report = try withExtendedLifetime(signals) { try study.run(options) }
      Terminal.print(report.summary + "\n")
      return
    }
    Terminal.print(try RenderRequest(files: results, look: look).text())
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check an output folder: hashes, schemas, links, LaTeX, results."
  )

  @Argument(help: "The folder, such as output/castle-doctrine.", completion: .directory)
  var folder: String

  func run() throws {
    let findings = try OutputCheck.findings(in: folder)
    guard findings.isEmpty else { throw PressError.findings(findings) }
    Terminal.print("\(folder): every file is as the manifest says, and valid.\n")
  }
}

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List methods, tables, figures, styles, statistics, or all keys of a study file."
  )

  @Argument(help: "methods, tables, figures, styles, statistics or keys (as Markdown).")
  var what: Listing
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    Terminal.print(try what.text(templates: resources.templates, styles: resources.styles))
  }
}

struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a first study file for a data set.",
    discussion: "Unit and time are guessed by which columns name each row once."
  )

  @Argument(help: "The data file.", completion: .file())
  var data: String
  @Option(name: [.short, .long], help: "The study file to write; never overwritten.")
  var output = "study.yaml"

  func run() throws {
    let guess = try NewStudy.write(data: data, to: output)
    Terminal.report("\(output): \(guess).", isError: false)
    Terminal.print("\(output)\n")
  }
}

extension ExhibitLook.Format: ExpressibleByArgument {}
extension Listing: ExpressibleByArgument {}
