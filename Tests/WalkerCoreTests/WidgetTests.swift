import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

@Suite struct WidgetTests {
  @Test func textIsEditedInPlace() {
    var field = TextField("one two")
    for edit in [TextField.Edit.deleteWord, .insert("x\ny"), .home, .insert(">"), .delete, .end] {
      field.apply(edit)
    }
    #expect(field.text == ">ne x y")
    let changes = [TextField.Edit.backspace, .left, .clear].map { edit in field.apply(edit) }
    #expect(changes == [true, false, true])
    #expect(field.text.isEmpty, "all of it, wherever the cursor is")
  }

  @Test func filterWordsMustAllOccur() {
    #expect(WordFilter("ord !item").matches("orders"))
    #expect(!WordFilter("ord !item").matches("order_items"))
    #expect(WordFilter("ORD").matches("ORDERS") && !WordFilter("ORD").matches("orders"))
    #expect(WordFilter("er").occurrences(in: "Orders") == [3..<5])
    #expect(WordFilter("").isEmpty && WordFilter("!").matches("anything"))
  }

  @Test func linesBreakAtBlanksAndKeepTheirRoles() {
    let line = Line("one two ", .title).then("three", .error)
    let parts = line.wrapped(to: 8)
    #expect(parts.map(\.text) == ["one two", "three"])
    #expect(parts.last?.spans.first?.role == .error)
    #expect(Line("").wrapped(to: 5).count == 1)
    #expect(Line("a b").wrapped(to: 0).count >= 1)
  }

  @Test func valuesThatLookAlikeAreToldApart() {
    #expect(Line.value(nil).spans == [Line.Span(text: "NULL", role: .null)])
    #expect(Line.value("NULL").text == "'NULL'", "in words, not in colour alone")
    #expect(Line.value("''").text == String(repeating: "'", count: 6))
    #expect(Line.value("").text == "''")
    #expect(Line.value("a\nb").spans.map(\.role) == [.text, .control, .text])
    #expect(Line.value("␊").spans.map(\.role) == [.text], "a picture that was there already")
  }

  @Test(arguments: [
    ("{}", "{}"), ("[]", "[]"), ("{\"a\":1,\"b\":[true,{}]}", "{\"a\": 1, \"b\": [true, {}]}"),
    ("{ \"a b\" :\n \"x, y: \\\" {\" }", "{\"a b\": \"x, y: \\\" {\"}"),
    ("{\"cut\": \"of", "{\"cut\": \"of"),
    ("", ""),
  ]) func jsonOnOneLine(_ text: String, _ expected: String) {
    #expect(JSONLayout.compact(text) == expected)
  }

  @Test func jsonOnManyLines() {
    #expect(
      JSONLayout.pretty("{\"a\":[1, 2,{}],\"b\":{\"c\":\"}, {\"},\"d\":[]}") == """
        {
          "a": [
            1,
            2,
            {}
          ],
          "b": {
            "c": "}, {"
          },
          "d": []
        }
        """)
    #expect(JSONLayout.pretty("]]}") != "", "what is no JSON does no harm")
  }

  @Test func longArraysHaveAnElementOnEachLine() {
    func lines(_ text: String, _ width: Int) -> [String] {
      CellText(text, type: "text[]").lines(width: width).map(\.text)
    }
    #expect(lines("{a,b}", 10) == ["{a,b}"])
    #expect(
      lines("{red,\"light, {blue}\",NULL,{10:00:00, x}}", 20)
        == [
          "{", "  red,", "  \"light, {blue}\",", "  NULL,", "  {", "    10:00:00,", "     x", "  }",
          "}",
        ]
    )
    #expect(lines("[0:1]={one,two}", 9) == ["[0:1]={", "  one,", "  two", "}"])
  }

  @Test func proseBreaksAtBlanks() {
    func lines(_ text: String) -> [String] {
      CellText(text, type: "text").lines(width: 12).map(\.text)
    }
    #expect(lines("one two three four") == ["one two ", "three four"])
    #expect(lines("abcdefghijklmnopq rs") == ["abcdefghijkl", "mnopq rs"])
    #expect(lines("one abcdefghijklmnop") == ["one abcdefgh", "ijklmnop"])
    #expect(lines("exactly as  long as it is").joined() == "exactly as  long as it is")
  }

  @Test func valuesAreWholeWhereThereIsRoom() {
    let row = Row(
      identity: RowIdentity(table: Shop.name("t"), key: []),
      values: ["1", String(repeating: "word ", count: 40)])
    func rows(_ height: Int) -> [String] {
      ValueText(
        RowData(columns: ["id", "text"], row: row), table: nil, graph: Shop.graph,
        size: Size(columns: 20, rows: height), openKey: "o"
      ).rows.map(\.line.text)
    }
    #expect(rows(60).count > 9 && !rows(60).joined().contains("o: the whole"))
    #expect(rows(10).count == 9 && rows(10).last?.contains("o: the whole") == true)
  }

  @Test func valuesReadAsTheirTypes() {
    func cell(_ value: String?, _ type: String, whole: Int? = nil) -> String {
      CellText(value, type: type, wholeLength: whole).line.text
    }
    #expect(cell("t", "boolean") == "true" && cell("f", "boolean") == "false")
    #expect(cell("t", "text") == "t")
    #expect(cell("{\"a\":1}", "jsonb") == "{\"a\": 1}")
    #expect(cell("\\x00ff", "bytea") == "\\x00ff  2 bytes")
    let long = "\\x" + String(repeating: "ab", count: 1024)
    #expect(
      cell(long, "bytea", whole: 1_234_567) == "\\x" + String(repeating: "ab", count: 16)
        + "…  1.2 MB")
    #expect(cell(nil, "bytea") == "NULL" && cell("", "jsonb") == "''")
    #expect(
      [999, 1000, 1234, 10_500, 999_999, 1_000_000].map(Numbers.bytes)
        == ["999 bytes", "1 kB", "1.2 kB", "10 kB", "999 kB", "1 MB"])
  }

  @Test func numbersAreGrouped() {
    #expect(Numbers.grouped(1_204_331) == "1,204,331")
    #expect(Numbers.grouped(-999) == "-999")
    #expect(Numbers.rows(.exact(1), .unicode) == "1 row")
    #expect(Numbers.rows(.atLeast(100), .ascii) == ">=100 rows")
    #expect(Numbers.duration(1240) == "1.2 s")
  }

  @Test func cursorStaysInTheListAndInSight() {
    var cursor = ListCursor()
    for _ in 0..<30 { _ = cursor.move(.pageDown, count: 100, height: 10) }
    cursor.settle(count: 100, height: 10)
    #expect(cursor.index == 99 && cursor.top == 90)
    cursor.settle(count: 3, height: 10)
    #expect(cursor.index == 2 && cursor.top == 0)
    cursor.settle(count: 0, height: 0)
    #expect(cursor.index == 0 && cursor.top == 0)
  }
}
