import ErrorExplaining
import SchemaModel
import Testing

/// Ways out that change the constraint, which hang on its tables and the server's version.
@Suite struct ConstraintFixTests {
  private static let (missing, referenced) = (
    """
    ERROR:  insert or update on table "c" violates foreign key constraint "k"
    DETAIL:  Key (p)=(9) is not present in table "p".
    """,
    """
    ERROR:  update or delete on table "p" violates foreign key constraint "k" on table "c"
    DETAIL:  Key (id)=(1) is still referenced from table "c".
    """
  )

  /// The SQL of the ways out, the riskiest last.
  private func ways(
    _ error: String, _ kind: Table.Kind, version: Int, hasPeriod: Bool = false,
    isOnPartitions: Bool = false
  ) throws -> [String] {
    let names = ["c", "p"].map { TableName(schema: "public", name: $0) }
    let key = ForeignKey(
      id: 7, name: "k", referencing: names[0], referencingColumns: ["p"], referenced: names[1],
      referencedColumns: ["id"], hasPeriod: hasPeriod, isOnPartitions: isOnPartitions,
      supportingIndex: "i")
    let graph = SchemaGraph(
      tables: [Table(name: names[0], kind: kind, columns: []), Table(name: names[1], columns: [])],
      foreignKeys: [key])
    let violation = try #require(ViolationReader.violations(in: error).first)
    let live = LiveInquiry(violation, in: graph, version: version).facts
    return Explanation(violation, live: live).fixes.map(\.sql)
  }

  @Test func loadingFirstChecksAfterwardsWithoutKeepingWritersOut() throws {
    let drop = "ALTER TABLE public.c DROP CONSTRAINT k;\n-- load\n"
    let add = "ALTER TABLE public.c ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES public.p(id)"
    let validated = drop + add + " NOT VALID;\nALTER TABLE public.c VALIDATE CONSTRAINT k;"
    #expect(try ways(Self.missing, .ordinary, version: 150_000).last == validated)
    #expect(try ways(Self.missing, .partitioned, version: 180_000).last == validated)
    #expect(try ways(Self.missing, .partitioned, version: 170_000).last == drop + add + ";")
  }

