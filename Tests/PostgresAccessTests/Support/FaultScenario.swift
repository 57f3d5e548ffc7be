import DeletePlanning
import PostgresAccess
import SchemaModel
import SchemaReview
import Testing

/// Something people ask of a server in several queries, and what it tells them, as text.
struct FaultScenario: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let run: @Sendable (BlockingSession) throws -> String

  /// A schema with most of what the planner asks questions about.
  static let tables = """
    CREATE TABLE a (id int PRIMARY KEY, code text UNIQUE);
    CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE,
      code text DEFAULT lower('X') REFERENCES a (code) ON DELETE SET DEFAULT,
      CHECK (code <> 'forbidden'), UNIQUE (a, code));
    CREATE TABLE c (id int PRIMARY KEY, b int REFERENCES b ON DELETE CASCADE,
      a int REFERENCES a ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED);
    CREATE TABLE d (b int REFERENCES b, c int REFERENCES c ON DELETE CASCADE);
    CREATE TABLE parts (id int, a int REFERENCES a ON DELETE CASCADE, PRIMARY KEY (id, a))
      PARTITION BY LIST (a);
    CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1, 2);
    CREATE TABLE parts_2 PARTITION OF parts DEFAULT;
    CREATE TABLE loop (id int PRIMARY KEY, up int REFERENCES loop ON DELETE CASCADE);
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF old.id = 99 THEN RAISE EXCEPTION 'no'; END IF; RETURN old; END $$;
    CREATE TRIGGER keep BEFORE DELETE ON c FOR EACH ROW WHEN (old.id > 5000)
      EXECUTE FUNCTION keep();
    INSERT INTO a SELECT n, 'code ' || n FROM generate_series(1, 20) n;
    INSERT INTO a VALUES (0, 'x');
    INSERT INTO b SELECT n, 1 + n % 20, 'code ' || (1 + n % 19) FROM generate_series(1, 40) n
      ON CONFLICT DO NOTHING;
    INSERT INTO c SELECT n, 1 + n % 40, 1 + n % 20 FROM generate_series(1, 200) n;
    INSERT INTO d VALUES (3, 4), (NULL, 7), (20, 8);
    INSERT INTO parts SELECT n, 1 + n % 4 FROM generate_series(1, 9) n;
    INSERT INTO loop VALUES (1, 3), (2, 1), (3, 2);
    ALTER TABLE c ADD CONSTRAINT c_late FOREIGN KEY (id) REFERENCES a (id) NOT VALID;
    """

  static let all = [
    preview("DELETE FROM a WHERE id = 3", .rows),
    preview("DELETE FROM a WHERE id = 4", .rows),
    preview("DELETE FROM a WHERE id = 5", .counts),
    preview("DELETE FROM loop WHERE id = 1 RETURNING 10 / id", .automatic),
    preview("DELETE FROM a USING b WHERE b.a = a.id AND b.id = 7", .automatic),
    preview("DELETE FROM parts WHERE a = 2", .counts),
    FaultScenario(testDescription: "the catalog") { session in
      let graph = try session.readCatalog()
      return graph.tables.map { "\($0.name) \($0.columns.count)" }.sorted().joined(separator: "\n")
        + graph.foreignKeys.map(\.name).sorted().joined(separator: " ")
    },
    FaultScenario(testDescription: "lint") { session in
      let lint = Lint(try session.readFacts())
      return "\(lint.findings(missingDefaults: try session.missingDefaults(lint)))"
    },
    FaultScenario(testDescription: "orphans") { session in
      let checks = OrphanCheck.doubtful(in: try session.readFacts(), all: true)
      let found = try session.findOrphans(checks, sample: 3)
      let report = OrphanReport(results: found.results, keys: 0)
      if let error = report.failure { throw BlockingSession.Failure.server(error) }
      return report.text.joined(separator: "\n")
    },
    FaultScenario(testDescription: "a page of rows") { session in
      let graph = try session.readCatalog()
      guard let table = graph.table(TableName(schema: "public", name: "c")) else { return "" }
      let query = RowQuery(RowRequest(table: table.name, position: .last, limit: 5), of: table)
      return "\(query.page(from: try session.run(query.query)))"
    },
    FaultScenario(testDescription: "verifying") { session in
      "\(try session.observe(ChangeStatement("DELETE FROM loop")))"
    },
  ]

  private static func preview(_ delete: String, _ way: DeleteRequest.Way) -> FaultScenario {
    FaultScenario(testDescription: "\(delete) by \(way)") { session in
      var report = try session.preview(session.planner(for: delete, way)).report
      report.takenAt = nil
      return report.text(escaping: { $0 })
    }
  }
}
