/// A schema, its rows and some DELETEs, all made up from a seed.
///
/// Statements are made up freely: those that the server refuses are to be passed over, each by
/// itself.
struct RandomSchema {
  let seed: UInt64
  /// The schemas that are made, as SQL, for dropping them again.
  private(set) var schemas: [String]
  var statements: [String] = []
  private(set) var deletes: [String] = []
  /// UPDATEs and INSERTs.
  private(set) var changes: [String] = []

  let server: ServerFeatures
  let families: [KeyFamily]
  /// The families this schema makes its keys of.
  var usedFamilies: [Int] = []
  var random: RandomSource
  let leaning: Leaning
  var tables: [TableSketch] = []
  var rowCount = 0

  /// - Parameters:
  ///   - seed: what it is made from.
  ///   - server: the server it is for.
  ///   - given: what it has much of; nil for any.
  init(seed: UInt64, server: ServerFeatures, leaning given: Leaning? = nil) {
    self.seed = seed
    self.server = server
    random = RandomSource(seed: seed)
    let any = random.pick(Leaning.all)
    leaning = given ?? any
    families = KeyFamily.all(server)
    schemas = ["o\(seed)"]
    if random.chance(20) { schemas.append("\"O \(seed)\"") }
    statements = schemas.map { "CREATE SCHEMA \($0)" }
    statements += KeyFamily.definitions(schema: schemas[0], server)
    statements += Self.triggerFunctions(schema: schemas[0])
    usedFamilies = (0..<random.number(in: 1...2)).map { _ in
      random.chance(leaning.oddTypes) ? random.below(families.count) : 0
    }
    sketchTables()
    sketchReferences()
    for table in tables.indices { create(table) }
    fill()
    addTriggers()
    deletes = (0..<6).map { _ in makeDelete() } + addPeriods()
    changes = (0..<6).map { number in number < 4 ? makeUpdate() : makeInsert() }
  }

  private mutating func fill() {
    let references = random.shuffled(referenceStatements())
    let isLate = references.map { _ in random.chance(25) }
    for (statements, late) in zip(references, isLate) where !late { self.statements += statements }
    if random.chance(50) { addIndexes() }
    addRows()
    addDeferrableKeys()
    for (statements, late) in zip(references, isLate) where late { self.statements += statements }
    if random.chance(30) { addIndexes() }
    disturb()
  }

  func qualify(_ text: String) -> String {
    text.split(separator: "@", omittingEmptySubsequences: false).joined(separator: schemas[0])
  }

  // MARK: Tables

  private mutating func sketchTables() {
    for number in 0..<random.number(in: 2...5) {
      let name = random.chance(10) ? "\"T \(number) \"\"x\"" : "t\(number)"
      var table = TableSketch(name: random.pick(schemas) + "." + name)
      for key in 0..<(random.chance(25) ? 2 : 1) {
        let column = makeColumn("k\(key)")
        table.columns.append(column)
      }
      if random.chance(leaning.partitions) { choosePartitioning(&table) }
      chooseKeys(&table)
      tables.append(table)
    }
  }

  mutating func makeColumn(_ name: String, family: Int? = nil) -> TableSketch.Column {
    let family = family ?? random.pick(usedFamilies)
    return TableSketch.Column(
      name: random.chance(5) ? "\"\(name) C\"" : name, family: family,
      type: qualify(random.pick(families[family].types)), isNotNull: false,
      defaultValue: random.chance(35) ? random.pick(families[family].spellings) : nil)
  }

  private mutating func choosePartitioning(_ table: inout TableSketch) {
    if random.chance(60) { table.columns.append(makeColumn("f9")) }
    let columns = random.shuffled(Array(table.columns.indices))
    table.partitionColumns = Array(columns.prefix(random.chance(40) ? 2 : 1))
  }

  /// Every key of a partitioned table holds its partition columns.
  private mutating func chooseKeys(_ table: inout TableSketch) {
    let all = Array(table.columns.indices.filter { table.columns[$0].name.contains("k") })
    var choices = [all] + all.map { [$0] }
    if all.count > 1 { choices.append(all.reversed()) }
    for _ in 0..<(leaning.isCountable ? 1 : random.number(in: 1...2)) {
      let picked = random.pick(choices)
      let columns = picked + table.partitionColumns.filter { !picked.contains($0) }
      guard !table.keys.contains(where: { $0.columns == columns }) else { continue }
      table.keys.append(TableSketch.Key(columns: columns, isDeferrable: random.chance(8)))
    }
    if random.chance(leaning.constraints / 3), table.partitionColumns.isEmpty {
      addGeneratedKey(&table)
    }
  }

  private mutating func addGeneratedKey(_ table: inout TableSketch) {
    let source = table.columns[0]
    guard families[source.family].types.contains("int") else { return }
    table.columns.append(
      TableSketch.Column(
        name: "g0", family: 1, type: "int", generation: "\(source.name)::int + 0"))
    table.keys.append(TableSketch.Key(columns: [table.columns.count - 1]))
  }

  // MARK: References

  private mutating func sketchReferences() {
    for table in tables.indices {
      for _ in 0..<random.number(in: table == 0 ? 0...2 : 1...3) {
        let referenced = random.chance(70) ? random.below(table + 1) : random.below(tables.count)
        let key = random.pick(tables[referenced].keys)
        let columns = key.columns.map { column in
          referencingColumn(of: table, family: tables[referenced].columns[column].family)
        }
        tables[table].references.append(
          TableSketch.Reference(columns: columns, table: referenced, key: key.columns))
      }
    }
  }

  /// A column of the family that is there, or a new one.
  private mutating func referencingColumn(of table: Int, family: Int) -> Int {
    let known = tables[table].columns.indices.filter {
      tables[table].columns[$0].family == family
    }
    if !known.isEmpty, random.chance(leaning.sharedColumns) { return random.pick(known) }
    var column = makeColumn("f\(tables[table].columns.count)", family: family)
    column.isNotNull = random.chance(leaning.constraints / 2)
    if random.chance(leaning.constraints / 4), families[family].types.contains("int"),
      let first = known.first,
      tables[table].columns[first].generation == nil
    {
      column.type = "int"
      column.defaultValue = nil
      column.generation = "\(tables[table].columns[first].name)::int"
    }
    tables[table].columns.append(column)
    return tables[table].columns.count - 1
  }
}
