extension RandomSchema {
  /// The statements that make a table with its keys, partitions, checks and heirs.
  mutating func create(_ number: Int) {
    let table = tables[number]
    var parts = ["rid int", "p int"] + table.columns.map(definition)
    parts = [parts[0]] + random.shuffled(Array(parts.dropFirst()))
    let partitioning = table.partitionColumns.first.map { partitionClause(table, column: $0) }
    statements.append(
      "CREATE TABLE \(table.name) (\(parts.joined(separator: ", ")))\(partitioning?.clause ?? "")")
    addKeys(table)
    if let partitioning {
      addPartitions(
        number, of: table.name, kind: partitioning.kind, level: 0, columns: table.partitionColumns)
    }
    addChecks(table)
    if partitioning == nil, random.chance(leaning.strays / 2) { addHeir(number) }
  }

  private func definition(_ column: TableSketch.Column) -> String {
    var text = "\(column.name) \(column.type)"
    if column.isNotNull { text += " NOT NULL" }
    if let value = column.defaultValue { text += " DEFAULT \(value)" }
    if let expression = column.generation { text += " GENERATED ALWAYS AS (\(expression)) STORED" }
    return text
  }

  private mutating func addKeys(_ table: TableSketch) {
    for (number, key) in table.keys.enumerated() where !key.isDeferrable {
      let columns = table.list(key.columns)
      let kind =
        number == 0 && random.chance(leaning.isCountable ? 95 : 35)
        ? "PRIMARY KEY" : random.chance(15) ? "UNIQUE NULLS NOT DISTINCT" : "UNIQUE"
      statements.append(
        random.chance(15)
          ? "CREATE UNIQUE INDEX ON \(table.name) (\(columns))"
          : "ALTER TABLE \(table.name) ADD \(kind) (\(columns))")
    }
  }

  /// Deferrable keys come after the rows: while the server looks away, it would take duplicates.
  mutating func addDeferrableKeys() {
    for table in tables {
      for key in table.keys where key.isDeferrable {
        let timing = random.pick(["DEFERRABLE", "INITIALLY DEFERRED"])
        statements.append(
          "ALTER TABLE \(table.name) ADD UNIQUE (\(table.list(key.columns))) \(timing)")
      }
    }
  }

  // MARK: Partitions

  private mutating func partitionClause(
    _ table: TableSketch, column: Int
  ) -> (clause: String, kind: String) {
    let kind = random.pick(["LIST", "LIST", "RANGE", "RANGE", "HASH"])
    return (" PARTITION BY \(kind) (\(table.columns[column].name))", kind)
  }

  private mutating func addPartitions(
    _ number: Int, of parent: String, kind: String, level: Int, columns: [Int]
  ) {
    guard let column = columns.first else { return }
    let bounds = partitionBounds(kind, tables[number].columns[column])
    for bound in random.shuffled(bounds) {
      let name = partitionName(parent, tables[number].partitions.count)
      tables[number].partitions.append(name)
      let deeper = columns.dropFirst().first.map { partitionClause(tables[number], column: $0) }
      if deeper == nil, random.chance(15) {
        attachPartition(name, to: parent, bound, tables[number])
      } else {
        statements.append(
          "CREATE TABLE \(name) PARTITION OF \(parent) \(bound)\(deeper?.clause ?? "")")
      }
      if let deeper {
        addPartitions(
          number, of: name, kind: deeper.kind, level: level + 1, columns: Array(columns.dropFirst())
        )
      } else {
        decoratePartition(name, tables[number])
      }
    }
  }

  private func partitionName(_ parent: String, _ number: Int) -> String {
    parent.hasSuffix("\"") ? "\(parent.dropLast())_\(number)\"" : "\(parent)_\(number)"
  }

  private mutating func partitionBounds(
    _ kind: String, _ column: TableSketch.Column
  ) -> [String] {
    let values = families[column.family].values
    let middle = values.count / 2
    switch kind {
    case "HASH":
      return (0..<2).map { "FOR VALUES WITH (MODULUS 2, REMAINDER \($0))" }
    case "RANGE":
      var bounds = [
        "FOR VALUES FROM (MINVALUE) TO (\(values[1]))",
        "FOR VALUES FROM (\(values[1])) TO (\(values[middle + 1 < values.count ? middle + 1 : 2]))",
      ]
      if random.chance(leaning.defaultPartitions) { bounds.append("DEFAULT") }
      return bounds
    default:
      let first = random.chance(30) ? ["NULL"] : []
      var bounds = [
        "FOR VALUES IN (\((first + [values[1]]).joined(separator: ", ")))",
        "FOR VALUES IN (\((values.prefix(1) + values.dropFirst(2).prefix(1)).joined(separator: ", ")))",
      ]
      if first.isEmpty, random.chance(40) { bounds.append("FOR VALUES IN (NULL)") }
      if random.chance(leaning.defaultPartitions) { bounds.append("DEFAULT") }
      return bounds
    }
  }

