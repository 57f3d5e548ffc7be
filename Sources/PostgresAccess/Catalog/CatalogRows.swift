import SchemaModel

/// `oid` of an object in the catalog.
typealias OID = UInt32

/// What the catalog queries returned, decoded but not yet joined.
struct CatalogRows {
  struct Relation {
    var oid: OID
    var name: TableName
    var kind: Table.Kind
    /// Nil where the table was never analyzed; before version 14 also where it was empty then.
    var estimatedRows: Int64?
    var isPartition: Bool
    var isReadable: Bool
  }

  struct Attribute {
    var number: Int
    var column: Column
    var type: OID
    /// 0 for a type without collations.
    var collation: OID
  }

  struct Index {
    var oid: OID
    var name: String
    var method: IndexMethod
    var isUnique: Bool
    var isPrimary: Bool
    /// Attribute numbers of the key columns; 0 stands for an expression.
    var keyAttributes: [Int]
    /// The WHERE clause of a partial index.
    var predicate: String?
  }

  /// The access methods that matter here, by their fixed oid in `pg_am`.
  enum IndexMethod: Int {
    case btree = 403
    case hash = 405
    /// Finds values that overlap, as temporal keys need it.
    case gist = 783
  }

  /// A foreign key as `pg_constraint` has it.
  struct Constraint {
    var key: ForeignKey
    var referencing: OID
    var referenced: OID
    var referencingAttributes: [Int]
    var referencedAttributes: [Int]
    var setAttributes: [Int]
  }

  var relations: [OID: Relation] = [:]
  /// Partitions and the tables they are partitions of.
  var parents: [OID: OID] = [:]
  /// By table, in attribute order.
  var attributes: [OID: [Attribute]] = [:]
  /// By table, in the order in which they were made.
  var indexes: [OID: [Index]] = [:]
  /// Indexes behind a primary key or a unique constraint.
  var constraintIndexes: Set<OID> = []
  var constraints: [Constraint] = []
}

extension CatalogRows {
  /// Decodes the results of ``CatalogQueries/all``, in its order.
  ///
  /// - Parameters:
  ///   - results: one for each query.
  ///   - version: the server's, as `server_version_num`.
  init(_ results: [QueryResult], version: Int) {
    precondition(results.count == 7, "one result for each catalog query")
    readRelations(results[0], version: version)
    readParents(results[1])
    readAttributes(results[2], types: Self.types(results[3]), defaults: Self.defaults(results[4]))
    readIndexes(results[5])
    readConstraints(results[6])
  }

  private mutating func readRelations(_ result: QueryResult, version: Int) {
    for row in 0..<result.rowCount {
      let tuples = result.integer(row, 4) ?? -1
      // Before version 14 a table that was never analyzed has 0 rows on 0 pages, as an empty one has.
      let isUnknown =
        tuples < 0 || (version < 140_000 && tuples == 0 && result.integer(row, 5) == 0)
      let oid = result.oid(row, 0)
      relations[oid] = Relation(
        oid: oid, name: TableName(schema: result.text(row, 1), name: result.text(row, 2)),
        kind: Table.Kind(rawValue: result.text(row, 3)) ?? .ordinary,
        estimatedRows: isUnknown ? nil : Int64(tuples), isPartition: result.isTrue(row, 6),
        isReadable: result.isTrue(row, 7))
    }
  }

  private mutating func readParents(_ result: QueryResult) {
    for row in 0..<result.rowCount { parents[result.oid(row, 0)] = result.oid(row, 1) }
  }

  private mutating func readAttributes(
    _ result: QueryResult, types: [TypeKey: TypeFacts], defaults: [DefaultKey: String]
  ) {
    for row in 0..<result.rowCount {
      let (table, number) = (result.oid(row, 0), result.integer(row, 1) ?? 0)
      let type = types[
        TypeKey(oid: result.oid(row, 3), modifier: result.integer(row, 4) ?? -1)]
      let column = Column(
        name: result.text(row, 2), type: type?.name ?? "???",
        isNullable: !result.isTrue(row, 5) && type?.isNotNull != true,
        defaultExpression: defaults[DefaultKey(table: table, number: number)],
        isGenerated: result.isTrue(row, 6), isIdentity: result.isTrue(row, 7),
        operatorSchema: type?.operatorSchema ?? "pg_catalog")
      attributes[table, default: []].append(
        Attribute(
          number: number, column: column, type: result.oid(row, 3), collation: result.oid(row, 8)))
    }
    for table in attributes.keys { attributes[table]?.sort { $0.number < $1.number } }
  }

