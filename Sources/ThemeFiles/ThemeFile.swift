import BuiltinThemes
import Glibc

/// Where theme documents come from.
enum ThemeFile {
  /// More than any theme needs.
  private static let sizeLimit = 1 << 18

  /// The id of a theme in a file: its name without `.toml`.
  static func id(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".toml") ? String(name.dropLast(5)) : name
  }

  /// What errors call a built-in theme's file.
  static func builtinName(_ id: String) -> String { "built-in \(id).toml" }

  /// A built-in theme; nil when there is none with this id.
  static func builtin(_ id: String) throws(ThemeFileError) -> ThemeDocument? {
    guard let theme = BuiltinThemes.all.first(where: { $0.id == id }) else { return nil }
    let text = String(decoding: theme.text, as: UTF8.self)
    return try ThemeDocument(text: text, file: builtinName(id))
  }

  /// The theme in a file.
  static func read(_ path: String) throws(ThemeFileError) -> ThemeDocument {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: sizeLimit)
    var used = 0
    while used < sizeLimit {
      let count = bytes[used...].withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      guard count >= 0 else { throw unreadable(path, errno) }
      if count == 0 { break }
      used += count
    }
    guard used < sizeLimit, let text = String(validating: bytes[..<used], as: UTF8.self) else {
      throw ThemeFileError(file: path, message: "this is no theme: too long, or not UTF-8")
    }
    return try ThemeDocument(text: text, file: path)
  }

  /// The theme files of a directory by id; empty when it cannot be read.
  static func files(in directory: String) -> [String: String] {
    guard let stream = opendir(directory) else { return [:] }
    defer { closedir(stream) }
    var files: [String: String] = [:]
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasSuffix(".toml"), !name.hasPrefix(".") else { continue }
      files[id(of: name)] = directory + "/" + name
    }
    return files
  }

  private static func unreadable(_ path: String, _ error: Int32) -> ThemeFileError {
    ThemeFileError(file: path, message: String(cString: strerror(error)))
  }
}
