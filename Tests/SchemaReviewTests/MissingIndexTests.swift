import DeletePlanning
import PostgresAccess
import SchemaModel
import Testing

/// What a preview says of missing indexes makes them.
@Suite struct MissingIndexTests {
  @Test(arguments: [
    "CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p ON DELETE CASCADE)",
    """
    CREATE TABLE c (id int, p int REFERENCES p ON DELETE CASCADE) PARTITION BY LIST (id);
    CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (p);
    CREATE TABLE c11 PARTITION OF c1 DEFAULT;
    CREATE TABLE c2 PARTITION OF c DEFAULT
    """,
    #"CREATE TABLE "c""; "(id int PRIMARY KEY, "P ;" int REFERENCES p ON DELETE SET NULL)"#,
  ]) func thePreviewsStatementMakesIt(_ child: String) throws {
    let server = try ReviewServer("CREATE TABLE p (id int PRIMARY KEY); INSERT INTO p VALUES (1);")
    try server.run(child)
    try check(server, "DELETE FROM p")
  }

  @Test func periodsToo() throws {
    let server = try ReviewServer("")
    guard server.version >= 180_000 else { return }
    try server.run(
      """
      CREATE TABLE p (id int4range, during int4range, PRIMARY KEY (id, during WITHOUT OVERLAPS));
      CREATE TABLE c (p int4range, during int4range,
        FOREIGN KEY (p, PERIOD during) REFERENCES p (id, PERIOD during));
      INSERT INTO p VALUES ('[1,2)', '[1,5)');
      """)
    try check(server, "DELETE FROM p")
    #expect(
      try server.rows(
        "SELECT a.amname FROM pg_class c JOIN pg_am a ON a.oid = c.relam "
          + "WHERE c.oid = 'c_p_during_idx'::regclass") == ["gist"])
  }

  /// Each is gone once its statement has run.
  private func check(_ server: ReviewServer, _ statement: String) throws {
    let missing = try preview(server, statement).missingIndexes
    #expect(!missing.isEmpty)
    for index in missing { try server.run(index.create) }
    #expect(try preview(server, statement).missingIndexes == [])
    #expect(try server.graph().foreignKeys.allSatisfy { $0.supportingIndex != nil })
  }

  private func preview(_ server: ReviewServer, _ statement: String) throws -> DeleteReport {
    let session = try server.session()
    defer { session.close() }
    let request = DeleteRequest(target: .statement(statement))
    return try session.preview(try DeletePlanner(request, server: session.server)).report
  }
}
