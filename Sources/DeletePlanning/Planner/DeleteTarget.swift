import SchemaModel

/// The relation a DELETE names, and how to select the very rows it would visit.
struct DeleteTarget {
  /// The table that rows are deleted from: for a view, the one behind it.
  var oid: Oid = 0
  /// `pg_class.relkind` of that table.
  var kind = "r"
  var name = TableName(schema: "", name: "")
  /// The views in between, outermost first.
  var views: [ViewDefinition] = []
  /// Whether rows are visited in an order that a SELECT repeats.
  var hasKnownOrder = true
  /// Whether foreign tables are visited, or may be for all that is known.
  var scansForeignTables = true
  /// How many rows the server expects the DELETE to visit; 0 where it did not say.
  var estimatedRows = 0

  /// The unique indexes that ON CONFLICT is about, by name; empty for all.
  var arbiters: [String] = []

  /// Reads the answer to ``lookup(_:)``; nil where there is no such relation.
  mutating func take(_ table: any TextTable) -> Bool {
    guard table.rowCount > 0 else { return false }
    let row = TextRow(table: table, row: 0)
    oid = row.oid(0)
    kind = row.text(1)
    name = TableName(schema: row.text(2), name: row.text(3))
    viewText = row[4]
    insteadTrigger = row[5]
    rule = row[6]
    lackedPrivileges = row.text(7).split(separator: " ").map(String.init)
    return true
  }

  /// An INSTEAD OF trigger, and a rule, that take the place of a DELETE from a view; nil where there
  /// is none.
  private(set) var insteadTrigger: String?
  private(set) var rule: String?
  /// Of SELECT, INSERT, UPDATE and DELETE those that the role does not have on all of it.
  private(set) var lackedPrivileges: [String] = []

  /// The definition of the view found last; nil where it is none, or a rule or trigger replaces
  /// what a DELETE does there.
  private(set) var viewText: String?

  /// Asks for a relation by its quoted name.
  static func lookup(_ quotedName: String) -> PlannerQuery {
    PlannerQuery(
      name: "the table",
      sql: """
        SELECT c.oid, c.relkind, n.nspname, c.relname,
          CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'v' AND (pg_catalog.pg_relation_is_updatable(c.oid, false) OPERATOR(pg_catalog.&) 16) OPERATOR(pg_catalog.<>) 0
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.ev_class OPERATOR(pg_catalog.=) c.oid AND r.ev_type OPERATOR(pg_catalog.=) '4' AND r.ev_enabled OPERATOR(pg_catalog.<>) 'D')
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid OPERATOR(pg_catalog.=) c.oid AND (t.tgtype OPERATOR(pg_catalog.&) 72) OPERATOR(pg_catalog.=) 72 AND t.tgenabled OPERATOR(pg_catalog.<>) 'D')
            THEN pg_catalog.pg_get_viewdef(c.oid) END,
          CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'v' THEN (SELECT pg_catalog.min(t.tgname::pg_catalog.text) FROM pg_catalog.pg_trigger t
            WHERE t.tgrelid OPERATOR(pg_catalog.=) c.oid AND (t.tgtype OPERATOR(pg_catalog.&) 72) OPERATOR(pg_catalog.=) 72 AND t.tgenabled OPERATOR(pg_catalog.<>) 'D') END,
          CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'v' THEN (SELECT pg_catalog.min(r.rulename::pg_catalog.text) FROM pg_catalog.pg_rewrite r
            WHERE r.ev_class OPERATOR(pg_catalog.=) c.oid AND r.ev_type OPERATOR(pg_catalog.=) '4' AND r.ev_enabled OPERATOR(pg_catalog.<>) 'D') END,
          pg_catalog.array_to_string(ARRAY(SELECT p.name FROM pg_catalog.unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p(name)
            WHERE NOT pg_catalog.has_table_privilege(c.oid, p.name)), ' ')
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
        WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)
        """, parameters: [quotedName]
    ).inPersonsWords
  }

  /// The rows the DELETE would visit, in its order: their places and, where they lie in the
  /// table's own tree, what is carried of them.
  func rowsQuery(_ statement: ChangeStatement, _ book: RuleBook) -> PlannerQuery {
    let alias = statement.reference
    if let source = viewSource(statement) {
      let columns = [placeColumns(statement).relation, placeColumns(statement).place]
      return PlannerQuery(
        name: "rows to delete",
        sql: statement.select(columns.map { alias + "." + $0 }, from: source), isGuarded: true
      ).inPersonsWords
    }
    let columns =
      [alias + ".tableoid", alias + ".ctid"]
      + QuestionSQL(book: book).carriedColumns(of: oid, alias: alias)
    return PlannerQuery(
      name: "rows to delete",
      sql: statement.select(columns, from: policySource(statement, book)), isGuarded: true
    ).inPersonsWords
  }

  /// Works the RETURNING list out for the rows the DELETE would visit, in its order, to find out
  /// whether that fails; nil where there is none.
  func returningQuery(_ statement: ChangeStatement, _ book: RuleBook) -> PlannerQuery? {
    guard let list = statement.returning else { return nil }
    let outputs = list.outputs(
      reference: statement.reference, type: statement.quotedName, version: book.serverVersion)
    let rows = statement.select(
      [outputs], from: viewSource(statement) ?? policySource(statement, book))
    // All columns of each row are named, or the server would not work them out.
    return PlannerQuery(
      name: "what RETURNING gives",
      sql: "SELECT pg_catalog.count(\"fkwalk row\".*) FROM (\(rows)\nOFFSET 0) AS \"fkwalk row\"",
      isGuarded: true
    ).inPersonsWords
  }

  private func viewSource(_ statement: ChangeStatement) -> String? {
    let columns = placeColumns(statement)
    return views.reversed().reduce(nil) { inner, view in
      view.subquery(over: inner, named: columns)
    }
  }

  /// Names for the places of rows that neither the views nor the statement use.
  private func placeColumns(_ statement: ChangeStatement) -> (relation: String, place: String) {
    let taken = Set(([statement.text] + views.map(\.text)).flatMap(Self.names))
    func unused(_ name: String) -> String { taken.contains(name) ? unused(name + "_") : name }
    return (
      SQLText.identifier(unused("fkwalk tableoid")), SQLText.identifier(unused("fkwalk ctid"))
    )
  }

  private static func names(in text: String) -> [String] {
    ((try? SQLLexer.tokens(of: text)) ?? []).map(\.text)
  }

  /// The table without the rows that its DELETE policies keep; nil where there are none.
  ///
  /// SELECT policies need no mention: the server applies them to this role's SELECT by itself.
  private func policySource(_ statement: ChangeStatement, _ book: RuleBook) -> String? {
    guard let rule = book.relations[oid], rule.access.hasActiveRowSecurity else { return nil }
    let only = statement.isOnly ? "ONLY " : ""
    return "(SELECT tableoid, ctid, * FROM \(only)\(rule.name.sql)\nWHERE \(rule.deletePolicy))"
  }
}

extension RelationRule {
  /// What a row must satisfy to be deleted by this role: one of the permissive policies and all of
  /// the restrictive ones (PostgreSQL manual, "Row Security Policies").
  fileprivate var deletePolicy: String {
    let permissive = policies.filter(\.isPermissive).map { "(\($0.condition))" }
    let restrictive = policies.filter { !$0.isPermissive }.map { "(\($0.condition))" }
    let allowed = permissive.isEmpty ? "false" : "(" + permissive.joined(separator: " OR ") + ")"
    return ([allowed] + restrictive).joined(separator: " AND ")
  }
}
