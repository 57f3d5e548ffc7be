extension RandomSchema {
  // MARK: People's triggers

  /// Trigger functions simple enough to be followed.
  static func triggerFunctions(schema: String) -> [String] {
    let bodies = [
      ("keep", "RETURN NULL"), ("old", "RETURN OLD"), ("new", "RETURN NEW"),
      ("refuse", "RAISE EXCEPTION 'no % of %', TG_OP, TG_TABLE_NAME"),
    ]
    return bodies.map { name, body in
      "CREATE FUNCTION \(schema).trigger_\(name)() RETURNS trigger LANGUAGE plpgsql "
        + "AS $$BEGIN \(body); END$$"
    }
  }

  /// Triggers that refuse, keep rows as they are, or do nothing, most of them under a condition.
  mutating func addTriggers() {
    for (number, table) in tables.enumerated() where random.chance(leaning.triggers) {
      let operation = random.pick(["DELETE", "DELETE", "UPDATE"])
      let timing = random.pick(["BEFORE", "AFTER"])
      let function =
        timing == "AFTER"
        ? random.pick(["refuse", "refuse", "old"])
        : random.pick(["refuse", "keep", operation == "DELETE" ? "old" : "new"])
      let condition = random.chance(80) ? " WHEN (\(triggerCondition(table, operation)))" : ""
      let name = random.pick(["a", "Z", "S"]) + "_\(number)"
      statements.append(
        "CREATE TRIGGER \"\(name)\" \(timing) \(operation) ON \(table.name) FOR EACH ROW"
          + "\(condition) EXECUTE FUNCTION \(schemas[0]).trigger_\(function)()")
    }
  }

  private mutating func triggerCondition(_ table: TableSketch, _ operation: String) -> String {
    let column = random.pick(table.columns)
    let conditions = [
      "old.p > \(random.below(5))", "old.rid % 3 = \(random.below(3))",
      "old.\(column.name) = \(value(for: column))", "pg_trigger_depth() = \(random.below(2))",
      "old.* IS NULL", "1 / (old.p - 4) = 0",
    ]
    let ofUpdates = [
      "new.\(column.name) IS NULL", "old.\(column.name) IS DISTINCT FROM new.\(column.name)",
      "old.* IS DISTINCT FROM new.*",
    ]
    return random.pick(operation == "UPDATE" ? conditions + ofUpdates : conditions)
  }

  // MARK: Periods

  /// Tables with a key that has a PERIOD (PostgreSQL 18), and rows in them.
  ///
  /// - Returns: DELETEs that reach them.
  mutating func addPeriods() -> [String] {
    guard server.version >= 18, random.chance(25) else { return [] }
    let schema = schemas[0]
    let actions = ["CASCADE", "SET NULL", "SET DEFAULT"]
    let timing = random.pick(["", "", " DEFERRABLE INITIALLY DEFERRED"])
    statements += [
      "CREATE TABLE \(schema).o (rid int, k int PRIMARY KEY)",
      "CREATE TABLE \(schema).p (rid int, k int, d int4range, "
        + "o int DEFAULT 3 REFERENCES \(schema).o ON DELETE \(random.pick(actions)), UNIQUE (k, d WITHOUT OVERLAPS))",
      "CREATE TABLE \(schema).c (rid int, k int DEFAULT 2 REFERENCES \(schema).o "
        + "ON DELETE \(random.pick(actions)), d int4range, "
        + "o int DEFAULT 3 REFERENCES \(schema).o ON DELETE \(random.pick(actions)))",
    ]
    for key in 1...4 { insertPeriod("o", "\(key)") }
    for key in 1...4 {
      var start = random.below(4)
      for _ in 0..<random.number(in: 1...3) {
        let end = start + random.number(in: 1...4)
        insertPeriod("p", "\(key), '[\(start),\(end))', \(random.number(in: 1...4))")
        start = end + (random.chance(30) ? 1 : 0)
      }
    }
    for _ in 0..<random.number(in: 2...6) {
      let start = random.below(8)
      let range = "'[\(start),\(start + random.number(in: 1...3)))'"
      insertPeriod("c", "\(random.number(in: 1...4)), \(range), \(random.number(in: 1...4))")
    }
    let covered =
      "d <@ (SELECT range_agg(x.d) FROM \(schema).p AS x WHERE x.k = c.k AND x.d && c.d)"
    if random.chance(70) {
      statements.append("DELETE FROM \(schema).c WHERE (\(covered)) IS NOT TRUE")
    }
    let reference = "FOREIGN KEY (k, PERIOD d) REFERENCES \(schema).p (k, PERIOD d)\(timing)"
    statements += ["", " NOT VALID"].map { "ALTER TABLE \(schema).c ADD \(reference)\($0)" }
    let key = random.number(in: 1...4)
    return [
      "DELETE FROM \(schema).o WHERE k = \(key)", "DELETE FROM \(schema).p WHERE k = \(key)",
      "DELETE FROM \(schema).p WHERE d && '[\(key),\(key + 2))'", "DELETE FROM \(schema).o",
      "DELETE FROM \(schema).p WHERE rid % 3 = 1",
    ]
  }

  private mutating func insertPeriod(_ table: String, _ values: String) {
    rowCount += 1
    statements.append("INSERT INTO \(schemas[0]).\(table) VALUES (\(rowCount), \(values))")
  }
}
