import TOMLKit
import TOMLReading
package import WalkerCore

/// The person's keys: `keys.toml` among their settings.
///
/// ```toml
/// [everywhere]
/// next-blocker = ["n", "b"]
///
/// [rows]
/// mark = "m"
/// suspend = []
/// ```
package enum KeyFile {
  private static let sizeLimit = 1 << 18

  /// The file's path; nil where there is no place for it.
  package static func path(in folders: UserFolders) -> String? {
    folders.settings.map { $0 + "/keys.toml" }
  }

  /// The keys as the person wants them; those that fkwalk comes with where there is no file.
  ///
  /// - Throws: What is wrong first, with its line.
  package static func keymap(in folders: UserFolders) throws(UserFileError) -> Keymap {
    guard let path = path(in: folders), let text = try FileText.read(path, limit: sizeLimit) else {
      return .standard
    }
    return try keymap(text: text, file: path)
  }

  /// Reads the text of a key file.
  ///
  /// - Parameters:
  ///   - text: The whole of it.
  ///   - file: What errors call it.
  /// - Returns: The keys that fkwalk comes with, changed as the text says.
  /// - Throws: What is wrong first, with its line.
  package static func keymap(text: String, file: String) throws(UserFileError) -> Keymap {
    let bindings = try bindings(text: text, file: file)
    do throws(KeyBindingError) {
      return try Keymap.standard(changedBy: bindings)
    } catch {
      throw UserFileError(file: file, line: error.line, message: error.message)
    }
  }

  /// A key file that says what a keymap is.
  package static func text(of keymap: Keymap) -> String {
    let bindings = keymap.bindings
    var sections = [KeyBinding.everywhere]
    for binding in bindings where !sections.contains(binding.section) {
      sections.append(binding.section)
    }
    return sections.map { section in
      let own = bindings.filter { $0.section == section }
      let width = own.map(\.command.count).max() ?? 0
      let lines = own.map { binding in
        let keys = binding.keys.map(quoted).joined(separator: ", ")
        let padding = String(repeating: " ", count: width - binding.command.count)
        return "\(binding.command)\(padding) = [\(keys)]  # \(keymap.summary(of: binding))\n"
      }
      return "[\(section)]\n" + lines.joined()
    }.joined(separator: "\n")
  }

  private static func quoted(_ key: String) -> String {
    "\"" + key.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  private static func bindings(text: String, file: String) throws(UserFileError) -> [KeyBinding] {
    let table: TOMLTable
    do throws(TOMLProblem) {
      table = try TOMLDocument.table(in: text)
    } catch {
      throw UserFileError(file: file, line: error.line, message: error.message)
    }
    let places = LinePlaces(text)
    var bindings: [KeyBinding] = []
    for section in table.keys {
      guard let commands = table[section]?.table else {
        throw UserFileError(
          file: file, line: places.line(of: section),
          message: "\(section) must stand below [everywhere] or a screen: [rows]")
      }
      for command in commands.keys {
        let line = places.line(of: command, in: section)
        guard let keys = keys(commands[command]) else {
          throw UserFileError(
            file: file, line: line,
            message: "\(command) takes a key in quotes or a list: \"x\", [\"x\", \"g x\"], []")
        }
        bindings.append(
          KeyBinding(section: section, command: command, keys: keys, line: line))
      }
      if commands.keys.isEmpty {
        // A section without commands can still be one that does not exist.
        bindings += emptySection(section, places)
      }
    }
    return bindings.sorted { $0.line < $1.line }
  }

  private static func emptySection(_ section: String, _ places: LinePlaces) -> [KeyBinding] {
    KeyBinding.isSection(section)
      ? [] : [KeyBinding(section: section, command: "", keys: [], line: places.line(of: section))]
  }

  private static func keys(_ value: (any TOMLValueConvertible)?) -> [String]? {
    if let key = value?.string { return [key] }
    guard let list = value?.array else { return nil }
    let keys = list.compactMap { $0.string }
    return keys.count == list.count ? keys : nil
  }
}

/// Where keys stand in a TOML text; its parser does not tell.
private struct LinePlaces {
  private let lines: [(section: String, key: String)]

  init(_ text: String) {
    var section = ""
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("[") {
        section = Self.name(line.dropFirst().prefix { $0 != "]" })
        return (section, "")
      }
      return (section, Self.name(line.prefix { $0 != "=" }))
    }
  }

  /// The line of a key in a section, or of a section or a key before all; 1 where it is not found.
  func line(of key: String, in section: String? = nil) -> Int {
    let found = lines.firstIndex { line in
      if let section { return line.section == section && line.key == key }
      return line.section == key || (line.section.isEmpty && line.key == key)
    }
    return (found ?? 0) + 1
  }

  private static func name(_ text: Substring) -> String {
    text.filter { !" \t\"'\r".contains($0) }
  }
}
