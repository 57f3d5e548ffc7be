import Glibc
import PostgresAccess
import Synchronization

/// A way to a PostgreSQL server's socket on which one query, or one connection, goes wrong.
///
/// Clients connect to ``directory`` as to a socket directory. Queries are counted over all
/// connections as the protocol's Parse messages come by (PostgreSQL manual, "Message Formats").
package final class FaultyLine: Sendable {
  /// What goes wrong.
  package enum Fault: Hashable, Sendable {
    /// The query raises an error with this SQLSTATE in place of what it would have done.
    case error(String)
    /// The server ends the session, as `pg_terminate_backend` has it.
    case terminated
    /// Both ends are closed without a word, before the query arrives.
    case lost
    /// The connection itself is refused, with this SQLSTATE and message.
    case refused(String, String)
  }

  /// The message of ``Fault/error(_:)``.
  package static let message = "made up for a test"

  /// What ``Fault/error(_:)`` needs in the database.
  package static let support = """
    CREATE SCHEMA fault;
    GRANT USAGE ON SCHEMA fault TO public;
    CREATE FUNCTION fault.raise(code text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION '\(message)' USING ERRCODE = code; END $$;
    """

  package let directory: String
  private let target: String
  private let fault: Fault?
  private let place: Int
  private let listener: Int32
  private let parses = Atomic(0)
  private let connections = Atomic(0)
  private let watch: (@Sendable (Int) -> Void)?

  /// - Parameters:
  ///   - server: the socket directory of the server.
  ///   - fault: what goes wrong; nil for nothing.
  ///   - place: at which query, or for ``Fault/refused(_:_:)`` at which connection, from 1.
  ///   - watch: called with the number of each query before the server gets it.
  package init(
    to server: String, _ fault: Fault? = nil, at place: Int = 0,
    watch: (@Sendable (Int) -> Void)? = nil
  ) {
    var template = Array("/tmp/fkwalk-line-XXXXXX".utf8CString)
    directory = mkdtemp(&template).map { String(cString: $0) } ?? ""
    target = server
    self.fault = fault
    self.place = place
    self.watch = watch
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    _ = Self.withAddress(of: directory) { bind(listener, $0, $1) }
    chmod(Self.path(directory), 0o777)
    listen(listener, 8)
    _ = BackgroundThread.start { [weak self, listener] in
      while case let client = accept(listener, nil, nil), client >= 0 {
        if let self { self.serve(client) } else { close(client) }
      }
      close(listener)
    }
  }

  deinit {
    // Ends the thread that accepts.
    shutdown(listener, Int32(SHUT_RDWR))
    unlink(Self.path(directory))
    rmdir(directory)
  }

  /// How many queries have come by.
  package var queryCount: Int { parses.load(ordering: .acquiring) }
  package var connectionCount: Int { connections.load(ordering: .acquiring) }

  /// Whether what was to go wrong has.
  package var hasFailed: Bool {
    if case .refused = fault { connectionCount >= place } else { queryCount >= place }
  }

  // MARK: One connection

  /// The two ends of a connection, which are closed once nobody uses them.
  private final class Ends: Sendable {
    let client: Int32
    let server: Int32

    init(client: Int32, server: Int32) { (self.client, self.server) = (client, server) }

    deinit {
      close(client)
      close(server)
    }

    /// Wakes the thread of the other direction too.
    func hangUp() {
      shutdown(client, Int32(SHUT_RDWR))
      shutdown(server, Int32(SHUT_RDWR))
    }
  }

  private func serve(_ client: Int32) {
    let number = connections.add(1, ordering: .acquiringAndReleasing).newValue
    let ends = Ends(client: client, server: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0))
    if case .refused(let code, let message) = fault, number == place {
      return refuse(client, code, message)
    }
    guard Self.withAddress(of: target, { connect(ends.server, $0, $1) }) == 0 else { return }
    _ = BackgroundThread.start {
      Self.copy(from: ends.server, to: ends.client)
      ends.hangUp()
    }
    _ = BackgroundThread.start {
      self.forward(from: ends.client, to: ends.server)
      ends.hangUp()
    }
  }

  private func refuse(_ client: Int32, _ code: String, _ message: String) {
    _ = Self.readMessage(client, isFirst: true)
    let fields = Array("SFATAL\0VFATAL\0C\(code)\0M\(message)\0\0".utf8)
    _ = Self.write([UInt8(ascii: "E")] + Self.bytes(fields.count + 4) + fields, to: client)
    shutdown(client, Int32(SHUT_RDWR))
  }

  private static func copy(from source: Int32, to target: Int32) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = Glibc.read(source, &buffer, buffer.count), count > 0 {
      guard write(Array(buffer[..<count]), to: target) else { return }
    }
  }

  private func forward(from client: Int32, to server: Int32) {
    var isFirst = true
    while var message = Self.readMessage(client, isFirst: isFirst) {
      if !isFirst, message[0] == UInt8(ascii: "P") {
        let number = parses.add(1, ordering: .acquiringAndReleasing).newValue
        watch?(number)
        if number == place, let fault {
          switch fault {
          case .lost: return
          case .refused: break
          case .error(let code): message = Self.parse("fault.raise('\(code)')", for: message)
          case .terminated:
            message = Self.parse(
              "pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())", for: message)
          }
        }
      }
      isFirst = false
      guard Self.write(message, to: server) else { return }
    }
  }

  /// A Parse message that selects an expression, with the parameters of another.
  private static func parse(_ expression: String, for original: [UInt8]) -> [UInt8] {
    let parts = original.dropFirst(5).split(
      separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    let text = String(decoding: parts[1], as: UTF8.self)
    let numbers = text.split(separator: "$").dropFirst().compactMap {
      Int($0.prefix { $0.isNumber })
    }
    let parameters = (0..<(numbers.max() ?? 0)).map { ", $\($0 + 1)::pg_catalog.text" }.joined()
    let body = Array(parts[0]) + [0] + Array("SELECT \(expression)\(parameters)".utf8) + [0, 0, 0]
    return [UInt8(ascii: "P")] + bytes(body.count + 4) + body
  }
}

// MARK: - Bytes

extension FaultyLine {
  /// A whole message with its head; nil at the end.
  private static func readMessage(_ source: Int32, isFirst: Bool) -> [UInt8]? {
    guard var message = read(isFirst ? 4 : 5, from: source) else { return nil }
    let length = message.suffix(4).reduce(0) { $0 << 8 | Int($1) }
    guard length >= 4, let rest = read(length - 4, from: source) else { return nil }
    message += rest
    return message
  }

  private static func read(_ count: Int, from source: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = bytes[done...].withUnsafeMutableBytes {
        Glibc.read(source, $0.baseAddress, $0.count)
      }
      guard got > 0 else { return nil }
      done += got
    }
    return bytes
  }

  private static func write(_ bytes: [UInt8], to target: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func bytes(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func path(_ directory: String) -> String { directory + "/.s.PGSQL.5432" }

  private static func withAddress(
    of directory: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path(directory).utf8) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
