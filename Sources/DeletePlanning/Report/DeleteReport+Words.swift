package import SchemaModel

// What the preview screen and the text report say in the same words. Names and values are as the
// database has them: who shows them makes them harmless.

extension DeleteReport {
  /// Why it is refused, to stand after that word: ` by orders_fkey: 2 rows of orders, and 1 more
  /// constraint`, or `: ` and the error where no foreign key is what refuses first.
  ///
  /// - Parameter count: how numbers of rows are written.
  /// - Returns: the rest of the sentence, the blank or colon before it included.
  package func reason(_ count: (RowCount) -> String = { $0.text }) -> String {
    guard let first = blockers.first, first.error == error?.fields else {
      return ": \(error?.fields.message ?? "")"
    }
    let more = blockers.count - 1
    let others = more > 0 ? ", and \(more) more \(more == 1 ? "constraint" : "constraints")" : ""
    return " by \(first.constraint): \(count(first.rows)) "
      + "\(first.rows.lowerBound == 1 ? "row" : "rows") of \(first.table.displayName)\(others)"
  }

  /// Why the outcome cannot be told: the first doubt, with all tables that cannot be read named, and
  /// how many doubts there are besides.
  package var doubt: String {
    let doubts = caveats.filter(\.isDecisive)
    guard let first = doubts.first ?? caveats.first else { return "" }
    let unread = doubts.filter { $0.code == .noSelectPrivilege }.compactMap(\.table?.displayName)
    let isAboutMany = first.code == .noSelectPrivilege && unread.count > 1
    let more = doubts.count - (isAboutMany ? unread.count : 1)
    let rest = more > 0 ? " And \(more) more." : ""
    guard isAboutMany else { return first.message + rest }
    return unread.dropLast().joined(separator: ", ") + " and \(unread[unread.count - 1]) cannot be "
      + "read by this role: their rows are unknown." + rest
  }

  /// Whether the statement is refused before a row is looked at, so that nothing else is known.
  package var isUnexamined: Bool { caveats.contains { $0.code == .notExamined } }

  /// What stands before the error that PostgreSQL would raise.
  package var occasion: String {
    "PostgreSQL would say\(error?.moment == .commit ? " at COMMIT" : ""):"
  }

  /// What stands before the error of a blocker: another one may come first.
  package func occasion(of blocker: Blocker) -> String {
    let moment = blocker.moment == .commit ? " at COMMIT" : ""
    guard let error, outcome != .uncertain else { return "PostgreSQL may say\(moment):" }
    return error.fields == blocker.error
      ? "PostgreSQL would say\(moment):"
      : "Once what comes before is out of the way, PostgreSQL would say\(moment):"
  }

  /// The constraint that refuses at a step; nil where none does.
  package func blocker(at step: Step) -> Blocker? { blockers.first { $0.step == step.index } }

  /// What happens to the rows of a step, as a word for people; that they refuse comes before what
  /// should happen to them.
  package func effectWord(of step: Step) -> String {
    guard step.effect == .block || blocker(at: step) != nil else { return step.effectWord }
    return outcome == .uncertain ? "BLOCKS?" : "BLOCKS"
  }

  /// `37 queries`.
  package var effort: String {
    "\(questionsAnswered) \(questionsAnswered == 1 ? "query" : "queries")"
  }
}

// What refuses.
extension DeleteReport {
  /// What a blocker's rows do, and what PostgreSQL does about it.
  ///
  /// - Parameters:
  ///   - blocker: the constraint that refuses.
  ///   - count: how numbers of rows are written.
  /// - Returns: a sentence or two.
  package func refusal(
    _ blocker: Blocker, _ count: (RowCount) -> String = { $0.text }
  ) -> String {
    let isOne = blocker.rows.lowerBound == 1
    let rows = "\(count(blocker.rows)) \(isOne ? "row" : "rows") of \(blocker.table.displayName)"
    let parent = blocker.referencedTable.displayName
    let columns = blocker.columns.joined(separator: ", ")
    let isLate = blocker.moment == .commit
    let refuses =
      isLate
      ? "refuses the COMMIT, and the whole transaction is rolled back"
      : "refuses the whole \(command.rawValue)"
    let moment = isLate ? " at COMMIT" : ""
    if blocker.isMissingParent {
      return "\(rows) would name a row of \(parent) by \(columns) that is not there\(moment). "
        + "So PostgreSQL \(refuses)."
    }
    let verb = isOne ? "references" : "reference"
    guard blocker.isStillReferenced else {
      return "\(rows) \(verb) \(parent) by \(columns), and cannot be changed as "
        + "\(blocker.isOnUpdate ? "ON UPDATE" : "ON DELETE") \(blocker.action.sql) wants\(moment). "
        + "So PostgreSQL \(refuses)."
    }
    return "\(rows) still \(verb) \(parent) by \(columns)\(moment): \(blocker.action.sql) "
      + "\(refuses)."
  }

  /// What gets past a blocker, to stand after `To get past it: `; what would not work is said as well.
  package func wayPast(_ blocker: Blocker) -> String {
    let child = blocker.table.displayName
    if blocker.isMissingParent {
      return "insert the missing row of \(blocker.referencedTable.displayName) first, or name one "
        + "that is there."
    }
    guard command == .delete else {
      return "delete these rows of \(child) first, point them elsewhere, or let them follow: "
        + "ON UPDATE CASCADE."
    }
    let columns = blocker.columns.joined(separator: ", ")
    let null =
      switch blocker.canBeNull {
      case true?: ", or set their \(columns) to NULL"
      case false?: " (\(columns) is NOT NULL, so they cannot do without)"
      case nil: ""
      }
    return "delete these rows of \(child) first, or point them elsewhere\(null)."
  }
}

extension Blocker {
  /// Whether a row's own reference leads nowhere, rather than that the row is referenced.
  package var isMissingParent: Bool {
    error.sqlstate == "23503" && error.message.hasPrefix("insert or update on table")
  }

  /// Whether rows that stay keep their parent, rather than that they cannot become what a rule wants.
  var isStillReferenced: Bool { ["23503", "23001"].contains(error.sqlstate) }
}

extension Step {
  /// What happens to the rows, as a word for people: `DELETE`, `SET NULL`, `BLOCKS`.
  package var effectWord: String {
    switch effect {
    case .delete: "DELETE"
    case .update: "UPDATE"
    case .insert: "INSERT"
    case .setNull: "SET NULL"
    case .setDefault: "SET DEFAULT"
    case .updateKey: "UPDATE KEY"
    case .block: "BLOCKS"
    case .unknown: "UNKNOWN"
    }
  }

  /// `ON DELETE CASCADE`; nil for the statement itself.
  package var rule: String? {
    action.map { (isOnUpdate ? "ON UPDATE " : "ON DELETE ") + $0.sql }
  }
}

extension MissingIndex {
  /// What the DELETE costs for want of it: `8 scans of about 222 rows`; nil where it does not run.
  package var cost: String? {
    guard scans > 0 else { return nil }
    let rows = rowsPerScan.map { " of about \($0) \($0 == 1 ? "row" : "rows")" } ?? ""
    return (scans == 1 ? "one scan" : "\(scans) scans") + rows
  }
}
