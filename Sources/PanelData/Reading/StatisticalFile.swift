import Foundation

#if STAT_FILES
  import CReadStat
#endif

/// Files of Stata (.dta), SPSS (.sav, .zsav, .por) and SAS (.sas7bdat, .xpt), read by ReadStat.
///
/// Variable labels and value labels come along. A system missing value, a tagged one (`.a` to `.z`
/// of Stata and SAS) and one that the file declares missing (SPSS) are missing; so is an empty
/// string. Dates and times stay the numbers that they are in the file, such as days since 1960.
enum StatisticalFile {
  #if STAT_FILES
    /// Reads a whole file.
    ///
    /// - Parameter encoding: The encoding of its texts, for files that do not say; pre-14 Stata files
    ///   are taken as Windows-1252 otherwise.
    /// - Throws: ``DataError/file(_:)`` if ReadStat cannot read the file, or a number is infinite.
    static func read(
      url: URL,
      named name: String,
      kind: FileKind,
      encoding: TextEncoding
    ) throws(DataError) -> DataTable {
      let builder = StatisticalTable(file: name)
      guard let parser = readstat_parser_init() else {
        throw fault(name, "there is no memory for reading it")
      }
      defer { readstat_parser_free(parser) }
      if encoding != .utf8 {
        readstat_set_file_character_encoding(parser, encoding.converterName)
      }
      setHandlers(of: parser)
      let path = url.path(percentEncoded: false)
      let status = withExtendedLifetime(builder) {
        let context = Unmanaged.passUnretained(builder).toOpaque()
        switch kind {
        case .dta: return readstat_parse_dta(parser, path, context)
        case .sav, .zsav: return readstat_parse_sav(parser, path, context)
        case .por: return readstat_parse_por(parser, path, context)
        case .sas7bdat: return readstat_parse_sas7bdat(parser, path, context)
        case .xpt: return readstat_parse_xport(parser, path, context)
        case .csv, .tsv, .txt: preconditionFailure("text files have a reader of their own")
        }
      }
      if let failure = builder.failure { throw fault(name, failure) }
      guard status == READSTAT_OK else { throw fault(name, message(status, builder, kind)) }
      return try builder.table()
    }

    private static func setHandlers(of parser: UnsafeMutablePointer<readstat_parser_t>) {
      readstat_set_metadata_handler(parser) { metadata, context in
        StatisticalTable.of(context).expectedRows = Int(readstat_get_row_count(metadata))
        return StatisticalTable.goOn
      }
      readstat_set_variable_handler(parser) { _, variable, labelSet, context in
        StatisticalTable.of(context).add(variable, labelSet: StatisticalFile.text(labelSet))
        return StatisticalTable.goOn
      }
      readstat_set_value_label_handler(parser) { labelSet, value, label, context in
        StatisticalTable.of(context).add(
          label: StatisticalFile.text(label),
          of: value,
          to: StatisticalFile.text(labelSet)
        )
        return StatisticalTable.goOn
      }
      readstat_set_value_handler(parser) { row, variable, value, context in
        StatisticalTable.of(context).add(value, of: variable, row: Int(row))
      }
      readstat_set_error_handler(parser) { message, context in
        StatisticalTable.of(context).details = StatisticalFile.text(message)
      }
    }

    static func text(_ pointer: UnsafePointer<CChar>?) -> String {
      pointer.map { String(cString: $0) } ?? ""
    }

    private static func message(
      _ status: readstat_error_t,
      _ builder: StatisticalTable,
      _ kind: FileKind
    ) -> String {
      let reason = text(readstat_error_message(status))
      let details = builder.details.isEmpty ? "" : " (\(MessageText.shown(builder.details)))"
      let isText =
        status == READSTAT_ERROR_CONVERT || status == READSTAT_ERROR_CONVERT_BAD_STRING
        || status == READSTAT_ERROR_CONVERT_SHORT_STRING
      let advice =
        isText
        ? " Name the encoding of its texts in the study, such as 'encoding: gb18030'."
        : " Is it a complete .\(kind.rawValue) file?"
      return "the file cannot be read: \(reason)\(details).\(advice)"
    }

  #else
    static func read(
      url: URL,
      named name: String,
      kind: FileKind,
      encoding: TextEncoding
    ) throws(DataError) -> DataTable {
      throw fault(
        name,
        "this build reads no files of Stata, SPSS and SAS: it was made without the trait StatFiles, "
          + "which needs ReadStat. Build with it, or save the data as CSV."
      )
    }
  #endif

  static func fault(_ file: String, _ message: String) -> DataError {
    .file(FileFault(file: file, message: message))
  }
}
