import Glibc

/// A folder for one test, removed with this object.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    var template = Array("/tmp/fkwalk-test.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw NeverHappened(description: "no temporary folder: errno \(errno)")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { _ = try? ProgramRun(["rm", "-rf", path]) }

  /// Writes a file into it and returns its path.
  package func file(_ name: String, _ text: String, mode: UInt32 = 0o644) throws -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw NeverHappened(description: "\(file) is not written: errno \(errno)")
    }
    return file
  }
}
