import ArgumentParser
import CursesDriver
@preconcurrency import Glibc
import PostgresAccess
import SchemaModel
import TerminalCanvas

/// What the commands that look at a whole schema have in common.
struct InstrumentOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Stop after this time.", valueName: "seconds"))
  var timeout: Double?

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard timeout.map({ $0 > 0 && $0 < 1_000_000 }) ?? true else {
      throw ValidationError("--timeout takes a number of seconds.")
    }
  }

  /// Connects, and closes when `body` is done.
  ///
  /// - Parameters:
  ///   - database: the positional database of the command; `-d` wins over it.
  ///   - body: what to do with the session.
  /// - Returns: what `body` returns.
  /// - Throws: ``CommandFailure`` for whatever the connection or the server refuses.
  func withSession<Value>(
    database: String? = nil, _ body: (BlockingSession) throws -> Value
  ) throws -> Value {
    let start = ContinuousClock.now
    do {
      let limits = BlockingSession.Limits(
        deadline: timeout.map { start + .seconds($0) }, interruption: Interruption.listen())
      let session = try BlockingSession(
        connection.parameters(database: database), limits: limits,
        askPassword: PasswordQuestion.ask)
      defer { session.close() }
      return try body(session)
    } catch let failure as BlockingSession.Failure {
      throw CommandFailure(failure)
    }
  }
}

/// Finds the tables people mean on the command line, in a graph that has been read.
enum TableChoice {
  /// The one table of that name.
  ///
  /// - Throws: where there is none, with the names that are near, and where there are several.
  static func find(_ text: String, in graph: SchemaGraph) throws -> TableName {
    let found = graph.tables(matching: text).map(\.name)
    if let only = found.first, found.count == 1 { return only }
    // Where several schemas have it, public's is meant, as it is in most search paths.
    if let common = found.first(where: { $0.schema == "public" }) { return common }
    if !found.isEmpty {
      let names = found.prefix(5).map(\.description).joined(separator: ", ")
      throw CommandFailure("there are several tables \(text): say \(names)")
    }
    let near = graph.tables(near: text).map(\.displayName)
    let hint = near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"
    throw CommandFailure("there is no table \(text) that this role can see\(hint)")
  }
}

/// Prints the documents of commands.
enum Output {
  /// Lines for people: whatever names hold is made harmless.
  static func lines(_ lines: [String]) {
    print(lines.map { SafeText.escaped($0) + "\n" }.joined(), terminator: "")
  }

  /// Lines of SQL.
  static func sql(_ lines: [String]) { sql(lines.map { $0 + "\n" }.joined()) }

  /// SQL to be run as it is: bytes that are no UTF-8 become bytes again.
  ///
  /// Values in it are as they are, too; a terminal gets them made harmless.
  static func sql(_ text: String) {
    guard isatty(STDOUT_FILENO) == 0 else {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { SafeText.escaped(String($0)) }
      return print(lines.joined(separator: "\n"), terminator: "")
    }
    // Only a database that takes any bytes has such.
    let hasBytes = text.unicodeScalars.contains(where: LooseBytes.isByte)
    let setting = hasBytes ? "SET client_encoding = SQL_ASCII;\n" : ""
    LooseBytes.bytes(setting + text, isLoose: true).withUnsafeBytes { bytes in
      _ = fwrite(bytes.baseAddress, 1, bytes.count - 1, stdout)
    }
  }
}
