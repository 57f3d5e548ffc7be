import SchemaModel

// What limits a preview, in the words of the screen and of the text report.
extension Caveat {
  /// Whether the outcome depends on it, as a sentence.
  package var consequence: String {
    if code == .notExamined { return "That the statement is refused is certain." }
    return isDecisive
      ? "Because of this the outcome cannot be told for certain."
      : "The outcome does not depend on it."
  }

  /// What this kind of thing can do, and what can be done about it, in a sentence or two.
  package var meaning: String {
    let object = object ?? "it"
    let table = table?.displayName ?? "the table"
    return switch code {
    case .userTrigger:
      "A trigger of one's own can change rows, skip them, or raise an error; only a function that "
        + "does plain things is followed. Reading \(object) shows what it does."
    case .rule:
      "A rule rewrites the statement before it runs, so that \(table) may see another one."
    case .rowSecurity:
      "Policies hide rows of \(table) from this role, while PostgreSQL's own checks of foreign "
        + "keys see them all. A role that is not subject to them sees what really happens."
    case .noSelectPrivilege:
      "What cannot be read cannot be counted: the rows of \(table) are unknown. "
        + "GRANT SELECT to this role makes them known."
    case .notExamined:
      "PostgreSQL checks what the role may do first; only then does it look at rows and foreign keys."
    case .foreignTable:
      "The rows of \(table) are on another server, whose triggers and keys are its own."
    case .disabledTrigger:
      "PostgreSQL enforces foreign keys by internal triggers, and those of \(object) are switched "
        + "off: nothing happens to its rows, which may be left without a parent."
    case .replicaRole:
      "In this session foreign keys are not enforced at all, as on a replica that applies changes."
    case .notEnforced:
      "NOT ENFORCED means that \(object) is documentation: PostgreSQL checks nothing."
    case .orderDependent:
      "Rows are visited as they lie in the table, or as an index gives them. An UPDATE, a dump and "
        + "restore, or another plan can change that."
    case .volatileDefault:
      "The default of \(object) is another value each time, so that it is not known before."
    case .volatileFunction:
      "\(object) gives another result each time it is called, so that what it gives when the "
        + "statement runs is not known before."
    case .inheritance: "Foreign keys do not reach from a table to those that inherit from it."
    case .serverProduct:
      "The server is made after PostgreSQL, or changed so far that its own rules may decide here."
    case .truncated: "There are more rows than were followed; numbers are lower bounds."
    case .timeout: "Time ran out; numbers are lower bounds."
    case .cancelled: "It was stopped; numbers are lower bounds."
    case .unsupported: "fkwalk does not follow this, and says so rather than guess."
    }
  }
}
