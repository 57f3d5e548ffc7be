import Glibc
import SchemaModel
import Testing

/// Random schemas, rows and DELETEs: what is previewed is what PostgreSQL does.
@Suite struct OracleTests {
  /// How a run went.
  private struct Tally {
    var right = 0
    var unsure = 0
    var failing = 0
    /// DELETEs that did nothing at all.
    var idle = 0
    var refused = 0
    var statements = 0
    /// Of DELETEs from and below partitioned tables that did something, those that were counted.
    var countedPartitioned = 0
    var partitioned = 0
    var mismatches: [String] = []
    var total: Int { right + unsure + mismatches.count }
  }

  private static func setting(_ name: String, default value: Int) -> Int {
    getenv(name).flatMap { Int(String(cString: $0)) } ?? value
  }

  @Test(arguments: OracleServer.binDirectories)
  func previewsWhatHappens(binDirectory: String?) throws {
    let tally = try run(binDirectory, wanted: Self.setting("FKWALK_ORACLE_DELETES", default: 150))
    #expect(tally.unsure * 50 <= tally.total, "too many previews that cannot tell")
  }

  /// Many deletes of rows in partitions are counted, and counted right.
  @Test(arguments: OracleServer.binDirectories)
  func countsRowsOfPartitions(binDirectory: String?) throws {
    let tally = try run(
      binDirectory, wanted: Self.setting("FKWALK_ORACLE_PARTITIONED", default: 90),
      leaning: .countablePartitions)
    #expect(tally.partitioned * 6 >= tally.total)
    #expect(tally.countedPartitioned * 4 >= tally.partitioned)
  }

  private func run(
    _ binDirectory: String?, wanted: Int, leaning: Leaning? = nil
  ) throws -> Tally {
    let server = try OracleServer(binDirectory: binDirectory)
    var tally = Tally()
    var seed = UInt64(Self.setting("FKWALK_ORACLE_SEED", default: 1))
    while tally.total < wanted {
      let schema = RandomSchema(seed: seed, server: server.features, leaning: leaning)
      try run(
        schema, leaning == nil ? schema.deletes + schema.changes : schema.deletes, server, &tally)
      seed += 1
    }
    for mismatch in tally.mismatches { Issue.record(Comment(rawValue: mismatch)) }
    print(
      "PostgreSQL \(server.features.version): \(tally.total) DELETEs, \(tally.failing) of them "
        + "failing, \(tally.idle) without rows; right \(tally.right), unsure \(tally.unsure), "
        + "wrong \(tally.mismatches.count); of \(tally.partitioned) in partitions "
        + "\(tally.countedPartitioned) counted; refused \(tally.refused) of "
        + "\(tally.statements) statements; next seed \(seed)")
    return tally
  }

  private func run(
    _ schema: RandomSchema, _ statements: [String], _ server: OracleServer, _ tally: inout Tally
  ) throws {
    tally.statements += schema.statements.count
    let errors = try server.run(schema.statements)
    tally.refused += errors.count
    if getenv("FKWALK_ORACLE_VERBOSE") != nil {
      for (statement, error) in errors {
        print("refused: \(error.sqlstate) \(error.message)  \(statement)")
      }
    }
    var isReduced = false
    let partitioned = Set(
      schema.tables.filter { !$0.partitionColumns.isEmpty }.map { $0.name.filter { $0 != "\"" } })
    for (number, delete) in statements.enumerated() {
      let judgement = try Oracle(server: server).judge(delete, in: schema.schemas)
      let truth = judgement.truth
      if number < schema.deletes.count, truth.effects.keys.contains(where: partitioned.contains) {
        tally.partitioned += 1
        tally.countedPartitioned += judgement.isCounted ? 1 : 0
      }
      tally.failing += truth.error == nil ? 0 : 1
      tally.idle += truth == Outcome() ? 1 : 0
      if getenv("FKWALK_ORACLE_VERBOSE") != nil {
        print(
          "did\(judgement.isCounted ? ", counted" : ""): \(delete): \(truth.error?.sqlstate ?? "\(truth.touched.count) rows") \(truth.error?.message ?? "")"
        )
      }
      switch judgement.verdict {
      case .right: tally.right += 1
      case .unsure: tally.unsure += 1
      case .wrong(let predicted, let real):
        // One per schema is made small: the others are likely of the same kind.
        let statements =
          isReduced
          ? []
          : try Reduction(server: server, sqlstate: truth.error?.sqlstate)
            .reduce(schema, delete)
        if !isReduced { try restore(schema, server) }
        isReduced = true
        tally.mismatches.append(
          """
          seed \(schema.seed)
          \(statements.joined(separator: ";\n"));
          \(delete);
          predicted \(predicted)
          truth     \(real)
          """)
      }
    }
    try drop(schema, server)
  }

  private func restore(_ schema: RandomSchema, _ server: OracleServer) throws {
    try drop(schema, server)
    try server.run(schema.statements)
  }

  private func drop(_ schema: RandomSchema, _ server: OracleServer) throws {
    try server.run(schema.schemas.map { "DROP SCHEMA IF EXISTS \($0) CASCADE" })
  }
}
