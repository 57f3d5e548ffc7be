import Glibc

/// Finds the directory that holds PostgreSQL's server programs.
enum ServerPrograms {
  /// The directory of `initdb` and `postgres`.
  ///
  /// `given` (the `--pg-bin` option) decides, else `$FKWALK_PG_BIN`; without either it is the
  /// newest version among the packages' directories, and last what `$PATH` finds.
  static func directory(
    given: String?, environment: [String: String]
  ) throws(ThrowawayServerError) -> String {
    if let chosen = given ?? environment["FKWALK_PG_BIN"] {
      guard holdsServer(chosen) else { throw .noServerPrograms(directory: chosen) }
      return chosen
    }
    let installed = installedDirectories() + searchPath(environment)
    guard let found = installed.first(where: holdsServer) else {
      throw .noServerPrograms(directory: nil)
    }
    return found
  }

  /// Where a client program is: beside the server's programs, else to be looked up in `$PATH`.
  static func client(_ name: String, beside directory: String) -> String {
    let path = "\(directory)/\(name)"
    return isExecutable(path) ? path : name
  }

  private static func holdsServer(_ directory: String) -> Bool {
    isExecutable("\(directory)/initdb") && isExecutable("\(directory)/postgres")
  }

  private static func searchPath(_ environment: [String: String]) -> [String] {
    (environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }

  /// Debian's, Red Hat's and Homebrew's directories, the newest version of each first.
  private static func installedDirectories() -> [String] {
    [
      "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin",
      "/usr/local/opt/postgresql@*/bin",
    ].flatMap { pattern in matches(of: pattern).sorted { version(in: $0) > version(in: $1) } }
  }

  private static func version(in path: String) -> Int {
    Int(path.filter(\.isWholeNumber)) ?? 0
  }

  private static func matches(of pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }
}
