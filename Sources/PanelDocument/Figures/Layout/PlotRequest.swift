/// What a plot over two axes asks of its sheet.
struct PlotRequest {
  /// Of the sheet, in points.
  var width: Double
  /// In millimetres, where the study gives it.
  var height: Double?
  /// Height over width of the sheet where the study gives no height; the theme's where absent.
  var ratio: Double?
  var x: Axis
  var y: Axis
  var legend: [LegendLayout.Item] = []
  /// Names of vertical lines, above the frame.
  var lineLabels: [(place: Double, label: String)] = []
  /// Small lines over the frame, at its right end.
  var header: [String] = []
  /// A bold line over everything but the legend.
  var heading: String?
  /// The figure's id, for messages.
  var id: String

  struct Axis {
    /// The range of everything drawn.
    var range: ClosedRange<Double>
    /// Takes no room where empty.
    var title: String
    /// The title before a power of ten.
    var scaledTitle: String
    /// The room that marks need beyond their values, in points.
    var reach: Double
    var fit = Fit.padded
    /// Ticks for a range and a length in points; those that score best where absent.
    var ticks: ((ClosedRange<Double>, Double) -> Ticks)?
  }

  /// How an axis ends.
  enum Fit {
    /// With room at both ends.
    case padded
    /// At zero below, with room above.
    case fromZero
    /// As far below zero as above.
    case symmetric
    /// Where the range ends.
    case exact
  }
}
