import Glibc

/// A connection pooler that refuses the startup parameter `options`, as PgBouncer does.
///
/// It never blocks: call ``serve()`` from the loop that also drives the client.
final class RefusingPooler {
  let directory: String
  /// The startup packets received, as text with their zero bytes.
  private(set) var startups: [String] = []
  private let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  private var clients: [Int32] = []

  init() {
    var template = Array("/tmp/fkwalk-pooler-XXXXXX".utf8CString)
    directory = mkdtemp(&template).map { String(cString: $0) } ?? ""
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    listen(listener, 4)
    _ = fcntl(listener, F_SETFL, O_NONBLOCK)
  }

  deinit {
    (clients + [listener]).forEach { close($0) }
    unlink(path)
    rmdir(directory)
  }

  private var path: String { directory + "/.s.PGSQL.5432" }

  func serve() {
    let new = accept(listener, nil, nil)
    if new >= 0 { clients.append(new) }
    for client in clients {
      var bytes = [UInt8](repeating: 0, count: 1000)
      let count = recv(client, &bytes, bytes.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { continue }
      startups.append(String(decoding: bytes[..<count], as: UTF8.self))
      refuse(client)
    }
  }

  private func refuse(_ client: Int32) {
    let fields = "SFATAL\0C08P01\0Munsupported startup parameter: options\0\0"
    let length = UInt8(fields.utf8.count + 4)
    let message = [UInt8(ascii: "E"), 0, 0, 0, length] + Array(fields.utf8)
    send(client, message, message.count, Int32(MSG_NOSIGNAL))
    shutdown(client, Int32(SHUT_RDWR))
  }
}
