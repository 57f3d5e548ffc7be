import Testing

@testable import DeletePlanning

/// What counting is made of.
struct CountingPartsTests {
  private func keys(_ rows: KeyRows, _ order: [Int]) -> [String?] {
    var keys: [String?] = []
    rows.forEachKey(order) { _, key in keys.append(key.map { String(decoding: $0, as: UTF8.self) })
    }
    return keys
  }

  @Test func arraysAreTakenApart() {
    let rows = KeyRows(
      count: 4, columns: [#"{1,"a,\"}\\",NULL,"NULL"}"#, "{x,y,z,NULL}"])
    #expect(keys(rows, [0]) == ["1", #""a,\"}\\""#, nil, #""NULL""#])
    #expect(keys(rows, [1, 0]) == ["x,1", #"y,"a,\"}\\""#, nil, nil])
    #expect(
      KeyRows.elements(rows.columns[0]).map(ArrayText.decode) == ["1", #"a,"}\"#, "NULL", "NULL"])
    #expect(keys(KeyRows(count: 0, columns: ["{}"]), [0]).isEmpty)
  }

  @Test(arguments: ["", "null", "a b", "a,b", "{}", "\\", "\"", "plain", "\t", "ä"])
  func elementsAreWrittenAsTheServerDoes(value: String) {
    let isQuoted = value != "plain" && value != "ä"
    #expect(ArrayText.element(value).hasPrefix("\"") == isQuoted)
    #expect(ArrayText.decode(Array(ArrayText.element(value).utf8)[...]) == value)
  }

  @Test func listsAreCutAndJoined() {
    let rows = KeyRows(count: 5, columns: [#"{1,"2,2",3,4,5}"#, "{a,b,c,d,e}"])
    let parts = rows.parts(of: 2)
    #expect(parts.map(\.count) == [2, 2, 1])
    #expect(parts[0].columns == [#"{1,"2,2"}"#, "{a,b}"])
    #expect(parts[2].columns == ["{5}", "{e}"])
    #expect(KeyRows.joined(parts).columns == rows.columns)
    #expect(KeyRows.joined(parts).count == 5)
  }

  @Test func keysAreNumberedOnce() {
    var rows = TrackedRows()
    func number(_ key: String) -> Int {
      Array(key.utf8).withUnsafeBufferPointer { rows.number(of: $0) }
    }
    func step(_ key: String) -> Int? {
      Array(key.utf8).withUnsafeBufferPointer { rows.step(of: $0) }
    }
    // Numbers that lie close, far apart, and in steps of powers of two; texts; and all again.
    var names = ["", "00", "123456789012345678901234567890"]
    for number in 0..<2000 {
      names += ["\(number)", "\(5000 + number * 4096)", "key-\(number)"]
    }
    for (index, name) in names.enumerated() { #expect(number(name) == index) }
    for (index, name) in names.enumerated() { #expect(number(name) == index) }
    #expect(step("7") == nil && step("nothing") == nil)
    let seven = UInt32(number("7"))
    var found: [UInt32] = []
    rows.reach([seven, TrackedRows.none, seven], by: 3, found: &found)
    rows.reach([seven], by: 4, found: &found)
    #expect(found == [seven])
    #expect(step("7") == 3)
    #expect(rows.list([3, 5], width: 1).columns == ["{0,key-0}"])
  }

  @Test func numbersStayThemselvesAmongTexts() {
    var rows = TrackedRows()
    let first = KeyRows(count: 4, columns: ["{0,7,123456789012345678,4096}"])
    #expect(first.integers(0) == [0, 7, 123_456_789_012_345_678, 4096])
    #expect(rows.numbers(of: first, [0]) == [0, 1, 2, 3])
    #expect(rows.numbers(of: first, [0]) == [0, 1, 2, 3])
    let second = KeyRows(count: 6, columns: ["{7,07,-7,NULL,1234567890123456789,0}"])
    #expect(second.integers(0) == nil)
    #expect(rows.numbers(of: second, [0]) == [1, 4, 5, TrackedRows.none, 6, 0])
    #expect(rows.numbers(of: first, [0]) == [0, 1, 2, 3])
    #expect(rows.list([2, 4, 0], width: 1).columns == ["{123456789012345678,07,0}"])
    for text in ["{1,}", "{,1}", "{\"1\"}", "{1.5}", "{00}"] {
      #expect(KeyRows(count: 1, columns: [text]).integers(0) == nil, "\(text)")
    }
    #expect(KeyRows(count: 1, columns: ["{5}"]).integers(0) == [5])
  }

  @Test func roomForManyKeepsWhatIsThere() {
    var rows = TrackedRows()
    let list = KeyRows(count: 3, columns: ["{5,6,4101}"])
    #expect(rows.numbers(of: list, [0]) == [0, 1, 2])
    rows.reserve(100_000)
    #expect(rows.numbers(of: list, [0]) == [0, 1, 2])
  }

  @Test func pairsKeepTheirOrder() {
    var list = EdgeList()
    list.append([5, 6, 7, TrackedRows.none], references: [1, 0, 1, 2])
    list.append([8, 9, 10], references: [3, 1, TrackedRows.none])
    list.append([11], references: [1])
    list.close()
    #expect((0...4).map { list.children(of: [$0]) } == [[6], [5, 7, 9, 11], [], [8], []])
    #expect(list.children(of: [3, 9, 0, 1]) == [8, 6, 5, 7, 9, 11])
    var empty = EdgeList()
    empty.close()
    #expect(empty.children(of: [0]).isEmpty)
  }
}
