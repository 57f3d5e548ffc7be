import Glibc

/// Where servers' files go.
enum Storage {
  /// What a server with a small database needs, in bytes, before memory is used for it.
  private static let room: UInt64 = 100 << 20
  /// A socket's path must stay below 108 bytes, of which our own part takes about 40.
  private static let longestPath = 64

  /// The directory to make a server's own directory in.
  ///
  /// In memory where there is room, which makes a start several times faster; else `$TMPDIR` or
  /// `/tmp`. `account` is who must be able to write there.
  static func base(for account: ServerAccount?, environment: [String: String]) -> String {
    let runtime = account == nil ? environment["XDG_RUNTIME_DIR"] : nil
    let memory = [runtime, "/dev/shm"].compactMap(\.self).filter(isUsable)
    if let roomy = memory.first(where: { freeBytes(in: $0) > room }) { return roomy }
    let temporary = account == nil ? environment["TMPDIR"] : nil
    return temporary.flatMap { isUsable($0) ? $0 : nil } ?? "/tmp"
  }

  /// The directory that keeps freshly initialised clusters for later starts.
  ///
  /// It belongs to the server's user alone: whoever could write there could hand it a cluster of
  /// their own making. Nil where there is no such directory and none can be made.
  static func templateDirectory(
    for account: ServerAccount?, environment: [String: String]
  ) -> String? {
    guard let parent = cacheDirectory(for: account, environment: environment) else { return nil }
    mkdir(parent, 0o755)
    let directory = "\(parent)/fkwalk"
    if mkdir(directory, 0o700) == 0, let account {
      guard chown(directory, account.user, account.group) == 0 else { return nil }
    }
    return isPrivate(directory, to: account?.user ?? geteuid()) ? directory : nil
  }

  private static func cacheDirectory(
    for account: ServerAccount?, environment: [String: String]
  ) -> String? {
    // Root's own cache is out of the reach of the user the server runs as.
    guard account == nil else { return "/var/cache" }
    return environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { "\($0)/.cache" }
  }

  private static func isPrivate(_ directory: String, to user: uid_t) -> Bool {
    var status = stat()
    guard lstat(directory, &status) == 0 else { return false }
    return status.st_mode & (S_IFMT | 0o077) == S_IFDIR && status.st_uid == user
  }

  private static func isUsable(_ directory: String) -> Bool {
    directory.utf8.count <= longestPath && access(directory, W_OK | X_OK) == 0
  }

  private static func freeBytes(in directory: String) -> UInt64 {
    var status = statvfs()
    guard statvfs(directory, &status) == 0 else { return 0 }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize)
  }
}
