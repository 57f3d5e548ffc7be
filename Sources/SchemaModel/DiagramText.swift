/// Text inside diagrams, whatever is in it.
package enum DiagramText {
  /// A string of Graphviz's DOT, quoted.
  package static func dot(_ text: String) -> String {
    quoted(text) { $0 == "\"" || $0 == "\\" ? "\\\($0)" : nil }
  }

  /// A label of Mermaid, quoted: what it would take for Markdown or HTML as an entity.
  package static func mermaid(_ text: String) -> String {
    quoted(text) { character in
      switch character {
      case "\"": "#quot;"
      case "#": "#35;"
      case "<": "#lt;"
      case ">": "#gt;"
      case "`": "#96;"
      default: nil
      }
    }
  }

  private static func quoted(_ text: String, _ escape: (Unicode.Scalar) -> String?) -> String {
    "\"" + text.unicodeScalars.map { escape($0) ?? String($0) }.joined() + "\""
  }
}
