import Glibc

/// What went wrong while a file was loaded; statements that failed were passed over.
package struct LoadReport: Equatable, Sendable {
  /// The name of what was loaded.
  package var source: String
  /// `line 12: ERROR:  role "app" does not exist`, in order; empty where all went well.
  package var errors: [String]

  /// One line for people; nil where all went well.
  package var summary: String? {
    guard let first = errors.first else { return nil }
    let others = errors.count == 1 ? "" : " (and \(errors.count - 1) more; the rest is loaded)"
    return "\(source), \(first)\(others)"
  }
}

extension ThrowawayServer {
  /// Creates an empty database.
  package func createDatabase(_ name: String) throws(ThrowawayServerError) {
    let quoted = name.split(separator: "\"", omittingEmptySubsequences: false)
    try load(sql: "CREATE DATABASE \"\(quoted.joined(separator: "\"\""))\"", into: "postgres")
  }

  /// Runs a script as `psql` does, stopping at the first error.
  ///
  /// - Throws: ``ThrowawayServerError/cannotLoad(source:reason:)`` with that error and its line.
  package func load(
    sql: String, into database: String = "demo", named source: String = "the script"
  ) throws(ThrowawayServerError) {
    let script = try MemoryFile(holding: sql)
    let errors = try psql(
      ["-v", "ON_ERROR_STOP=1"], reading: script.descriptor, database: database)
    guard let first = errors.first else { return }
    throw .cannotLoad(source: source, reason: first)
  }

  /// Loads a file as `psql` does, passing over statements that fail, as those of a dump may whose
  /// roles are not there.
  ///
  /// It may be SQL, SQL compressed by gzip, or an archive of `pg_dump -Fc`: its content tells.
  /// Nil for `user` is the superuser.
  /// - Throws: where the file cannot be read or is cut off; what fails inside is in the report.
  package func load(
    file: String, into database: String = "demo", as user: String? = nil
  ) throws(ThrowawayServerError) -> LoadReport {
    let input = open(file, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw .cannotOpen(file: file, code: errno) }
    defer { close(input) }
    let errors =
      if let converter = converter(for: input) {
        try load(
          file: file, through: converter, input: input, database: database, user: user)
      } else {
        try psql([], reading: input, database: database, user: user)
      }
    return LoadReport(source: file, errors: errors)
  }

  /// Gathers the planner's statistics on all tables of a database: nothing else does here.
  package func analyze(database: String = "demo") throws(ThrowawayServerError) {
    // Not a plain ANALYZE, which spends most of its time on the catalogs.
    try load(
      sql: """
        SELECT 'ANALYZE ' || string_agg(oid::regclass::text, ', ') FROM pg_class
        WHERE relkind IN ('r', 'p') AND NOT relispartition
          AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        HAVING count(*) > 0 \\gexec
        """, into: database)
  }

  /// The program that turns a file into SQL, told by the file's first bytes; nil for SQL.
  private func converter(for input: Int32) -> [String]? {
    var start: [UInt8] = Array(repeating: 0, count: 5)
    let count = pread(input, &start, start.count, 0)
    if start.starts(with: [0x1f, 0x8b]) { return ["gzip", "-dc"] }
    let isArchive = count == start.count && start.elementsEqual("PGDMP".utf8)
    return isArchive ? [client("pg_restore"), "--no-owner", "--no-acl", "-f", "-"] : nil
  }

  private func load(
    file: String, through converter: [String], input: Int32, database: String, user: String?
  ) throws(ThrowawayServerError) -> [String] {
    let messages = try MemoryFile()
    var sql = try Pipe()
    let (output, errorOutput) = (sql.writing, messages.descriptor)
    let process = try ChildProcess(converter) {
      $0.environment = quietEnvironment(database: database)
      ($0.input, $0.output, $0.errors) = (input, output, errorOutput)
    }
    sql.closeWriting()
    let errors = Result { () throws(ThrowawayServerError) in
      try psql([], reading: sql.reading, database: database, user: user)
    }
    // Should psql have ended early, this ends the converter too.
    sql.closeReading()
    let status = process.wait()
    guard status == 0 || status == 128 + SIGPIPE else {
      throw .cannotLoad(source: file, reason: lastLine(of: messages.contents(), else: converter[0]))
    }
    return try errors.get()
  }

  /// Runs psql on a descriptor's content and returns the errors it reports.
  private func psql(
    _ options: [String], reading input: Int32, database: String, user: String? = nil
  ) throws(ThrowawayServerError) -> [String] {
    let messages = try MemoryFile()
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(nowhere) }
    let errorOutput = messages.descriptor
    let status = try ChildProcess(
      [client("psql"), "-XqAt", "-U", user ?? self.user] + options + ["-f", "-"]
    ) {
      $0.environment = quietEnvironment(database: database)
      ($0.input, $0.output, $0.errors) = (input, nowhere, errorOutput)
    }.wait()
    let text = messages.contents()
    let errors = Self.errors(in: text)
    return errors.isEmpty && status != 0 ? [lastLine(of: text, else: "psql")] : errors
  }

  private func lastLine(of messages: String, else program: String) -> String {
    messages.split(separator: "\n").last.map(String.init) ?? "\(program) failed without a word"
  }

  /// The errors among psql's messages: `psql:<stdin>:12: ERROR:  …` becomes `line 12: ERROR:  …`.
  static func errors(in messages: String) -> [String] {
    messages.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("psql:<stdin>:") else { return nil }
      let rest = line.dropFirst("psql:<stdin>:".count)
      let message = rest.drop(while: \.isWholeNumber).dropFirst(2)
      let isHarmless = ["WARNING:", "NOTICE:", "INFO:", "LOG:"].contains(where: message.hasPrefix)
      return isHarmless ? nil : "line \(rest)"
    }
  }
}
