import CLibPQ
import Glibc

/// The rows a query returned, as text; strings are made only for the cells that are read.
///
/// Sendable because libpq never changes a result once it is complete.
package final class QueryResult: @unchecked Sendable {
  private let pointer: OpaquePointer
  package let rowCount: Int
  package let columnCount: Int

  /// Takes over a `PGresult`.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
    rowCount = Int(PQntuples(pointer))
    columnCount = Int(PQnfields(pointer))
  }

  /// A result made from literal rows, for tests.
  package init(columns: [String], rows: [[String?]]) {
    // PQmakeEmptyPGresult returns nil only when memory is out, as Swift's own allocation traps.
    guard let made = PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK) else {
      preconditionFailure("out of memory")
    }
    Self.define(columns, of: made)
    for (row, values) in rows.enumerated() {
      for (column, value) in values.enumerated() {
        Self.set(value, row: row, column: column, of: made)
      }
    }
    pointer = made
    rowCount = rows.count
    columnCount = columns.count
  }

  deinit { PQclear(pointer) }

  package var columnNames: [String] {
    (0..<columnCount).map { column in
      PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }
  }

  /// How many rows an INSERT, UPDATE or DELETE affected, or a SELECT returned; nil for others.
  package var affectedRows: Int? {
    PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) }
  }

  /// The text of a cell, or nil for NULL; bytes that are not UTF-8 are kept, see `LooseBytes`.
  package subscript(row: Int, column: Int) -> String? {
    withBytes(row, column, LooseBytes.text)
  }

  /// A cell as a number, without making a string; nil for NULL and for anything else.
  package func integer(_ row: Int, _ column: Int) -> Int? {
    withBytes(row, column, Self.integer) ?? nil
  }

  /// Whether a cell is boolean true.
  package func isTrue(_ row: Int, _ column: Int) -> Bool {
    withBytes(row, column) { $0.count == 1 && $0[0] == UInt8(ascii: "t") } ?? false
  }

  /// One row, in column order.
  package func row(_ row: Int) -> [String?] {
    (0..<columnCount).map { self[row, $0] }
  }

  /// Calls `body` with the bytes of a cell; nil for NULL.
  package func withBytes<Value>(
    _ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Value
  ) -> Value? {
    precondition(row >= 0 && row < rowCount && column >= 0 && column < columnCount)
    let (row, column) = (Int32(row), Int32(column))
    guard PQgetisnull(pointer, row, column) == 0, let value = PQgetvalue(pointer, row, column)
    else { return nil }
    let count = Int(PQgetlength(pointer, row, column))
    return body(UnsafeRawBufferPointer(start: value, count: count))
  }

  private static func integer(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isNegative ? 1 : 0)
    guard !digits.isEmpty else { return nil }
    var value = 0
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let (tens, overflows) = value.multipliedReportingOverflow(by: 10)
      let (next, exceeds) = tens.subtractingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if overflows || exceeds { return nil }
      value = next  // Counted below zero, where Int reaches one further.
    }
    return isNegative ? value : (value == .min ? nil : -value)
  }

  private static func define(_ columns: [String], of result: OpaquePointer) {
    let names = columns.map { strdup($0) }
    defer { names.forEach { free($0) } }
    var attributes = names.map { name in
      PGresAttDesc(
        name: name, tableid: 0, columnid: 0, format: 0, typid: 25, typlen: -1, atttypmod: -1)
    }
    PQsetResultAttrs(result, Int32(attributes.count), &attributes)
  }

  private static func set(
    _ value: String?, row: Int, column: Int, of result: OpaquePointer
  ) {
    guard let value else {
      PQsetvalue(result, Int32(row), Int32(column), nil, -1)
      return
    }
    var bytes = Array(value.utf8CString)
    PQsetvalue(result, Int32(row), Int32(column), &bytes, Int32(bytes.count - 1))
  }
}
