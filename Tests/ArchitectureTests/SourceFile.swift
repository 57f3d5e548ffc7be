import FoundationEssentials
import Testing

/// A source file of this package, as text.
struct SourceFile: CustomTestStringConvertible {
  /// Below the package's folder: `Sources/SchemaModel/Table.swift`.
  let path: String
  let lines: [Substring]

  var target: Substring { path.split(separator: "/")[1] }
  var testDescription: String { path }

  /// Whether a tool wrote it, as its first line says.
  var isGenerated: Bool { lines.first?.contains("Generated") ?? false }

  /// The lines as code alone: comments and the insides of string literals are blank.
  var code: [String] {
    var isInText = false
    return lines.map { line in
      let delimiters = line.ranges(of: #"""""#).count
      defer { if delimiters % 2 == 1 { isInText.toggle() } }
      return isInText || delimiters > 0 ? "" : Self.code(in: line)
    }
  }

  /// The package's own folder.
  static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  /// The Swift files below a folder.
  static func all(in folder: String) throws -> [SourceFile] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
      .filter { $0.hasSuffix(".swift") }.sorted()
      .map { try SourceFile(path: "\(folder)/\($0)") }
  }

  init(path: String) throws {
    self.path = path
    lines = try String(contentsOfFile: "\(Self.root)/\(path)", encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func code(in line: Substring) -> String {
    guard line.contains("\"") || line.contains("//") else { return String(line) }
    var code = ""
    var isInString = false
    var rest = line[...]
    while let character = rest.popFirst() {
      if character == "\\" {
        rest = rest.dropFirst()
      } else if character == "\"" {
        isInString.toggle()
      } else if !isInString {
        if character == "/" && rest.first == "/" { return code }
        code.append(character)
      }
    }
    return code
  }
}
