import Foundation
import PanelDocument
import TestSupport
import Testing

/// The report in headless Chromium, in a frame of an exact width.
@Suite(.enabled(if: Tool.mustRun("chromium"))) struct BrowserTests {
  struct Visit: Sendable, CustomTestStringConvertible {
    var width: Int
    var isDark: Bool
    var testDescription: String { "\(width) px, \(isDark ? "dark" : "light")" }
  }

  static let visits = [390, 1280].flatMap { width in
    [false, true].map { Visit(width: width, isDark: $0) }
  }

  @Test(arguments: visits)
  func fitsTheWindowAndStaysSilent(visit: Visit) throws {
    let seen = try look(at: SampleReport.page(), visit)
    #expect(seen["overflow"] == "none")
    expectTidy(seen)
    #expect(seen["wide"] == (visit.width < 600 ? "scrolls" : "fits"))
    #expect(seen["tips"] == "none", "tips that leave the window")
    #expect(Int(seen["numbers"] ?? "") ?? 0 > 50)
    #expect(seen["console"] == "")
    #expect(seen["ground"] == (visit.isDark ? "rgb(21, 23, 26)" : "rgb(255, 255, 255)"))
  }

  @Test(arguments: visits.filter { !$0.isDark })
  func fitsTablesOfATreatment(visit: Visit) throws {
    let page = try SampleReport.page(tables: TreatmentTables.all, figures: [])
    let seen = try look(at: page, visit, named: "treatment")
    #expect(seen["overflow"] == "none")
    expectTidy(seen)
    #expect(seen["tips"] == "none", "tips that leave the window")
    #expect(seen["console"] == "")
  }

  private func expectTidy(_ seen: [String: String]) {
    #expect(seen["touching"] == "none", "numbers that touch the next column")
    #expect(seen["torn"] == "none", "standard errors away from their estimates")
    #expect(seen["covered"] == "none", "buttons on the text they copy")
  }

  /// What the harness writes down about a page, by name.
  private func look(at page: String, _ visit: Visit, named name: String = "page") throws -> [String:
    String]
  {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "page.html")
    try folder.write(Self.harness(width: visit.width), to: "harness.html")
    let chromium = try #require(Tool("chromium"), "chromium is not installed")
    let options = [
      "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
      "--disable-background-networking", "--disable-component-update", "--no-first-run",
      "--user-data-dir=\(folder.url.appending(path: "profile").path)",
      "--blink-settings=preferredColorScheme=\(visit.isDark ? 0 : 1)",
      "--window-size=1400,1000", "--enable-logging=stderr", "--virtual-time-budget=5000",
    ]
    let harness = folder.url.appending(path: "harness.html").absoluteString
    let (status, output) = try chromium.run(options + ["--dump-dom", harness], in: folder.url)
    #expect(status == 0, "\(output.suffix(1000))")
    if let keep = ProcessInfo.processInfo.environment["PANELPRESS_KEEP"] {
      let image = "\(name)-\(visit.width)-\(visit.isDark ? "dark" : "light").png"
      try folder.write(Self.harness(width: visit.width, height: 5200), to: "tall.html")
      try Data(page.utf8).write(to: URL(filePath: keep).appending(path: "\(name).html"))
      _ = try chromium.run(
        options.filter { !$0.hasPrefix("--window-size") } + [
          "--window-size=\(visit.width),5200", "--screenshot=\(keep)/\(image)",
          folder.url.appending(path: "tall.html").absoluteString,
        ],
        in: folder.url
      )
    }
    var seen = ["console": ""]
    for line in output.split(separator: "\n") {
      if line.contains(":CONSOLE") { seen["console", default: ""] += line }
      let parts = line.split(separator: "=", maxSplits: 1)
      if line.hasPrefix("seen-"), parts.count == 2 {
        seen[String(parts[0].dropFirst(5))] = String(parts[1])
      }
    }
    return seen
  }

  /// A page that loads the report in a frame, so tall that nothing scrolls, and measures it.
  private static func harness(width: Int, height: Int = 8000) -> String {
    """
    <!DOCTYPE html>
    <html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
    <body style="margin:0"><iframe src="page.html" width="\(width)" height="\(height)"
    style="border:0"></iframe><pre id="seen"></pre><script>
    document.querySelector("iframe").addEventListener("load", (event) => {
      const view = event.target.contentWindow, page = view.document;
      const names = (list) => list.length === 0 ? "none" : list.slice(0, 5).join("; ");
      const describe = (e) => e.tagName + "." + e.className + " " + e.textContent.slice(0, 40);
      const width = view.innerWidth;
      const overflow = [];
      if (page.documentElement.scrollWidth > width) overflow.push("page");
      for (const e of page.querySelectorAll("h1, h2, p, dl, figure, .tools, .scroll, pre, .picture, .picture:not(.wide) svg")) {
        const box = e.getBoundingClientRect();
        if (box.width > 2 && (box.right > width + 0.5 || box.left < -0.5)) overflow.push(describe(e));
      }
      const tips = [];
      const numbers = page.querySelectorAll(".number");
      for (const e of numbers) {
        e.focus({ preventScroll: true });
        const box = e.nextElementSibling.getBoundingClientRect();
        if (box.width === 0 || box.left < -0.5 || box.right > width + 0.5 || box.top < -0.5
          || box.bottom > view.innerHeight + 0.5) {
          tips.push(describe(e) + JSON.stringify(box));
        }
      }
      page.activeElement.blur();
      view.scrollTo(0, 0);
      const ink = (e) => {
        const range = page.createRange();
        range.selectNodeContents(e);
        return [...range.getClientRects()].filter((box) => box.width > 1.5);
      };
      const touching = [], torn = [];
      for (const row of page.querySelectorAll("tbody tr")) {
        const cells = [...row.querySelectorAll("td")].map((cell) => {
          const parts = [...cell.querySelectorAll(".shown span, .shown")].flatMap(ink);
          return { cell, left: Math.min(...parts.map((box) => box.left)),
            right: Math.max(...parts.map((box) => box.right)) };
        });
        cells.forEach((one, place) => {
          const next = cells[place + 1];
          if (next !== undefined && one.right > next.left - 3) touching.push(describe(one.cell));
        });
        if (!row.classList.contains("kept")) continue;
        const under = row.nextElementSibling;
        for (const [place, one] of [...row.querySelectorAll("td")].entries()) {
          const above = one.querySelector(".shown"), below = under.querySelectorAll("td")[place]
            .querySelector(".shown");
          if (above === null || below === null) continue;
          const gap = below.getBoundingClientRect().top - above.getBoundingClientRect().bottom;
          if (gap > 12) torn.push(describe(one) + gap);
        }
      }
      const covered = [];
      for (const button of page.querySelectorAll(".copy button")) {
        const box = button.getBoundingClientRect();
        const text = button.parentElement.querySelector("pre").getBoundingClientRect();
        if (box.height > 0 && box.bottom > text.top + 0.5) covered.push(describe(button));
      }
      const wide = page.querySelector(".picture.wide");
      const isLegible = wide !== null && wide.querySelector("svg").getBoundingClientRect().width >= 560;
      const scrolls = wide !== null && wide.scrollWidth > wide.clientWidth + 1;
      const wideFigure = isLegible ? (scrolls ? "scrolls" : "fits") : "small";
      const ground = view.getComputedStyle(page.documentElement).backgroundColor;
      document.getElementById("seen").textContent = "\\nseen-overflow=" + names(overflow)
        + "\\nseen-tips=" + names(tips) + "\\nseen-numbers=" + numbers.length
        + "\\nseen-touching=" + names(touching) + "\\nseen-torn=" + names(torn)
        + "\\nseen-covered=" + names(covered) + "\\nseen-wide=" + wideFigure
        + "\\nseen-ground=" + ground + "\\n";
    });
    </script></body></html>
    """
  }
}
