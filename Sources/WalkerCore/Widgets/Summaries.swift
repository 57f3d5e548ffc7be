import SchemaModel
import TerminalCanvas

/// Short texts about tables and foreign keys that several screens share.
enum Summaries {
  /// `≈1,204,331`; `?` where the table was never analyzed.
  static func estimate(_ table: Table, _ glyphs: Glyphs) -> String {
    guard let rows = table.estimatedRows, rows >= 0 else { return "?" }
    return rows == 0 ? "0" : Numbers.grouped(rows)
  }

  /// `partitioned (4)`, `foreign`; empty for an ordinary table.
  static func kind(_ table: Table) -> String {
    switch table.kind {
    case .ordinary: ""
    case .partitioned: "partitioned (\(table.partitionCount))"
    case .foreign: "foreign"
    }
  }

  /// `order_id → id`.
  static func columns(_ key: ForeignKey, _ glyphs: Glyphs) -> String {
    let arrow = glyphs == .ascii ? "->" : "→"
    let from = key.referencingColumns.map(SafeText.display).joined(separator: ", ")
    let to = key.referencedColumns.map(SafeText.display).joined(separator: ", ")
    return "\(from) \(arrow) \(to)"
  }

  static func name(_ name: TableName) -> String { SafeText.display(name.displayName) }

  static func role(_ action: ReferentialAction) -> Role {
    switch action {
    case .cascade: .actionCascade
    case .restrict: .actionRestrict
    case .noAction: .actionNoAction
    case .setNull: .actionSetNull
    case .setDefault: .actionSetDefault
    }
  }

  /// `c CASCADE`.
  static func action(_ action: ReferentialAction) -> Line {
    Line("\(action.rawValue) \(action.sql)", role(action))
  }

  /// What deleting a referenced row does to its referencing rows, as a verb with its object.
  static func consequence(_ key: ForeignKey, in graph: SchemaGraph) -> String {
    let child = name(key.referencing)
    func list(_ columns: [String]) -> String {
      columns.map(SafeText.display).joined(separator: ", ")
    }
    let columns = list(key.columnsSetOnDelete)
    let rigid = graph.notNullColumns(setBy: key)
    return switch key.onDelete {
    case .cascade: "deletes its rows in \(child) too"
    case .setNull where !rigid.isEmpty:
      "is refused while \(child) references it: \(list(rigid)) is NOT NULL"
    case .setNull: "sets \(columns) to NULL in its rows of \(child)"
    case .setDefault: "sets \(columns) to its default in its rows of \(child)"
    case .restrict: "is refused while \(child) references it"
    case .noAction:
      key.deferrability == .initiallyDeferred
        ? "is refused at COMMIT if \(child) still references it"
        : "is refused while \(child) references it, unless the statement removes that too"
    }
  }

  /// What was copied, in a few words: its one line, or how many lines it has.
  static func copied(_ text: String, _ glyphs: Glyphs) -> String {
    let lines = text.split(separator: "\n")
    guard lines.count == 1 else { return Numbers.plural(lines.count, "line") }
    return Line(SafeText.display(String(lines[0]))).shortened(to: 40, glyphs.ellipsis).text
  }

  /// What is worth knowing about a foreign key: `cycle`, `deferrable`.
  static func traits(_ key: ForeignKey, in graph: SchemaGraph) -> [String] {
    var traits: [String] = []
    if graph.isOnCycle(key) { traits.append("cycle") }
    if key.deferrability.isDeferrable { traits.append("deferrable") }
    return traits
  }

  /// What is worth a warning about a foreign key: `no index`, `not validated`.
  static func warnings(_ key: ForeignKey, in graph: SchemaGraph) -> [String] {
    var warnings: [String] = []
    if !graph.notNullColumns(setBy: key).isEmpty { warnings.append("NOT NULL refuses") }
    if !key.isEnforced { warnings.append("not enforced") }
    if key.isEnforced, !key.isValidated { warnings.append("not valid") }
    if key.supportingIndex == nil { warnings.append("no index") }
    return warnings
  }

  /// Whether values of a column read as numbers, and so belong to the right.
  static func isNumeric(_ column: Column?) -> Bool {
    guard let type = column?.type else { return false }
    let word = type.prefix { $0.isLetter || $0 == " " }
    return numericTypes.contains { word.hasPrefix($0) } && !type.hasSuffix("]")
  }

  private static let numericTypes = [
    "bigint", "integer", "smallint", "numeric", "real", "double precision", "money", "oid",
  ]
}
