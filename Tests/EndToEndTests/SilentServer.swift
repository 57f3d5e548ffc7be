import Glibc
import ProcessTesting

/// Something that accepts connections where PostgreSQL would, and never answers.
final class SilentServer: Sendable {
  private let folder = try? TemporaryFolder()
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = (folder?.path ?? "") + "/.s.PGSQL.5432"
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard status == 0, listen(descriptor, 5) == 0 else {
      throw NeverHappened(description: "no socket: errno \(errno)")
    }
  }

  deinit { close(descriptor) }

  /// Leads programs that use libpq here.
  var variables: [String: String] { ["PGHOST": folder?.path ?? "", "PGPORT": "5432"] }
}
