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
}
