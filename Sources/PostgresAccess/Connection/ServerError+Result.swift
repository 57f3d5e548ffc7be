import CLibPQ
import Glibc
import SchemaModel

extension ServerError {
  /// The fields of a failed `PGresult`.
  init(result: OpaquePointer) {
    func field(_ code: Int32) -> String? {
      PQresultErrorField(result, code).map {
        LooseBytes.text(UnsafeRawBufferPointer(start: $0, count: strlen($0)))
      }
    }
    // Errors that libpq makes itself have a message but no fields.
    let text = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
    self.init(
      sqlstate: field(FKWALK_DIAG_SQLSTATE) ?? "",
      message: field(FKWALK_DIAG_MESSAGE) ?? text.onOneLine(),
      detail: field(FKWALK_DIAG_DETAIL), hint: field(FKWALK_DIAG_HINT),
      schema: field(FKWALK_DIAG_SCHEMA), table: field(FKWALK_DIAG_TABLE),
      column: field(FKWALK_DIAG_COLUMN), constraint: field(FKWALK_DIAG_CONSTRAINT),
      position: field(FKWALK_DIAG_POSITION).flatMap { Int($0) })
    if sqlstate == "22P05", hint == nil { hint = Self.encodingHint(message) }
  }

  /// What a text that one side cannot write means: the server says `… has no equivalent in encoding
  /// "LATIN1"`.
  private static func encodingHint(_ message: String) -> String {
    message.hasSuffix("in encoding \"UTF8\"")
      ? "fkwalk reads text as UTF-8, which cannot hold this one. Leave its row or column out."
      : "No text of this database can hold that character."
  }

  /// What a query gets that was cancelled before it was sent, in the server's words.
  static let cancelledUnsent = ServerError(
    sqlstate: "57014", message: "canceling statement due to user request")

  /// What a query gets after the connection is lost or closed.
  static let notConnected = ServerError(sqlstate: "08003", message: "there is no connection")

  /// What a statement gets that is no query, such as COPY.
  static let withoutResult = ServerError(sqlstate: "", message: "the statement gave no result")
}
