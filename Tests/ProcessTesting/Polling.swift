import Glibc

/// A condition that was waited for and did not come about.
package struct NeverHappened: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}

/// Waits until a value can be had, looking again every few milliseconds.
///
/// - Throws: ``NeverHappened`` after a minute, with what `state` says then.
package func eventually<Value>(
  _ what: String, state: () -> String = { "" }, _ value: () throws -> Value?
) throws -> Value {
  let end = ContinuousClock.now + .seconds(60)
  repeat {
    if let value = try value() { return value }
    usleep(10_000)
  } while ContinuousClock.now < end
  throw NeverHappened(description: "never happened: \(what)\n\(state())")
}

/// The paths that match a shell pattern.
package func paths(matching pattern: String) -> [String] {
  var found = glob_t()
  defer { globfree(&found) }
  guard glob(pattern, 0, nil, &found) == 0 else { return [] }
  return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
}
