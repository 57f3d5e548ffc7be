import SchemaModel

/// A few blocks of a table without a key, where the wanted page most likely is whole.
///
/// No index gives rows in the order of their places, so that each page would read and sort the
/// whole rest of the table. PostgreSQL can read a range of places, though (since version 14); so
/// the page is asked for from a window first, and only what is missing from the rest.
struct HeapWindow {
  private static let blocks = 64
  /// Where the window ends: an expression of type `tid`.
  private let edge: String
  private let isBackward: Bool

  /// - Parameters:
  ///   - position: where the page starts; its last value is the `ctid`.
  ///   - table: the table, which must not have partitions.
  init(at position: RowRequest.Position, of table: TableName) {
    isBackward = position.isBackward
    switch position {
    case .first: edge = Self.place(block: Self.blocks)
    case .after(let key), .from(let key):
      edge = Self.place(block: Self.block(of: key) + Self.blocks)
    case .before(let key):
      edge = Self.place(block: max(0, Self.block(of: key) - Self.blocks))
    case .last: edge = Self.placeNearEnd(of: table)
    }
  }

  /// Conditions for the rows in the window and for those beyond it.
  var conditions: [String] {
    let before = "\"ctid\" OPERATOR(pg_catalog.<) \(edge)"
    let after = "\"ctid\" OPERATOR(pg_catalog.>=) \(edge)"
    // A bound on both sides, even if it bounds nothing, makes the planner expect few rows.
    let end = "\"ctid\" OPERATOR(pg_catalog.<) '(4294967295,0)'::pg_catalog.tid"
    return isBackward ? ["\(after) AND \(end)", before] : [before, after]
  }

  private static func place(block: Int) -> String { "'(\(block),0)'::pg_catalog.tid" }

  private static func placeNearEnd(of table: TableName) -> String {
    let size = "pg_catalog.pg_relation_size(\(SQLText.literal(table.sql)))"
    let blockSize = "pg_catalog.current_setting('block_size')::pg_catalog.int8"
    // As a subquery it is worked out once, not for each row.
    return """
      (SELECT pg_catalog.format('(%s,0)', GREATEST(0, \(size) OPERATOR(pg_catalog./) \(blockSize) \
      OPERATOR(pg_catalog.-) \(blocks)))::pg_catalog.tid)
      """
  }

  /// The 12 of `(12,3)`; 0 where there is none.
  private static func block(of key: [String?]) -> Int {
    let place = (key.last ?? nil) ?? ""
    return Int(place.dropFirst().prefix { $0 != "," }) ?? 0
  }
}
