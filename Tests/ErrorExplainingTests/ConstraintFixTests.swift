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

  /// The SQL of the riskiest way out.
  private func last(
    _ error: String, _ kind: Table.Kind, version: Int, hasPeriod: Bool = false
  ) throws -> String {
    let names = ["c", "p"].map { TableName(schema: "public", name: $0) }
    let key = ForeignKey(
      id: 7, name: "k", referencing: names[0], referencingColumns: ["p"], referenced: names[1],
      referencedColumns: ["id"], hasPeriod: hasPeriod, supportingIndex: "i")
    let graph = SchemaGraph(
      tables: [Table(name: names[0], kind: kind, columns: []), Table(name: names[1], columns: [])],
      foreignKeys: [key])
    let violation = try #require(ViolationReader.violations(in: error).first)
    let live = LiveInquiry(violation, in: graph, version: version).facts
    return try #require(Explanation(violation, live: live).fixes.last).sql
  }

  @Test func loadingFirstChecksAfterwardsWithoutKeepingWritersOut() throws {
    let drop = "ALTER TABLE public.c DROP CONSTRAINT k;\n-- load\n"
    let add = "ALTER TABLE public.c ADD CONSTRAINT k FOREIGN KEY (p) REFERENCES public.p(id)"
    let validated = drop + add + " NOT VALID;\nALTER TABLE public.c VALIDATE CONSTRAINT k;"
    #expect(try last(Self.missing, .ordinary, version: 150_000) == validated)
    #expect(try last(Self.missing, .partitioned, version: 180_000) == validated)
    #expect(try last(Self.missing, .partitioned, version: 170_000) == drop + add + ";")
  }

  @Test func cascadingTakesThePlaceOfTheOldRule() throws {
    let ordinary = try last(Self.referenced, .ordinary, version: 150_000)
    #expect(ordinary.contains("RENAME CONSTRAINT fkwalk_7 TO k;"))
    // Partitions would keep the other name.
    let partitioned = try last(Self.referenced, .partitioned, version: 180_000)
    #expect(partitioned.contains("ON DELETE CASCADE NOT VALID;\nCOMMIT;"))
    #expect(!partitioned.contains("fkwalk"))
  }

  @Test func periodsCannotCascade() throws {
    let sql = try last(Self.referenced, .ordinary, version: 180_000, hasPeriod: true)
    #expect(!sql.contains("CASCADE"))
  }
}
