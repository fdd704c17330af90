/// A row of the list of exhibits, as the template README of the Social Science Data Editors asks for
/// it: what is shown, which program makes it and where, and which files it becomes.
package struct ListedExhibit: Sendable, Equatable {
  /// `Table 1`.
  package var label: String
  /// The caption, without structure; empty where there is none.
  package var title: String
  /// The study file, which takes the place of a program.
  package var program: String
  /// The line of the exhibit's entry, from 1.
  package var line: Int
  /// The files of the output folder, in the order of importance.
  package var files: [String]
  /// The analyses shown, each with its method: `baseline (fixed-effects)`.
  package var analyses: [String]
  /// The data files that the results come from.
  package var data: [String]
  /// What stands for a figure where it cannot be seen.
  package var alternative: Alternative?

  package struct Alternative: Sendable, Equatable {
    /// At most ``FigureModel/titleLimit`` characters.
    package var text: String
    /// The long description.
    package var description: String

    package init(text: String, description: String) {
      self.text = text
      self.description = description
    }
  }

  package init(
    label: String,
    title: String,
    program: String,
    line: Int,
    files: [String],
    analyses: [String],
    data: [String],
    alternative: Alternative? = nil
  ) {
    self.label = label
    self.title = title
    self.program = program
    self.line = line
    self.files = files
    self.analyses = analyses
    self.data = data
    self.alternative = alternative
  }
}
