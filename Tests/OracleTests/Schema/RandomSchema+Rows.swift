extension RandomSchema {
  // MARK: Foreign keys

  /// The statements for each foreign key; a later one takes effect where an earlier one is refused.
  mutating func referenceStatements() -> [[String]] {
    var all: [[String]] = []
    for table in tables {
      for reference in table.references { all.append(declare(reference, of: table)) }
      if let leaf = table.partitions.last, random.chance(leaning.strays) {
        all += strayReferences(leaf, table)
      }
    }
    return all
  }

  private mutating func declare(
    _ reference: TableSketch.Reference, of table: TableSketch
  ) -> [String] {
    let target = tables[reference.table]
    let name =
      random.chance(30)
      ? "CONSTRAINT \"\(random.pick(["Z", "a", "fk "]))\(random.below(1000))\" " : ""
    let body =
      "\(name)FOREIGN KEY (\(table.list(reference.columns))) "
      + "REFERENCES \(target.name) (\(target.list(reference.key)))\(options(reference, of: table))"
    let plain = "ALTER TABLE \(table.name) ADD \(body)"
    if server.version >= 18, random.chance(4) { return [plain + " NOT ENFORCED"] }
    // The second is refused as a duplicate, or made where rows do not let the first be.
    return name.isEmpty ? [plain] : [plain, plain + " NOT VALID"]
  }

  private mutating func options(
    _ reference: TableSketch.Reference, of table: TableSketch
  ) -> String {
    var text = reference.columns.count > 1 && random.chance(30) ? " MATCH FULL" : ""
    let onDelete = action()
    if !onDelete.isEmpty { text += " ON DELETE \(onDelete)" }
    if onDelete.hasPrefix("SET"), reference.columns.count > 1, random.chance(40) {
      text += " (\(table.list([random.pick(reference.columns)])))"
    }
    let onUpdate = action()
    if !onUpdate.isEmpty { text += " ON UPDATE \(onUpdate)" }
    return text + random.pick(["", "", "", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"])
  }

  private mutating func action() -> String {
    if random.chance(leaning.refusals) { return random.pick(["NO ACTION", "RESTRICT", ""]) }
    if leaning.isCountable, random.chance(60) { return random.pick(["CASCADE", "SET NULL"]) }
    return random.pick(["CASCADE", "CASCADE", "SET NULL", "SET DEFAULT"])
  }

  /// Foreign keys of and to a single partition or heir.
  private mutating func strayReferences(_ leaf: String, _ table: TableSketch) -> [[String]] {
    let action = random.pick(["CASCADE", "SET NULL", "NO ACTION", "SET DEFAULT"])
    return table.references.prefix(1).map { reference in
      let target = tables[reference.table]
      return [
        "ALTER TABLE \(leaf) ADD FOREIGN KEY (\(table.list(reference.columns))) "
          + "REFERENCES \(target.name) (\(target.list(reference.key))) ON DELETE \(action)"
      ]
    }
      + tables.prefix(2).flatMap { other in
        other.references.filter { tables[$0.table].name == table.name }.prefix(1).map {
          [
            "ALTER TABLE \(other.name) ADD FOREIGN KEY (\(other.list($0.columns))) "
              + "REFERENCES \(leaf) (\(table.list($0.key))) ON DELETE \(action) ON UPDATE CASCADE"
          ]
        }
      }
  }

  // MARK: Rows

  /// Rows in every table.
  ///
  /// Most schemas are filled while the server looks away, and then rid of most rows that reference
  /// nothing; in the others it refuses such rows by itself.
  mutating func addRows() {
    let looksAway = random.chance(70)
    if looksAway { statements.append("SET session_replication_role = replica") }
    for round in 0..<2 {
      for number in random.shuffled(Array(tables.indices)) {
        for _ in 0..<random.number(in: 2...(round == 0 ? 8 : 5)) { addRow(number) }
      }
    }
    if looksAway { repair() }
    if random.chance(20) {
      statements.append("SET session_replication_role = replica")
      for _ in 0..<random.number(in: 1...4) { addRow(random.below(tables.count)) }
    }
    statements.append("RESET session_replication_role")
  }

  /// Points rows that reference nothing at a row that is there, and deletes what is left of them.
  private mutating func repair() {
    let sound = tables.map { table in table.references.filter { _ in random.chance(93) } }
    for round in 0..<5 {
      for (table, references) in zip(tables, sound) {
        for reference in references { repair(reference, of: table, isLast: round > 1) }
      }
    }
  }

  private mutating func repair(
    _ reference: TableSketch.Reference, of table: TableSketch, isLast: Bool
  ) {
    let target = tables[reference.table]
    let equal = zip(reference.columns, reference.key).map {
      "y.\(target.columns[$1].name) = x.\(table.columns[$0].name)"
    }
    let given = reference.columns.map { "x.\(table.columns[$0].name) IS NOT NULL" }
    let isDangling =
      "\(given.joined(separator: " AND ")) AND NOT EXISTS "
      + "(SELECT FROM \(target.name) AS y WHERE \(equal.joined(separator: " AND ")))"
    let change =
      isLast
      ? "DELETE FROM \(table.name) AS x"
      : "UPDATE \(table.name) AS x SET (\(table.list(reference.columns))) = "
        + "(SELECT \(target.list(reference.key)) FROM \(target.name) AS y "
        + "ORDER BY (y.rid * 7 + x.rid * 5) % 11 LIMIT 1)"
    statements.append("\(change) WHERE \(isDangling)")
  }

  private mutating func addRow(_ number: Int) {
    let table = tables[number]
    var values = table.columns.map { column in
      let isKey = column.name.contains("k")
      if random.chance(isKey ? 4 : 20) { return "NULL" }
      // In turn, so that few rows are refused as duplicates.
      let inTurn = families[column.family].values[
        table.rows.count % families[column.family].values.count]
      return isKey && random.chance(85) ? inTurn : value(for: column)
    }
    for reference in table.references where random.chance(70) {
      guard !tables[reference.table].rows.isEmpty else { continue }
      let parent = random.pick(tables[reference.table].rows)
      // A key that is a copy of another row's is likely a duplicate.
      let isKey = reference.columns.contains { table.columns[$0].name.contains("k") }
      if isKey, random.chance(60) { continue }
      for (column, key) in zip(reference.columns, reference.key) { values[column] = parent[key] }
    }
    tables[number].rows.append(values)
    rowCount += 1
    tables[number].rids.append(rowCount)
    let kept = table.columns.indices.filter { table.columns[$0].generation == nil }
    let target = table.partitions.last.flatMap { random.chance(10) ? $0 : nil } ?? table.name
    statements.append(
      "INSERT INTO \(target) (rid, p, \(table.list(kept))) VALUES (\(rowCount), "
        + "\(random.below(5)), \(kept.map { values[$0] }.joined(separator: ", ")))")
  }

  // MARK: Disorder

  /// Moves rows about, and switches things off.
  mutating func disturb() {
    for table in tables {
      if random.chance(40) {
        statements.append(
          "UPDATE \(table.name) SET p = p + 1 WHERE rid % \(random.number(in: 2...4)) = 0")
      }
      if random.chance(15), let reference = table.references.first {
        let column = table.columns[reference.columns[0]]
        statements.append(
          "UPDATE \(table.name) SET \(column.name) = \(value(for: column)) WHERE rid % 5 = 1")
      }
      if random.chance(20) {
        statements.append(random.pick(["ANALYZE", "VACUUM ANALYZE"]) + " \(table.name)")
      }
      if random.chance(2) { statements.append("ALTER TABLE \(table.name) DISABLE TRIGGER ALL") }
    }
  }

  // MARK: Deletes

  mutating func makeDelete() -> String {
    let references = tables.flatMap(\.references)
    let isReferenced = !references.isEmpty && random.chance(80)
    let table = isReferenced ? tables[random.pick(references).table] : random.pick(tables)
    let column = random.pick(table.columns)
    let other = random.pick(tables)
    var target = table.name
    if let partition = table.partitions.last, random.chance(15) { target = partition }
    if random.chance(3) { target = "ONLY " + target }
    let returning =
      random.chance(10)
      ? " RETURNING " + random.pick(["*", "p, rid", "1 / (p - 4)", "\(column.name)::text"]) : ""
    return switch random.below(12) {
    case 0, 1: "DELETE FROM \(target)\(returning)"
    case 2: "DELETE FROM \(target) WHERE \(column.name) = \(value(for: column))"
    case 4: "DELETE FROM \(target) AS x USING \(other.name) AS y WHERE x.rid = y.rid + 1"
    case 3, 5, 6:
      "DELETE FROM \(target) WHERE rid % \(random.number(in: 2...4)) = 1\(returning)"
    case 7: "DELETE FROM \(target) WHERE p <= 1"
    default:
      "DELETE FROM \(target) WHERE rid IN ("
        + random.shuffled(table.rids).prefix(random.number(in: 1...9)).map(String.init)
        .joined(separator: ", ") + ")"
    }
  }
}
