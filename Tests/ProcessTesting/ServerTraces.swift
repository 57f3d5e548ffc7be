import Glibc
import ThrowawayServer

/// What a program's throw-away servers leave in the system while they run.
package struct ServerTraces {
  private let owner: Int32

  /// Those of the program with this process id.
  package init(of owner: Int32) { self.owner = owner }

  /// The servers' directories.
  package var directories: [String] {
    let environment = currentEnvironment()
    let bases = [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"], "/dev/shm", "/tmp"]
    return bases.compactMap(\.self).flatMap { paths(matching: "\($0)/fkwalk-\(owner).*") }
  }

  /// The command lines of supervisors and servers, zombies left out.
  package var processes: [String] {
    paths(matching: "/proc/[0-9]*/cmdline").compactMap { path in
      let words = contents(of: path).split(separator: "\0")
      let isSupervisor = words.contains("fkwalk-supervisor") && words.contains("\(owner)")
      let isServer = words.contains { $0.contains("/fkwalk-\(owner).") }
      return isSupervisor || isServer ? words.joined(separator: " ") : nil
    }
  }

  /// Waits until there is nothing left.
  package func waitUntilGone() throws {
    try eventually("everything is removed", state: { "\(directories) \(processes)" }) {
      processes.isEmpty && directories.isEmpty ? () : nil
    }
  }

  private func contents(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    return String(
      decoding: bytes.prefix(max(0, read(descriptor, &bytes, bytes.count))), as: UTF8.self)
  }
}
