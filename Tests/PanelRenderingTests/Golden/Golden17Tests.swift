import Foundation
import PanelDocument
import PanelRendering
import TestSupport
import Testing

/// Golden case 17: every page opened with the network blocked and scripts off.
@Suite struct Golden17Tests {
  static let pages = ["report", "table", "treatment"]

  private func page(_ name: String) throws -> String {
    switch name {
    case "report": return try SampleReport.page()
    case "treatment": return try SampleReport.page(tables: TreatmentTables.all, figures: [])
    default:
      let templates = try TemplateSet(directory: Repository.templates)
      let table = SampleTables.regression
      return try PageRenderer(
        templates: templates,
        styles: Repository.styles.appending(path: "pages")
      ).page(
        of: table,
        html: TableRenderer(format: .html, templates: templates).text(of: table)
      )
    }
  }

  /// No address but names of namespaces, links within the page, and data inside it.
  @Test(arguments: pages)
  func namesNothingOutsideItself(name: String) throws {
    let page = try page(name)
    for pattern in [#/\bsrc\s*=/#, #/url\(/#, #/@import/#, #/<link\b/#, #/<base\b/#, #/<iframe/#] {
      #expect(page.matches(of: pattern).isEmpty)
    }
    for match in page.matches(of: #/href="([^"]*)"/#) {
      let target = match.output.1
      #expect(target.hasPrefix("#") || target.hasPrefix("data:text/csv"), "\(target.prefix(40))")
    }
    for match in page.matches(of: #/https?:\/\/[^"'<\s]*/#) {
      #expect(match.output.hasPrefix("http://www.w3.org/"), "\(match.output)")
    }
    #expect(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"))
  }

  @Test(.enabled(if: Tool.mustRun("chromium")), arguments: pages)
  func showsEverythingWithoutScriptsAndNetwork(name: String) throws {
    let chromium = try #require(Tool("chromium"), "chromium is not installed")
    let folder = try TemporaryFolder()
    try folder.write(try page(name), to: "page.html")
    try folder.write(Self.harness, to: "harness.html")
    let (status, output) = try chromium.run(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
        "--disable-background-networking", "--disable-component-update", "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
        "--user-data-dir=\(folder.url.appending(path: "profile").path)",
        "--window-size=1400,1000", "--virtual-time-budget=5000", "--dump-dom",
        folder.url.appending(path: "harness.html").absoluteString,
      ],
      in: folder.url
    )
    #expect(status == 0, "\(output.suffix(1000))")
    var seen: [String: String] = [:]
    for line in output.split(separator: "\n") where line.hasPrefix("seen-") {
      let parts = line.dropFirst(5).split(separator: "=", maxSplits: 1)
      if parts.count == 2 { seen[String(parts[0])] = String(parts[1]) }
    }
    #expect(seen["scripted"] == "false", "scripts ran in a frame that allows none")
    #expect(seen["requests"] == "0")
    #expect(Int(seen["tables"] ?? "") ?? 0 > 0)
    #expect(seen["hidden"] == "none", "content that only a script shows")
    #expect(seen["tips"] != "0", "tooltips are shown by style alone")
    #expect(seen["dead"] == "none", "buttons that do nothing without scripts")
  }

  /// Loads the page in a frame that allows no scripts, and looks at it from outside.
  private static let harness = """
    <!DOCTYPE html>
    <html><head><meta charset="utf-8"></head>
    <body style="margin:0"><iframe src="page.html" sandbox="allow-same-origin" width="1280"
    height="8000" style="border:0"></iframe><pre id="seen"></pre><script>
    document.querySelector("iframe").addEventListener("load", (event) => {
      const view = event.target.contentWindow, page = view.document;
      const names = (list) => list.length === 0 ? "none" : list.slice(0, 5).join("; ");
      const scripted = [...page.querySelectorAll(".copy button")].some((e) => !e.hidden);
      const hidden = [];
      for (const e of page.querySelectorAll("table, figure svg, .notes, h1, h2, summary, .formula")) {
        const closed = e.closest("details:not([open])");
        if (closed !== null && e.tagName !== "SUMMARY") continue;
        const box = e.getBoundingClientRect();
        if (box.width < 1 || box.height < 1) hidden.push(e.tagName + "." + e.className);
      }
      const dead = [];
      for (const e of page.querySelectorAll("button")) {
        if (e.getBoundingClientRect().width > 0) dead.push(e.textContent);
      }
      const number = page.querySelector(".number");
      number.focus();
      const tip = view.getComputedStyle(number.nextElementSibling).display === "none" ? 0 : 1;
      const requests = view.performance.getEntriesByType("resource").length;
      document.getElementById("seen").textContent = "\\nseen-scripted=" + scripted
        + "\\nseen-requests=" + requests + "\\nseen-tables=" + page.querySelectorAll("table").length
        + "\\nseen-hidden=" + names(hidden) + "\\nseen-tips=" + tip
        + "\\nseen-dead=" + names(dead) + "\\n";
    });
    </script></body></html>
    """
}
