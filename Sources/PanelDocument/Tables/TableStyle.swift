/// The looks of tables as a journal wants them; read from `styles/tables`.
package struct TableStyle: Sendable, Equatable, Decodable {
  package var name: String

  package init(name: String) { self.name = name }
}
