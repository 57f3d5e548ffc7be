/// What a lesson says that its SQL does.
package struct LessonOutcome: Hashable, Sendable {
  /// How a script ends.
  package enum Ending: Hashable, Sendable {
    case succeeds
    case fails(LessonFailure)
  }

  package var ending: Ending
  /// Other endings from a major version on, the lowest version first.
  package var since: [Since] = []
  /// What is in other rows afterwards; tables that are not named stay as they are.
  package var changes: [Change] = []
  /// The line of the file it begins at, from 1.
  package var line: Int

  /// An ending that holds from a major version on.
  package struct Since: Hashable, Sendable {
    package var version: Int
    package var ending: Ending
  }

  /// How many rows of a table are others afterwards.
  package struct Change: Hashable, Sendable {
    package var table: String
    package var counts: RowChanges
    /// The line of the file that says so.
    package var line: Int
  }

  /// How it ends on a server.
  ///
  /// - Parameter version: as PostgreSQL numbers it, 150018.
  /// - Returns: the one of the newest version that this server has reached.
  package func ending(on version: Int) -> Ending {
    since.last { $0.version <= version / 10_000 }?.ending ?? ending
  }
}

/// An error that a lesson expects.
package struct LessonFailure: Hashable, Sendable {
  package var sqlstate: String
  /// Nil where it is not said.
  package var constraint: String?
  /// The statement that fails; nil where it is not said.
  package var place: Place?

  /// Which statement of a script.
  package enum Place: Hashable, Sendable {
    /// From 1.
    case statement(Int)
    case commit
  }
}

/// How many rows of one table were deleted, changed and inserted.
package struct RowChanges: Hashable, Sendable {
  package var deleted: Int
  package var changed: Int
  package var inserted: Int

  package init(deleted: Int = 0, changed: Int = 0, inserted: Int = 0) {
    self.deleted = deleted
    self.changed = changed
    self.inserted = inserted
  }

  /// `1 deleted, 2 changed`, or `unchanged`.
  package var text: String {
    let parts = [(deleted, "deleted"), (changed, "changed"), (inserted, "inserted")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? "unchanged" : parts.joined(separator: ", ")
  }
}

/// SQL that tells whether a task is solved, and what it must give.
package struct LessonCheck: Hashable, Sendable {
  /// What must come of it.
  package enum Expectation: Hashable, Sendable {
    /// These rows of the last statement, each as `a | b`.
    case rows([String])
    case fails(LessonFailure)
  }

  /// Run in a transaction that is rolled back; nil where it is about the learner's own SQL.
  package var sql: LessonSQL?
  package var expectation: Expectation
  /// The line of the file it begins at, from 1.
  package var line: Int
}
