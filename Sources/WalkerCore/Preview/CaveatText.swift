import DeletePlanning
import TerminalCanvas

/// What limits a preview, in a few sentences: what there is, what it can do, what can be done.
struct CaveatText {
  let caveat: Caveat
  let keys: Keys

  var lines: [Line] {
    let (meaning, section) = self.meaning
    let place = [caveat.table.map(Summaries.name), caveat.object.map { SafeText.display($0) }]
      .compactMap { $0 }.joined(separator: ": ")
    return [Line(SafeText.display(caveat.message))]
      + (place.isEmpty ? [] : [Line("About \(place).", .muted)])
      + [Line(meaning), Line(consequence, caveat.isDecisive ? .warning : .muted)]
      + [section?.line].compactMap { $0 }
  }

  private var consequence: String {
    caveat.isDecisive
      ? "Because of this the outcome cannot be told for certain."
      : "The outcome does not depend on it."
  }

  private var object: String { caveat.object.map { SafeText.display($0) } ?? "it" }
  private var table: String { caveat.table.map(Summaries.name) ?? "the table" }

  private var meaning: (String, Manual?) {
    switch caveat.code {
    case .userTrigger:
      (
        "A trigger of one's own can change rows, skip them, or raise an error; only a function that "
          + "does plain things is followed. Reading \(object) shows what it does.", .triggers
      )
    case .rule:
      (
        "A rule rewrites the statement before it runs, so that \(table) may see another one.",
        .rules
      )
    case .rowSecurity:
      (
        "Policies hide rows of \(table) from this role, while PostgreSQL's own checks of foreign "
          + "keys see them all. A role that is not subject to them sees what really happens.",
        .rowSecurity
      )
    case .noSelectPrivilege:
      (
        "What cannot be read cannot be counted: the rows of \(table) are unknown. "
          + "GRANT SELECT to this role makes them known.", .privileges
      )
    case .foreignTable:
      (
        "The rows of \(table) are on another server, whose triggers and keys are its own.",
        .foreignData
      )
    case .disabledTrigger:
      (
        "PostgreSQL enforces foreign keys by internal triggers, and those of \(object) are switched "
          + "off: nothing happens to its rows, which may be left without a parent.", .alterTable
      )
    case .replicaRole:
      (
        "In this session foreign keys are not enforced at all, as on a replica that applies changes.",
        .clientSettings
      )
    case .notEnforced:
      (
        "NOT ENFORCED means that \(object) is documentation: PostgreSQL checks nothing.",
        .createTable
      )
    case .orderDependent:
      (
        "Triggers of one table fire in the order of their names, and here that order decides what "
          + "happens. A dump and restore can give constraints other trigger names.", .triggers
      )
    case .volatileDefault:
      (
        "The default of \(object) is another value each time, so that it is not known before.",
        .defaults
      )
    case .volatileFunction:
      (
        "\(object) gives another result each time it is called, so that what it gives when the statement "
          + "runs is not known before.", .volatility
      )
    case .inheritance:
      ("Foreign keys do not reach from a table to those that inherit from it.", .inheritance)
    case .serverProduct:
      (
        "The server is made after PostgreSQL, or changed so far that its own rules may decide here.",
        nil
      )
    case .truncated:
      (
        "There are more rows than were followed; numbers are lower bounds. "
          + "\(keys[.refresh]) reads on anew.", nil
      )
    case .timeout: ("Time ran out; numbers are lower bounds. \(keys[.refresh]) starts again.", nil)
    case .cancelled:
      ("It was stopped; numbers are lower bounds. \(keys[.refresh]) starts again.", nil)
    case .unsupported: ("fkwalk does not follow this, and says so rather than guess.", nil)
    }
  }
}
