import SchemaModel
import TerminalCanvas

/// A foreign key in words.
struct EdgeText {
  let key: ForeignKey
  let graph: SchemaGraph

  /// Its name, its definition, and what deleting a parent does.
  var brief: [Line] {
    [
      Line(SafeText.display(key.name), .title, indent: 1)
        .then(" on \(Summaries.name(key.referencing))", .muted),
      Line(SafeText.display(key.definition), indent: 3),
      Line("Deleting a row of \(parent) \(consequence).", isRigid ? role : .muted, indent: 3),
    ]
  }

  /// Everything worth saying about it, for reading at leisure.
  var explanation: [Line] {
    [
      Line(SafeText.display(key.name), .title), .blank,
      Line(SafeText.display(key.definition), indent: 2), .blank,
      Line(
        "Each row of \(child) points by \(names(key.referencingColumns)) to a row of \(parent). "
          + "\(parent) is the parent, \(child) the child."),
      .blank,
      Line("Deleting a row of \(parent) \(consequence).", role),
    ] + notes.flatMap { [.blank, Line($0)] } + [.blank]
      + ActionText(action: key.onDelete, deferrability: key.deferrability).lines
  }

  private var parent: String { Summaries.name(key.referenced) }
  private var child: String { Summaries.name(key.referencing) }
  private var consequence: String { Summaries.consequence(key, in: graph) }
  /// Whether its SET NULL fails, as a column is NOT NULL.
  private var isRigid: Bool { !graph.notNullColumns(setBy: key).isEmpty }
  private var role: Role { isRigid ? .effectBlock : Summaries.role(key.onDelete) }

  private func names(_ columns: [String]) -> String {
    columns.map(SafeText.display).joined(separator: ", ")
  }

  private var notes: [String] {
    [nullNote, matchNote, updateNote, indexNote, cycleNote, deferNote, validityNote]
      .compactMap { $0 }
  }

  private var nullNote: String? {
    guard let table = graph.table(key.referencing) else { return nil }
    if isRigid {
      return "\(names(graph.notNullColumns(setBy: key))) is NOT NULL, so setting it to NULL fails: "
        + "the delete is refused with a not-null error while \(child) rows reference it."
    }
    let nullable = key.referencingColumns.filter { table.column(named: $0)?.isNullable == true }
    return nullable.isEmpty
      ? "\(names(key.referencingColumns)) is NOT NULL: every row of \(child) has a parent."
      : "\(names(nullable)) may be NULL: such a row of \(child) has no parent."
  }

  private var matchNote: String? {
    guard key.referencingColumns.count > 1 else { return nil }
    return key.matchType == .full
      ? "MATCH FULL: its columns are all NULL or none of them is."
      : "MATCH SIMPLE: where one of its columns is NULL, the others are not checked."
  }

  private var updateNote: String? {
    switch key.onUpdate {
    case .noAction: nil
    case .restrict:
      "Changing the key of a row of \(parent) is refused while \(child) references it."
    case .cascade: "Changing the key of a row of \(parent) changes its rows of \(child) too."
    case .setNull:
      "Changing the key of a row of \(parent) sets \(names(key.referencingColumns)) to NULL."
    case .setDefault:
      "Changing the key of a row of \(parent) gives its rows of \(child) the default."
    }
  }

  private var indexNote: String? {
    guard key.supportingIndex == nil else { return nil }
    return "No index starts with \(names(key.referencingColumns)), so PostgreSQL reads all of "
      + "\(child) for each deleted row of \(parent)."
  }

  private var cycleNote: String? {
    guard graph.isOnCycle(key) else { return nil }
    return key.isSelfReferencing
      ? "It references its own table: rows form a tree or a ring."
      : "It is part of a circle of tables that reference one another."
  }

  private var deferNote: String? {
    switch key.deferrability {
    case .notDeferrable: nil
    case .initiallyImmediate:
      "Its check can be put off to COMMIT with SET CONSTRAINTS \(names([key.name])) DEFERRED."
    case .initiallyDeferred: "Its check waits until COMMIT."
    }
  }

  private var validityNote: String? {
    if !key.isEnforced { return "It is NOT ENFORCED: PostgreSQL checks nothing." }
    return key.isValidated
      ? nil : "It is NOT VALID: rows from before it was added may have no parent."
  }
}
