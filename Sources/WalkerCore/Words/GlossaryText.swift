import ErrorExplaining
import SchemaModel
import TerminalCanvas

/// Entries of the glossary as lines.
enum GlossaryText {
  /// More entries are too much to read at once.
  private static let most = 8

  /// The entries whose words some texts use, the first few; those of the first text come first.
  static func entries(in texts: String...) -> [Glossary.Entry] {
    var found: [Glossary.Entry] = []
    for entry in texts.flatMap(Glossary.entries(in:)) where !found.contains(entry) {
      found.append(entry)
    }
    return Array(found.prefix(most))
  }

  /// Entries one below the other, each with its name, its text and the manual's section.
  static func lines(of entries: [Glossary.Entry]) -> [Line] {
    entries.enumerated().flatMap { number, entry in
      (number > 0 ? [.blank] : []) + [Line(entry.name, .title)] + body(of: entry)
        + [manual(of: entry)].compactMap { $0 }
    }
  }

  /// What is special about a table's part in foreign keys, each with the manual's section.
  static func about(_ table: Table, in graph: SchemaGraph) -> [Line] {
    let keys = graph.referencesOf(table.name)
    let terms = [
      table.kind == .partitioned ? "partition" : nil,
      table.kind == .foreign ? "foreign table" : nil,
      keys.contains(where: \.isSelfReferencing) ? "self reference" : nil,
      keys.contains { !$0.isSelfReferencing && graph.isOnCycle($0) } ? "cycle" : nil,
    ]
    let special = terms.compactMap { $0.flatMap(Glossary.entry) }
    let connected = !keys.isEmpty || !graph.referencesTo(table.name).isEmpty
    return
      (special.isEmpty && connected ? [Glossary.entry("foreign key")].compactMap { $0 } : special)
      .flatMap { body(of: $0) + [manual(of: $0)].compactMap { $0 } }
  }

  static func body(of entry: Glossary.Entry?) -> [Line] { entry.map { [Line($0.text)] } ?? [] }

  /// `PostgreSQL manual: CREATE TABLE`.
  static func manual(of entry: Glossary.Entry?) -> Line? {
    entry.map { Line("PostgreSQL manual: \($0.manual)", .muted) }
  }
}
