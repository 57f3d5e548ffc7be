extension RandomSchema {
  // MARK: Updates

  /// An UPDATE of columns that foreign keys use, mostly.
  mutating func makeUpdate() -> String {
    let table = random.pick(tables)
    var target = table.name
    if let partition = table.partitions.last, random.chance(15) { target = partition }
    if random.chance(3) { target = "ONLY " + target }
    return "UPDATE \(target)\(random.chance(20) ? " AS x" : "") SET \(assignments(of: table))"
      + updatedRows(of: table)
  }

  private mutating func assignments(of table: TableSketch) -> String {
    let given = table.columns.indices.filter { table.columns[$0].generation == nil }
    let keys = table.references.flatMap(\.columns) + table.keys.flatMap(\.columns)
    let wanted = keys.filter(given.contains)
    let picked = wanted.isEmpty || random.chance(10) ? random.pick(given) : random.pick(wanted)
    let others = random.chance(40) ? [random.pick(given)].filter { $0 != picked } : []
    let columns = [picked] + others
    let values = columns.map { assigned(table.columns[$0]) }
    if columns.count > 1, random.chance(30) {
      return "(\(table.list(columns))) = (\(values.joined(separator: ", ")))"
    }
    return zip(columns, values).map { "\(table.columns[$0].name) = \($1)" }.joined(separator: ", ")
  }

  private mutating func assigned(_ column: TableSketch.Column) -> String {
    switch random.below(10) {
    case 0: return "NULL"
    case 1: return "DEFAULT"
    case 2 where families[column.family].types.contains("int"): return "\(column.name) + 1"
    case 3: return column.name
    default: return value(for: column)
    }
  }

  private mutating func updatedRows(of table: TableSketch) -> String {
    let column = random.pick(table.columns)
    switch random.below(6) {
    case 0: return ""
    case 1: return " WHERE \(column.name) = \(value(for: column))"
    case 2: return " WHERE rid % \(random.number(in: 2...4)) = 1"
    default:
      return " WHERE rid IN ("
        + random.shuffled(table.rids).prefix(random.number(in: 1...3)).map(String.init)
        .joined(separator: ", ") + ")"
    }
  }

  // MARK: Inserts

  mutating func makeInsert() -> String {
    let table = random.pick(tables)
    var target = table.name
    if let partition = table.partitions.last, random.chance(15) { target = partition }
    let given = table.columns.indices.filter {
      table.columns[$0].generation == nil && random.chance(85)
    }
    let columns = (["rid", "p"] + given.map { table.columns[$0].name }).joined(separator: ", ")
    let conflict =
      random.chance(20)
      ? " ON CONFLICT"
        + (table.keys.isEmpty || random.chance(50)
          ? "" : " (\(table.list(random.pick(table.keys).columns)))") + " DO NOTHING" : ""
    if random.chance(25) {
      let values = given.map {
        random.chance(50) ? "x.\(table.columns[$0].name)" : inserted(table, $0)
      }
      return "INSERT INTO \(target) (\(columns)) SELECT "
        + (["x.rid + 5000", "x.p"] + values.map { $0 == "DEFAULT" ? "NULL" : $0 })
        .joined(separator: ", ")
        + " FROM \(table.name) AS x WHERE x.rid % 3 = \(random.below(3))\(conflict)"
    }
    let rows = (0..<random.number(in: 1...3)).map { number in
      "(\(9000 + number), 1\(given.map { ", " + inserted(table, $0) }.joined()))"
    }
    return "INSERT INTO \(target) (\(columns)) VALUES \(rows.joined(separator: ", "))\(conflict)"
  }

  /// A value that mostly has a parent, and mostly is no duplicate.
  private mutating func inserted(_ table: TableSketch, _ column: Int) -> String {
    if random.chance(5) { return random.pick(["NULL", "DEFAULT"]) }
    let reference = table.references.first { $0.columns.contains(column) }
    if let reference, let place = reference.columns.firstIndex(of: column), random.chance(70),
      !tables[reference.table].rows.isEmpty
    {
      return random.pick(tables[reference.table].rows)[reference.key[place]]
    }
    return value(for: table.columns[column])
  }
}
