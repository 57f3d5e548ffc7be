import SchemaModel

@testable import DeletePlanning

/// Small rule books and rows, written down.
struct Fixture {
  var book = RuleBook()
  var facts = Facts()
  private var lastOid: Oid = 100

  static func table(_ name: String) -> TableName { TableName(schema: "public", name: name) }

  /// Adds a table with an `id` and other integer columns; returns its OID.
  mutating func addTable(_ name: String, _ columns: String..., notNull: Set<String> = []) -> Oid {
    lastOid += 1
    let names = ["id"] + columns
    book.relations[lastOid] = RelationRule(
      oid: lastOid, name: Self.table(name), kind: "r", root: lastOid,
      columns: names.enumerated().map {
        Self.column($0 + 1, $1, isNotNull: $1 == "id" || notNull.contains($1))
      },
      primaryKey: ["id"],
      access: AccessRule(
        owner: "owner", ownerHasUsage: true, ownerCanSelect: true, ownerCanUpdate: true,
        ownerCanDelete: true, isReadable: true, hasActiveRowSecurity: false))
    return lastOid
  }

  private static func column(_ number: Int, _ name: String, isNotNull: Bool) -> ColumnRule {
    ColumnRule(
      number: number, name: name, type: "integer", baseType: "integer", isDomain: false,
      isNotNull: isNotNull, defaultExpression: nil, hasVolatileDefault: false, generation: .none,
      generationExpression: nil, textEqualityFamily: "integer", collationName: nil,
      isNondeterministic: false,
      collation: 0, isReadable: true)
  }

  /// Adds a foreign key to another table's `id`; its triggers are named in order of adding.
  mutating func addKey(
    _ name: String, _ child: Oid, _ column: String, to parent: Oid,
    onDelete: ReferentialAction = .noAction, isDeferred: Bool = false
  ) {
    lastOid += 1
    let oid = lastOid
    book.constraints[oid] = ForeignKeyRule(
      oid: oid, name: name, referencing: child, referenced: parent, referencingColumns: [column],
      referencedColumns: ["id"], operators: ["OPERATOR(pg_catalog.=)"],
      referencedOperators: ["OPERATOR(pg_catalog.=)"],
      referencingOperators: ["OPERATOR(pg_catalog.=)"], deleteSetColumns: [], isMatchFull: false,
      parent: nil, isEnforced: true, hasPeriod: false,
      definition: "FOREIGN KEY (\(column)) REFERENCES …(id)", onDelete: onDelete, hasIndex: true)
    addTrigger("RI_a_\(oid)", parent, .action(onDelete, .delete), oid, isDeferred)
    addTrigger("RI_c_\(oid)", child, .check(.update), oid, isDeferred)
  }

  private mutating func addTrigger(
    _ name: String, _ relation: Oid, _ kind: TriggerRule.Kind, _ constraint: Oid,
    _ isDeferred: Bool
  ) {
    book.triggers[relation, default: []].append(
      TriggerRule(
        name: name, relation: relation, kind: kind, constraint: constraint,
        isInitiallyDeferred: isDeferred, isClone: false, isEnabled: true))
  }

  mutating func addUserTrigger(_ name: String, _ relation: Oid, _ user: UserTrigger) {
    addTrigger(name, relation, .user(user), 0, false)
    book.triggers[relation]?.sort { $0.name < $1.name }
  }

  /// Adds a row, whose first value is its id, and returns its number.
  mutating func addRow(_ table: Oid, _ values: Int?...) -> Int {
    let names = book.relations[table]?.columns.map(\.name) ?? []
    let texts = Dictionary(
      zip(names, values.map { $0.map(String.init) }), uniquingKeysWith: { first, _ in first })
    book.decideCarriedColumns()
    let place = RowPlace(relation: table, tupleID: UInt64(values[0] ?? 0))
    return facts.store.number(
      of: place, values: book.carriedColumns(of: table).map { texts[$0] ?? nil })
  }

  /// Works out, from the rows added, which of them reference which keys.
  mutating func linkRows() {
    for constraint in book.constraints.values {
      for parent in facts.store.rows where parent.place.relation == constraint.referenced {
        let key = values(constraint.referencedColumns, parent).compactMap { $0 }
        facts.referencingRows[constraint.oid, default: [:]][key] = facts.store.rows.indices.filter {
          let child = facts.store[$0]
          return child.place.relation == constraint.referencing
            && values(constraint.referencingColumns, child) == key
        }
      }
    }
  }

  private func values(_ columns: [String], _ row: StoredRow) -> Image {
    book.slots(columns, in: row.place.relation).map { row.values[$0] }
  }

  /// Plays the delete of some rows.
  func run(deleting rows: [Int], isReversed: Bool = false) -> Simulation {
    var simulation = Simulation(book: book, facts: facts, isReversed: isReversed)
    simulation.run(
      RootChange(
        command: .delete, target: rows.first.map { facts.store[$0].place.relation } ?? 0,
        rows: rows.map { RootChange.Row(number: $0) }))
    return simulation
  }
}

extension Simulation {
  /// Ids of the rows of a table that are gone in the end.
  func deleted(_ table: Oid) -> Set<String> {
    Set(
      current.compactMap { row, number in
        let stored = facts.store[row]
        guard stored.place.relation == table, !versions[number].isLive else { return nil }
        return book.slots(["id"], in: table).first.flatMap { stored.values[$0] }
      })
  }
}
