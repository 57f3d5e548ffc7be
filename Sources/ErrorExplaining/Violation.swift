import SchemaModel

/// A foreign-key violation as an error text tells it.
///
/// Names are bare, as PostgreSQL prints them: without schema, without quotes.
package struct Violation: Hashable, Sendable {
  /// Which of the two tables the failing statement changed.
  package enum Side: String, Hashable, Sendable {
    /// A child row was inserted or updated.
    case referencing
    /// A parent row was deleted, or its key updated.
    case referenced
  }

  /// What the text says went wrong.
  package enum Form: String, Hashable, Sendable {
    /// `Key (…)=(…) is not present in table …`
    case missingParent = "missing_parent"
    /// `Key (…)=(…) is still referenced from table …`
    case stillReferenced = "still_referenced"
    /// `MATCH FULL does not allow mixing of null and nonnull key values.`
    case matchFull = "match_full"
    /// `… violates RESTRICT setting of foreign key constraint …` (23001, PostgreSQL 18).
    case restrict
  }

  /// `23503` or `23001`.
  package var sqlstate: String
  /// Nil where a library's text keeps it to itself.
  package var form: Form?
  package var constraint: String?
  /// The schema of the referencing table, where the text has the error's fields; else nil.
  package var schema: String?
  /// The referencing table.
  package var table: String?
  package var referencedTable: String?
  /// The columns that DETAIL names, those of the side that was changed; empty where it names none.
  package var columns: [String]
  /// The values that DETAIL gives, paired with ``columns``; nil where there are none, or where they
  /// cannot be told apart.
  package var values: [String]?
  /// The values as DETAIL has them, not taken apart; nil where it has none.
  package var valueText: String?
  /// The SQL found beside the error.
  package var statement: String?
  /// Whether a partition of the referenced table was to be detached or dropped.
  ///
  /// ``referencedTable`` is the partition then, and ``columns`` are the referencing ones.
  package var removesPartition = false
  /// How often the same violation stands in the text.
  package var occurrences: Int

  package init(
    sqlstate: String = "23503", form: Form?, constraint: String? = nil, schema: String? = nil,
    table: String? = nil, referencedTable: String? = nil, columns: [String] = [],
    values: [String]? = nil, valueText: String? = nil, statement: String? = nil,
    occurrences: Int = 1
  ) {
    self.sqlstate = sqlstate
    self.form = form
    self.constraint = constraint
    self.schema = schema
    self.table = table
    self.referencedTable = referencedTable
    self.columns = columns
    self.values = values
    self.valueText = valueText ?? values?.joined(separator: ", ")
    self.statement = statement
    self.occurrences = occurrences
  }

  /// Nil where neither the message nor the statement beside it tells.
  package var side: Side? {
    switch form {
    case .missingParent, .matchFull: .referencing
    case .stillReferenced, .restrict: .referenced
    case nil: nil
    }
  }

  /// What is the same where one event is told again, as a stack trace does.
  var event: Violation {
    var event = self
    (event.sqlstate, event.schema, event.statement, event.occurrences) = ("", nil, nil, 1)
    return event
  }
}
