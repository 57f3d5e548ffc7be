import CLibPQ

/// The libpq this program runs with.
package enum ClientLibrary {
  /// Its version as people write it: `15.18`.
  package static var version: String {
    let number = PQlibVersion()
    return "\(number / 10_000).\(number % 10_000)"
  }
}
