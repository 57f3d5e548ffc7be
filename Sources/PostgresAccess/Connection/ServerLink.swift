import CLibPQ
import Glibc
import SchemaModel

/// libpq's connection object: every call that takes a `PGconn` is here.
final class ServerLink {
  /// How far libpq has come with connecting.
  enum Progress {
    case needsReading, needsWriting, connected, failed
  }

  private let handle: OpaquePointer
  /// Why the server closed the connection: its last words, of severity FATAL.
  private(set) var farewell: ServerError?

  /// Starts to connect; nil when memory is out.
  init?(_ settings: [ConnectionParameters.Setting]) {
    fkwalk_keep_freed_memory()
    let handle = withCStrings(settings.map(\.keyword)) { keywords in
      withCStrings(settings.map(\.value)) { values in
        PQconnectStartParams(keywords, values, 1)
      }
    }
    guard let handle else { return nil }
    self.handle = handle
    PQsetNoticeReceiver(
      handle,
      { link, result in
        guard let link, let result else { return }
        Unmanaged<ServerLink>.fromOpaque(link).takeUnretainedValue().receive(notice: result)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { PQfinish(handle) }

  var descriptor: Int32 { PQsocket(handle) }
  var isBroken: Bool { PQstatus(handle) == CONNECTION_BAD }
  var errorMessage: String { PQerrorMessage(handle).map { String(cString: $0) } ?? "" }
  var lacksPassword: Bool { PQconnectionNeedsPassword(handle) == 1 }
  var serverVersion: Int { Int(PQserverVersion(handle)) }
  /// What can be told before anything is asked.
  var product: ServerProduct {
    ServerProduct(
      banner: "",
      parameters: Set(
        ["crdb_version", "padb_version"].filter { PQparameterStatus(handle, $0) != nil })
    )
  }
  var host: String { PQhost(handle).map { String(cString: $0) } ?? "" }
  var port: String { PQport(handle).map { String(cString: $0) } ?? "" }

  /// The time the person gives for connecting; nil for any.
  var connectTimeout: Duration? {
    let seconds = Conninfo.settings(of: handle)["connect_timeout"].flatMap { Int($0) } ?? 0
    // libpq itself takes 1 for 2, as its clock has whole seconds.
    return seconds > 0 ? .seconds(max(seconds, 2)) : nil
  }

  /// Goes on connecting, once the socket is ready for what was needed.
  func continueConnecting() -> Progress {
    switch PQconnectPoll(handle) {
    case PGRES_POLLING_READING: .needsReading
    case PGRES_POLLING_WRITING: .needsWriting
    case PGRES_POLLING_OK: .connected
    default: .failed
    }
  }

  /// Makes a new connection ready for queries that do not wait for one another.
  func enterPipelineMode() -> Bool {
    PQsetnonblocking(handle, 1) == 0 && PQenterPipelineMode(handle) == 1
  }

  /// Hands a segment to libpq; false when the connection is broken.
  func send(_ segment: QueryPipeline.Segment) -> Bool {
    segment.statements.allSatisfy(send) && PQpipelineSync(handle) == 1
  }

  /// Writes what the socket takes; true when some is left, nil when the connection is broken.
  func flush() -> Bool? {
    let status = PQflush(handle)
    return status < 0 ? nil : status == 1
  }

  /// Reads what the socket has; false when the connection is broken.
  func read() -> Bool {
    let isAlive = PQconsumeInput(handle) == 1
    // Between queries this is what makes libpq look at messages, such as a farewell.
    _ = PQisBusy(handle)
    return isAlive
  }

  /// The next reply among what has been read; nil when more must be read first.
  ///
  /// To be asked for only while a segment is under way.
  func nextReply() -> QueryPipeline.Reply? {
    while PQisBusy(handle) == 0 {
      if let result = PQgetResult(handle) {
        if let reply = reply(owning: result) { return reply }
      } else if isBroken {
        return nil
      }
      // A nil otherwise ends the results of one statement; the segment ends with a sync.
    }
    return nil
  }

  /// Looks through what was read for the server's ``farewell``, once the connection is broken.
  func hearOut() {
    _ = PQisBusy(handle)
    while farewell == nil, nextReply() != nil {}
  }

  /// Starts to cancel what the server is running; nil when that cannot be.
  func cancel() -> Cancellation? { Cancellation(of: handle) }

  /// Keeps libpq from printing a notice on the screen.
  private func receive(notice result: OpaquePointer) {
    noteFarewell(result)
  }

  private func noteFarewell(_ result: OpaquePointer) {
    let severity = PQresultErrorField(result, FKWALK_DIAG_SEVERITY).map { String(cString: $0) }
    if severity == "FATAL" || severity == "PANIC" { farewell = ServerError(result: result) }
  }

  /// Whether text is not checked to be UTF-8.
  private var takesAnyBytes: Bool {
    PQparameterStatus(handle, "client_encoding").map { String(cString: $0) } == "SQL_ASCII"
  }

  private func send(_ statement: QueryPipeline.Statement) -> Bool {
    let sql = LooseBytes.bytes(statement.sql, isLoose: takesAnyBytes)
    return withCStrings(statement.parameters, areLoose: takesAnyBytes) { values in
      PQsendQueryParams(
        handle, sql, Int32(statement.parameters.count), nil, values, nil, nil, 0) == 1
    }
  }

  private func reply(owning result: OpaquePointer) -> QueryPipeline.Reply? {
    switch PQresultStatus(result) {
    case PGRES_PIPELINE_SYNC:
      PQclear(result)
      return .sync
    case PGRES_PIPELINE_ABORTED:
      PQclear(result)
      return nil
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
      defer { PQclear(result) }
      noteFarewell(result)
      return .error(ServerError(result: result))
    default:
      return .result(QueryResult(owning: result))
    }
  }
}

/// Calls `body` with C strings that live as long as the call, nil for nil, and a nil at the end.
private func withCStrings<Value>(
  _ strings: [String?], areLoose: Bool = false, _ body: ([UnsafePointer<CChar>?]) -> Value
) -> Value {
  let copies = strings.map { string in
    string.flatMap { strdup(LooseBytes.bytes($0, isLoose: areLoose)) }
  }
  defer { copies.forEach { free($0) } }
  return body(copies.map { copy in copy.map { UnsafePointer($0) } } + [nil])
}
