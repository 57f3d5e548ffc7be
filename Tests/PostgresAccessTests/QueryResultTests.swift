import PostgresAccess
import Testing

@Suite struct QueryResultTests {
  @Test func tellsNullFromEmpty() {
    let result = QueryResult(columns: ["a", "ß"], rows: [[nil, ""], ["x", "ü"]])
    #expect(result.columnNames == ["a", "ß"])
    #expect(result.row(0) == [nil, ""])
    #expect(result.row(1) == ["x", "ü"])
  }

  @Test(arguments: [
    ("0", 0), ("-17", -17), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
    ("9223372036854775808", nil), ("-9223372036854775809", nil), ("", nil), ("-", nil),
    ("1.5", nil), ("1e3", nil),
  ])
  func readsIntegers(text: String, value: Int?) {
    let result = QueryResult(columns: ["n"], rows: [[text]])
    #expect(result.integer(0, 0) == value)
  }

  @Test func readsBooleans() {
    let result = QueryResult(columns: ["b"], rows: [["t"], ["f"], [nil]])
    #expect((0..<3).map { result.isTrue($0, 0) } == [true, false, false])
  }
}
