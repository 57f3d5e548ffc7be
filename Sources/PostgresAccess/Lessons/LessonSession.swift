import DeletePlanning
package import Lessons
import SchemaModel
import ThrowawayServer

/// The one connection that writes: to a server that ``ThrowawayServer`` started, and to no other.
///
/// Not thread-safe.
package final class LessonSession {
  private let session: BlockingSession
  private let place: LessonServer

  /// Connects.
  ///
  /// - Parameters:
  ///   - place: where lessons run.
  ///   - limits: what ends this and every later wait.
  /// - Throws: where the server cannot be reached.
  package init(
    _ place: LessonServer, limits: BlockingSession.Limits = .init()
  ) throws(BlockingSession.Failure) {
    self.place = place
    let parameters = ConnectionParameters(
      database: place.database, host: place.server.socketDirectory,
      port: String(place.server.port), user: LessonServer.user)
    session = try BlockingSession(parameters, isReadOnly: false, limits: limits)
  }

  /// As PostgreSQL numbers it: 150018.
  package var version: Int { session.server.version }

  /// Ends the connection.
  package func close() { session.close() }

  /// Removes all there is and makes a lesson's tables and rows.
  ///
  /// - Returns: the tables.
  /// - Throws: where a statement of the setup fails, with what the server says, or the connection
  ///   breaks, or a limit is reached.
  package func begin(_ lesson: Lesson) throws(BlockingSession.Failure) -> [LessonTable] {
    try tidyUp()
    for sql in Self.removal { _ = try session.run(Query(name: "lesson: remove", sql: sql)) }
    if place.files.isEmpty {
      let run = try perform(lesson.setup.text)
      if case .failed(let error)? = run.last?.answer { throw .server(error) }
    } else {
      for file in place.files { try load(file) }
    }
    try tidyUp()
    return try tables()
  }

  /// Runs SQL, statement by statement up to the first that fails.
  ///
  /// What is open at its end is rolled back.
  ///
  /// - Parameters:
  ///   - sql: any number of statements.
  ///   - checks: what must hold afterwards.
  /// - Returns: what the server did, with all tables before and after.
  /// - Throws: only where the connection breaks or a limit is reached.
  package func run(
    _ sql: String, checks: [LessonCheck] = []
  ) throws(BlockingSession.Failure) -> LessonRun {
    try tidyUp()
    let before = try tables()
    let statements = try perform(sql)
    try tidyUp()
    var run = LessonRun(before: before, after: try tables(), statements: statements)
    for check in checks { run.checks.append(try result(of: check, after: statements)) }
    return run
  }

  private func result(
    of check: LessonCheck, after statements: [StatementRun]
  ) throws(BlockingSession.Failure) -> CheckResult {
    guard let sql = check.sql else { return check.result(statements) }
    let answers = try perform("BEGIN;\n\(sql.text)")
    try tidyUp()
    return check.result(answers)
  }

  // MARK: Statements

  private func perform(_ sql: String) throws(BlockingSession.Failure) -> [StatementRun] {
    let statements: [String]
    do throws(StatementError) {
      statements = try SQLScript.statements(in: sql)
    } catch {
      return [StatementRun(sql: sql, answer: .failed(.client(error.message)))]
    }
    var run: [StatementRun] = []
    for statement in statements {
      let answer = try answer(to: statement)
      run.append(StatementRun(sql: statement, answer: answer))
      if case .failed = answer { break }
    }
    return run
  }

  private func answer(
    to statement: String
  ) throws(BlockingSession.Failure) -> StatementRun.Answer {
    if statement.prefix(while: \.isLetter).lowercased() == "copy" {
      return .failed(.client("COPY from or to a terminal does not work here; INSERT does"))
    }
    switch try session.runAll([Query(name: "lesson", sql: statement)])[0] {
    case .failure(let error): return .failed(error)
    case .success(let result) where result.columnCount == 0:
      return .done(rows: result.affectedRows)
    case .success(let result):
      let rows = (0..<min(result.rowCount, LessonTable.mostRows)).map(result.row)
      return .rows(columns: result.columnNames, rows)
    }
  }

  /// Ends what is open, and makes the session as it was when it began.
  private func tidyUp() throws(BlockingSession.Failure) {
    _ = try session.runAll([
      Query(name: "lesson: end", sql: "ROLLBACK"),
      Query(name: "lesson: forget", sql: "DISCARD ALL"),
      // What runs away ends by itself; a person can stop it earlier.
      Query(name: "lesson: limit", sql: "SET statement_timeout = '60s'"),
    ])
  }

  // MARK: The database

  private func load(_ file: String) throws(BlockingSession.Failure) {
    do throws(ThrowawayServerError) {
      _ = try place.server.load(file: file, into: place.database, as: LessonServer.user)
    } catch {
      throw .server(.client(error.description))
    }
  }

  private static let removal = [
    """
    DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT nspname FROM pg_catalog.pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
      END LOOP;
    END $$
    """,
    "CREATE SCHEMA public", "GRANT USAGE ON SCHEMA public TO PUBLIC",
  ]

  /// The tables of people with all their rows, the oldest first.
  private func tables() throws(BlockingSession.Failure) -> [LessonTable] {
    let list = try session.run(Query(name: "lesson: tables", sql: Self.tableList))
    var tables: [LessonTable] = []
    for row in 0..<list.rowCount {
      let name = list[row, 0] ?? ""
      let rows = try session.run(
        Query(
          name: "lesson: rows",
          sql: "SELECT * FROM \(name) ORDER BY 1 LIMIT \(LessonTable.mostRows)"))
      tables.append(
        LessonTable(
          name: name, columns: rows.columnNames, key: Self.lines(list[row, 1]),
          foreignKeys: Self.lines(list[row, 2]), rows: (0..<rows.rowCount).map(rows.row)))
    }
    return tables
  }

  private static func lines(_ text: String?) -> [String] {
    (text ?? "").split(separator: "\n").map(String.init)
  }

  /// Names as SQL reads them, the columns of the primary key and the foreign keys, a line each.
  private static let tableList = """
    SELECT c.oid::regclass::text,
      (SELECT string_agg(a.attname, E'\\n' ORDER BY k.place)
        FROM pg_constraint p, unnest(p.conkey) WITH ORDINALITY AS k (number, place)
        JOIN pg_attribute a ON a.attnum = k.number
        WHERE p.conrelid = c.oid AND p.contype = 'p' AND a.attrelid = c.oid),
      (SELECT string_agg(regexp_replace(pg_get_constraintdef(f.oid), E'\\n', ' ', 'g'), E'\\n'
          ORDER BY f.oid)
        FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    ORDER BY c.oid LIMIT 20
    """
}

extension ServerError {
  /// An error that is not from the server.
  fileprivate static func client(_ message: String) -> ServerError {
    ServerError(sqlstate: "", message: message)
  }
}
