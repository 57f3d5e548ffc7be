import Glibc

/// The system user a server runs as when this process is root, whom PostgreSQL refuses.
struct ServerAccount: Equatable, Sendable {
  let name: String
  let user: uid_t
  let group: gid_t

  /// The account to change to; nil for an ordinary user, who stays.
  ///
  /// For root it is `postgres` where there is such a user, else `nobody`: PostgreSQL wants one
  /// with an entry in /etc/passwd.
  static func required() -> ServerAccount? {
    guard geteuid() == 0 else { return nil }
    return named("postgres") ?? named("nobody")
  }

  private static func named(_ name: String) -> ServerAccount? {
    var text = [CChar](repeating: 0, count: 4096)
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    // The _r form: servers may be started on several threads.
    getpwnam_r(name, &entry, &text, text.count, &found)
    return found.map {
      ServerAccount(name: name, user: $0.pointee.pw_uid, group: $0.pointee.pw_gid)
    }
  }
}