  @Test func cascadingTakesThePlaceOfTheOldRule() throws {
    let ordinary = try #require(try ways(Self.referenced, .ordinary, version: 150_000).last)
    #expect(ordinary.contains("RENAME CONSTRAINT fkwalk_7 TO k;"))
    // Partitions would keep the other name.
    let partitioned = try #require(
      try ways(Self.referenced, .partitioned, version: 180_000).last)
    #expect(partitioned.contains("ON DELETE CASCADE NOT VALID;\nCOMMIT;"))
    #expect(!partitioned.contains("fkwalk"))
  }

  @Test func periodsCannotCascade() throws {
    let ways = try ways(Self.referenced, .ordinary, version: 180_000, hasPeriod: true)
    #expect(!ways.isEmpty && !ways.contains { $0.contains("CASCADE") })
  }

  /// The table itself does not have it.
  @Test(arguments: [missing, referenced]) func whatSinglePartitionsHaveStays(error: String) throws {
    let ways = try ways(error, .partitioned, version: 180_000, isOnPartitions: true)
    #expect(!ways.isEmpty && !ways.contains { $0.contains("ALTER TABLE") })
  }

  /// A table with one integer column that is not a key of its own accord.
  private static func table(
    _ name: String, _ column: String, isGenerated: Bool = false, isIdentity: Bool = false
  ) -> Table {
    Table(
      name: TableName(schema: "public", name: name),
      columns: [
        Column(
          name: column, type: "integer", isNullable: true, isGenerated: isGenerated,
          isIdentity: isIdentity)
      ])
  }

  private func live(_ error: String, child: Table, parent: Table) throws -> (Violation, LiveFacts) {
    let key = ForeignKey(
      id: 7, name: "k", referencing: child.name, referencingColumns: ["p"],
      referenced: parent.name, referencedColumns: ["id"])
    let graph = SchemaGraph(tables: [child, parent], foreignKeys: [key])
    let violation = try #require(ViolationReader.violations(in: error).first)
    return (violation, LiveInquiry(violation, in: graph, version: 150_000).facts)
  }

  @Test func generatedColumnsAreNotWritten() throws {
    let parent = Self.table("p", "id")
    let plain = try live(Self.referenced, child: Self.table("c", "p"), parent: parent)
    #expect(Explanation(plain.0, live: plain.1).fixes.contains { $0.sql.contains("SET p = NULL") })
    let generated = try live(
      Self.referenced, child: Self.table("c", "p", isGenerated: true), parent: parent)
    let fixes = Explanation(generated.0, live: generated.1).fixes
    #expect(!fixes.isEmpty && !fixes.contains { $0.sql.contains("NULL") })
    let key = try live(
      Self.missing, child: Self.table("c", "p"), parent: Self.table("p", "id", isGenerated: true))
    #expect(!Explanation(key.0, live: key.1).fixes.contains { $0.sql.contains("INSERT INTO") })
  }

  @Test func identityColumnsAreWrittenWhenToldSo() throws {
    let facts = try live(
      Self.missing, child: Self.table("c", "p"), parent: Self.table("p", "id", isIdentity: true))
    let sql = Explanation(facts.0, live: facts.1).fixes.map(\.sql)
    #expect(
      sql.contains("INSERT INTO public.p (id) OVERRIDING SYSTEM VALUE\nVALUES ('9');"), "\(sql)")
  }

  @Test func whatIsMendedAlreadyIsNotOffered() throws {
    let (child, parent) = (Self.table("c", "p"), Self.table("p", "id"))
    var there = try live(Self.missing, child: child, parent: parent)
    there.1.parentExists = true
    #expect(Explanation(there.0, live: there.1).fixes.map(\.title).count == 1)
    #expect(
      Explanation(there.0, live: there.1).fixes.first?.title.contains("deferrable") == true)
    var gone = try live(Self.referenced, child: child, parent: parent)
    gone.1.childRows = .exact(0)
    #expect(
      Explanation(gone.0, live: gone.1).fixes.map(\.title).allSatisfy { $0.contains("CASCADE") })
  }

  /// The values of `Key (a, b)=(1, a, b)` cannot be told apart, yet the rows can be found.
  @Test func listsOfValuesFindTheirRows() throws {
    let names = ["c", "p"].map { TableName(schema: "public", name: $0) }
    let key = ForeignKey(
      id: 7, name: "k", referencing: names[0], referencingColumns: ["x", "y"],
      referenced: names[1], referencedColumns: ["a", "b"])
    let graph = SchemaGraph(
      tables: names.map { Table(name: $0, columns: []) }, foreignKeys: [key])
    let error = Self.referenced.replacing("(id)=(1)", with: "(a, b)=(1, a, b)")
    let violation = try #require(ViolationReader.violations(in: error).first)
    let live = LiveInquiry(violation, in: graph, version: 150_000).facts
    let fix = try #require(Explanation(violation, live: live).fixes.first)
    #expect(fix.safety == .safe)
    #expect(fix.sql == "SELECT * FROM public.c WHERE concat_ws(', ', x, y) = '1, a, b';")
  }

  @Test func sentencesBeginWhereTheyBegin() throws {
    let error = """
      ERROR:  update or delete on table "p" violates RESTRICT setting of foreign key constraint "k" on table "c"
      DETAIL:  Key (id)=(1) is referenced from table "c".
      """
    let violation = try #require(ViolationReader.violations(in: error).first)
    #expect(Explanation(violation).text.contains("reference it. The foreign key k is RESTRICT"))
  }

  @Test func guidesKeepTheirTabs() throws {
    let violation = try #require(ViolationReader.violations(in: Self.missing).first)
    let report = ExplainReport([Explanation(violation)], library: .goPgx)
    let texts = [report.text { _ in "" }, report.markdown { _ in "" }]
    #expect(texts.allSatisfy { $0.contains("\n\tvar pgErr *pgconn.PgError\n") })
  }
}
