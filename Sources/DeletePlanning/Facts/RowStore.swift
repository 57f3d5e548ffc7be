internal import OrderedCollections

/// The values of a row in text form, one per carried column of its tree; nil is NULL.
typealias Image = [String?]

/// Where a row version lies: its relation (a leaf partition, never its root) and its `ctid`.
struct RowPlace: Hashable, Sendable {
  var relation: Oid
  /// Block number shifted left by 16, plus the line pointer; ascending in physical order.
  var tupleID: UInt64

  init(relation: Oid, tupleID: UInt64) {
    self.relation = relation
    self.tupleID = tupleID
  }

  /// Where a row that is not there yet is put down, by its number among those.
  init(newRow number: Int, in relation: Oid) {
    self.init(relation: relation, tupleID: Self.newRows + UInt64(number))
  }

  /// Block numbers have 32 bits.
  private static let newRows: UInt64 = 1 << 60

  /// Whether the statement is to insert it.
  var isNew: Bool { tupleID >= Self.newRows }

  /// Reads a `ctid` as PostgreSQL prints it, `(12,3)`; nil for anything else.
  init?(relation: Oid, ctid: String) {
    let parts = ctid.dropFirst().dropLast().split(separator: ",")
    guard parts.count == 2, let block = UInt64(parts[0]), let line = UInt64(parts[1]) else {
      return nil
    }
    self.init(relation: relation, tupleID: block << 16 | line)
  }

  var ctid: String { "(\(tupleID >> 16),\(tupleID & 0xffff))" }
}

/// A row as it was when the snapshot was taken.
struct StoredRow: Sendable {
  var place: RowPlace
  var values: Image
}

/// All rows read so far; a row's number never changes.
struct RowStore: Sendable {
  private(set) var rows: [StoredRow] = []
  private var numbers: [RowPlace: Int] = [:]

  /// The number of the row at a place, which is added where it is new.
  mutating func number(of place: RowPlace, values: @autoclosure () -> Image) -> Int {
    if let known = numbers[place] { return known }
    numbers[place] = rows.count
    rows.append(StoredRow(place: place, values: values()))
    return rows.count - 1
  }

  /// The number of the row at a place; nil where it was not read.
  func number(at place: RowPlace) -> Int? { numbers[place] }

  subscript(number: Int) -> StoredRow { rows[number] }
}