  /// A partition that was a table of its own, with its columns in another order.
  private mutating func attachPartition(
    _ name: String, to parent: String, _ bound: String, _ table: TableSketch
  ) {
    let columns = table.columns.indices.map { number in
      var column = table.columns[number]
      // As a primary key needs it.
      if table.keys[0].columns.contains(number) { column.isNotNull = true }
      return definition(column)
    }
    let parts = random.shuffled(["rid int", "p int"] + columns)
    statements.append("CREATE TABLE \(name) (\(parts.joined(separator: ", ")))")
    statements.append("ALTER TABLE \(parent) ATTACH PARTITION \(name) \(bound)")
  }

  /// What only one partition has.
  private mutating func decoratePartition(_ name: String, _ table: TableSketch) {
    let column = random.pick(table.columns)
    switch random.below(30) {
    case 0:
      statements.append(
        "ALTER TABLE \(name) ADD CHECK (\(column.name) <> \(value(for: column)))")
    case 1: statements.append("CREATE UNIQUE INDEX ON \(name) (\(column.name))")
    case 2: statements.append("ALTER TABLE \(name) ALTER \(column.name) SET NOT NULL")
    case 3:
      statements.append(
        "ALTER TABLE \(name) ALTER \(column.name) SET DEFAULT \(value(for: column))")
    default: break
    }
  }

  // MARK: Checks and heirs

  private mutating func addChecks(_ table: TableSketch) {
    for _ in 0..<(random.chance(leaning.constraints) ? random.number(in: 1...2) : 0) {
      let (one, other) = (random.pick(table.columns), random.pick(table.columns))
      let condition = random.pick([
        "\(one.name) <> \(value(for: one))",
        "\(one.name) IS NOT NULL OR \(other.name) IS NOT NULL",
        "\(one.name) IS NULL OR p < 4", "num_nulls(\(one.name), \(other.name), p) < 2",
      ])
      let name = random.chance(50) ? "CONSTRAINT \"\(random.pick(["z", "a", "B"]))_check\" " : ""
      statements.append("ALTER TABLE \(table.name) ADD \(name)CHECK (\(condition))")
    }
  }

  private mutating func addHeir(_ number: Int) {
    let heir = partitionName(tables[number].name, 0)
    statements.append("CREATE TABLE \(heir) (more int) INHERITS (\(tables[number].name))")
    tables[number].partitions.append(heir)
  }

  mutating func value(for column: TableSketch.Column) -> String {
    random.pick(families[column.family].spellings)
  }

  // MARK: Indexes

  /// Indexes on referencing columns, some with more columns, some unique.
  mutating func addIndexes() {
    for table in tables {
      for reference in table.references where random.chance(45) {
        addIndex(table, table.list(reference.columns))
      }
    }
  }

  private mutating func addIndex(_ table: TableSketch, _ columns: String) {
    let other = random.pick(table.columns).name
    // The lower numbers are constraints.
    switch random.below(random.chance(leaning.constraints) ? 6 : 20) {
    case 0: statements.append("CREATE UNIQUE INDEX ON \(table.name) (\(columns))")
    case 1:
      statements.append("CREATE UNIQUE INDEX ON \(table.name) (\(columns)) WHERE p > 1")
    case 2: statements.append("CREATE UNIQUE INDEX ON \(table.name) (coalesce(\(columns)), p)")
    case 3:
      let elements = columns.split(separator: ",").map { "\($0) WITH =" }
      statements.append(
        "ALTER TABLE \(table.name) ADD EXCLUDE USING btree "
          + "(\((elements + ["p WITH ="]).joined(separator: ", ")))")
    case 4...8:
      let order = random.chance(30) ? " DESC" : ""
      statements.append(
        "CREATE INDEX ON \(table.name) (\(columns), \(random.chance(50) ? "p" : other)\(order))")
    default: statements.append("CREATE INDEX ON \(table.name) (\(columns))")
    }
  }
}
