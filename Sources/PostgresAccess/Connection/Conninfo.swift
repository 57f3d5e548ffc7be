import CLibPQ
import Glibc

/// Connection strings and defaults as libpq reads them.
enum Conninfo {
  /// Whether libpq takes a database argument as a connection string rather than a name.
  static func isConnectionString(_ text: String) -> Bool {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") || text.contains("=")
  }

  /// The settings a conninfo string or URI names; nil where it cannot be read.
  static func parse(_ text: String) -> [String: String]? {
    var message: UnsafeMutablePointer<CChar>?
    defer { PQfreemem(message) }
    return PQconninfoParse(text, &message).map(settings)
  }

  /// What libpq takes for settings that are not given: from the service file, then `PG*`.
  ///
  /// - Parameter service: the service a connection string names; nil for `PGSERVICE`.
  /// - Returns: values by libpq keyword.
  static func defaults(service: String?) -> [String: String] {
    // libpq has no call for "the settings of this service", only its environment variable.
    let inherited = getenv("PGSERVICE").map { String(cString: $0) }
    if let service { setenv("PGSERVICE", service, 1) }
    defer {
      if service != nil {
        if let inherited { setenv("PGSERVICE", inherited, 1) } else { unsetenv("PGSERVICE") }
      }
    }
    return PQconndefaults().map(settings) ?? [:]
  }

  /// The settings an open connection was made with.
  static func settings(of connection: OpaquePointer) -> [String: String] {
    PQconninfo(connection).map(settings) ?? [:]
  }

  /// Reads and frees libpq's array of options.
  private static func settings(
    _ options: UnsafeMutablePointer<PQconninfoOption>
  ) -> [String: String] {
    defer { PQconninfoFree(options) }
    var found: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { found[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return found
  }
}
