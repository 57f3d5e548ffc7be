import CProcess
import Glibc

/// The system's words for an errno: `No such file or directory`.
func systemMessage(_ code: Int32) -> String {
  var text = [CChar](repeating: 0, count: 256)
  return strerror_r(code, &text, text.count) == 0 ? string(text) : "error \(code)"
}

/// The text up to the first zero byte.
private func string(_ text: [CChar]) -> String {
  String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}

/// Where this very program lies; nil where the system does not tell.
func programFolder() -> String? {
  guard let path = realpath("/proc/self/exe", nil) else { return nil }
  defer { free(path) }
  return String(cString: path).split(separator: "/", omittingEmptySubsequences: false)
    .dropLast().joined(separator: "/")
}

/// Whether a file or directory of that name can be executed or entered by this process.
func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

/// Everything that can be read from a descriptor, from where it stands; invalid UTF-8 is repaired.
func readAll(_ descriptor: Int32) -> String {
  var bytes: [UInt8] = []
  withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 1) { buffer in
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 {
        bytes.append(contentsOf: buffer.prefix(count))
      } else if count == 0 || errno != EINTR {
        return
      }
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// A file in memory, read and written by programs in place of a pipe: it needs no one to empty it.
package struct MemoryFile: ~Copyable {
  package let descriptor: Int32

  /// Makes one that holds a text, to be read from its start.
  package init(holding text: String = "") throws(ThrowawayServerError) {
    descriptor = fk_memory_file()
    guard descriptor >= 0 else { throw .system(call: "memfd_create", code: errno) }
    var text = text
    let isWritten = text.withUTF8 { writeAll($0) }
    guard isWritten, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw .system(call: "write", code: errno)
    }
  }

  deinit { close(descriptor) }

  /// All that was written to it so far.
  package func contents() -> String {
    lseek(descriptor, 0, SEEK_SET)
    return readAll(descriptor)
  }

  private func writeAll(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var rest = UnsafeRawBufferPointer(bytes)[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// A pipe of which each end is open until it is closed here, or this value goes.
struct Pipe: ~Copyable {
  private(set) var reading: Int32
  private(set) var writing: Int32

  init() throws(ThrowawayServerError) {
    var ends: [Int32] = [-1, -1]
    let code = fk_pipe(&ends)
    guard code == 0 else { throw .system(call: "pipe", code: code) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    if reading >= 0 { close(reading) }
    if writing >= 0 { close(writing) }
  }

  mutating func closeReading() {
    close(reading)
    reading = -1
  }

  mutating func closeWriting() {
    close(writing)
    writing = -1
  }

  /// Hands the writing end over to the caller, who closes it.
  mutating func takeWriting() -> Int32 {
    defer { writing = -1 }
    return writing
  }
}
