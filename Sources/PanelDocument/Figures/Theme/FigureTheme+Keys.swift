package import PanelResults

extension FigureTheme {
  /// The keys of a figure theme's file; all but two hold a value in `plain`.
  package static let keys: [KeyDescription] =
    StyleKeys.common + [
      KeyDescription(
        "caption",
        .object(
          StyleKeys.caption + [
            KeyDescription(
              "word",
              .choice(CaptionForm.Word.allCases.map(\.rawValue)),
              default: "long",
              "“Figure 1” or “Fig. 1”."
            )
          ]
        ),
        "The form of the caption, which stands below the figure; without one it is the document's."
      ),
      KeyDescription(
        "widths",
        .object([
          KeyDescription("single", .number, "One column of the journal, in millimetres."),
          KeyDescription("one-and-half", .number, "One and a half columns."),
          KeyDescription("double", .number, "Two columns, or the width of the text."),
        ]),
        "The widths that a figure may ask for by name."
      ),
      KeyDescription("height-ratio", .number, "Height over width where the content fixes none."),
      KeyDescription(
        "page-height",
        .number,
        "The height of the text on a page, in millimetres: figures are no taller."
      ),
      KeyDescription(
        "font",
        .object([
          KeyDescription(
            "families",
            .list(of: .text),
            "Families by preference; all are measured as Arial, so narrower ones fit too."
          ),
          KeyDescription("label", .number, "The size of text in points at print size."),
          KeyDescription("small", .number, "The size of what may be smaller; at least 7."),
        ]),
        "The text of figures."
      ),
      KeyDescription(
        "strokes",
        .object(
          [
            ("axis", "Axes and ticks."), ("grid", "Grid lines."), ("rule", "Marked values."),
            ("line", "Lines of series."), ("whisker", "Outer intervals."),
            ("inner", "Inner intervals."), ("marker", "Edges of markers."),
          ].map { KeyDescription($0.0, .number, $0.1) }
        ),
        "Widths of lines in points; at least 0.3."
      ),
      KeyDescription("marker-size", .number, "The diameter of a circle in points."),
      KeyDescription("tick-length", .number, "The length of ticks in points."),
      KeyDescription("grid", .flag, "Whether light lines carry ticks across the plot."),
      KeyDescription(
        "legend",
        .choice(LegendSide.allCases.map(\.rawValue)),
        "Where a legend stands."
      ),
      KeyDescription("ribbon-opacity", .number, "The opacity of bands around lines."),
      KeyDescription("light", .object(palette), "Colours on light paper, and in print."),
      KeyDescription("dark", .object(palette), "Colours on dark screens."),
      KeyDescription(
        "markers",
        .list(of: .choice(Marker.allCases.map(\.rawValue))),
        "Shapes of markers by series, used in turn."
      ),
      KeyDescription(
        "dashes",
        .list(of: .list(of: .number)),
        "Dashes by series in points, used in turn; `[]` is a full line."
      ),
    ]

  private static let palette: [KeyDescription] =
    [
      ("paper", "The sheet."), ("ink", "Text; at least 4.5 : 1 on the paper."),
      ("axis", "Axes; at least 3 : 1."), ("grid", "Grid lines."),
      ("rule", "Lines at marked values; at least 3 : 1."),
    ].map { KeyDescription($0.0, .text, $0.1) }
    + [
      KeyDescription("series", .list(of: .text), "Series in turn; at least 3 : 1."),
      KeyDescription(
        "maps",
        .object([
          KeyDescription("outline", .text, "Borders of regions, and letters over them."),
          KeyDescription("edge", .text, "The edge of letters over a region."),
          KeyDescription(
            "clusters",
            .list(of: .text),
            "High-high, low-low, low-high, high-low, not significant, without neighbours."
          ),
          KeyDescription("steps", .list(of: .text), "Nine steps from low to high."),
        ]),
        "Maps."
      ),
    ]
}