  private mutating func readIndexes(_ result: QueryResult) {
    for row in 0..<result.rowCount {
      let index = Index(
        oid: result.oid(row, 0), name: result.text(row, 2),
        method: IndexMethod(rawValue: result.integer(row, 3) ?? 0) ?? .btree,
        isUnique: result.isTrue(row, 4), isPrimary: result.isTrue(row, 5),
        keyAttributes: Array(result.integers(row, 7).prefix(result.integer(row, 6) ?? 0)),
        predicate: result[row, 8])
      indexes[result.oid(row, 1), default: []].append(index)
    }
    for table in indexes.keys { indexes[table]?.sort { $0.oid < $1.oid } }
  }

  private mutating func readConstraints(_ result: QueryResult) {
    for row in 0..<result.rowCount {
      if result.text(row, 1) == "f" {
        constraints.append(Self.foreignKey(result, row))
      } else {
        constraintIndexes.insert(result.oid(row, 7))
      }
    }
  }

  /// Tables and columns are named later, when partitions have been folded.
  private static func foreignKey(_ result: QueryResult, _ row: Int) -> Constraint {
    let unknown = TableName(schema: "", name: "")
    let key = ForeignKey(
      id: result.oid(row, 0), name: result.text(row, 2),
      referencing: unknown, referencingColumns: [], referenced: unknown, referencedColumns: [],
      onDelete: ReferentialAction(rawValue: result.text(row, 8)) ?? .noAction,
      onUpdate: ReferentialAction(rawValue: result.text(row, 9)) ?? .noAction,
      matchType: MatchType(rawValue: result.text(row, 10)) ?? .simple,
      deferrability: !result.isTrue(row, 11)
        ? .notDeferrable : result.isTrue(row, 12) ? .initiallyDeferred : .initiallyImmediate,
      isValidated: result.isTrue(row, 13), isEnforced: result.isTrue(row, 15),
      hasPeriod: result.isTrue(row, 16))
    return Constraint(
      key: key, referencing: result.oid(row, 3), referenced: result.oid(row, 4),
      referencingAttributes: result.integers(row, 5), referencedAttributes: result.integers(row, 6),
      setAttributes: result.integers(row, 14))
  }

  private struct TypeKey: Hashable {
    var oid: OID
    var modifier: Int
  }

  private struct TypeFacts {
    var name: String
    var operatorSchema: String?
    var isNotNull: Bool
  }

  private struct DefaultKey: Hashable {
    var table: OID
    var number: Int
  }

  private static func types(_ result: QueryResult) -> [TypeKey: TypeFacts] {
    var types: [TypeKey: TypeFacts] = [:]
    for row in 0..<result.rowCount {
      let key = TypeKey(oid: result.oid(row, 0), modifier: result.integer(row, 1) ?? -1)
      types[key] = TypeFacts(
        name: result.text(row, 2), operatorSchema: result[row, 3], isNotNull: result.isTrue(row, 4))
    }
    return types
  }

  private static func defaults(_ result: QueryResult) -> [DefaultKey: String] {
    var defaults: [DefaultKey: String] = [:]
    for row in 0..<result.rowCount {
      let key = DefaultKey(table: result.oid(row, 0), number: result.integer(row, 1) ?? 0)
      defaults[key] = result[row, 2]
    }
    return defaults
  }
}

extension QueryResult {
  func oid(_ row: Int, _ column: Int) -> OID {
    OID(truncatingIfNeeded: integer(row, column) ?? 0)
  }

  /// A cell that is never NULL.
  func text(_ row: Int, _ column: Int) -> String { self[row, column] ?? "" }

  /// The numbers in an `int2vector` (`1 2`) or array (`{1,2}`); none for NULL.
  func integers(_ row: Int, _ column: Int) -> [Int] {
    withBytes(row, column) { bytes in
      bytes.split { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") }.map { digits in
        digits.reduce(0) { $0 &* 10 &+ Int($1 &- UInt8(ascii: "0")) }
      }
    } ?? []
  }
}
