import SchemaModel

/// A step of the delete as the counting way keeps it: rows by their number or their keys.
struct CountedStep {
  /// Nil for the DELETE itself.
  var parent: Int?
  var edge: Int?
  /// The table whose rows it is about, in ``CountedSchema/nodes``.
  var node: Int
  var level: Int
  var effect: Step.Effect
  /// Rows first reached here.
  var rows = 0
  var repeated = 0
  /// The keys of its rows, where they are not told apart.
  var lists: [KeyRows] = []
  /// The numbers of its rows in the node's ``KeyTable``, where they are.
  var numbers: [UInt32] = []
  /// Some keys that rows of this step reference, to find examples by.
  var sampledKeys: KeyRows?
  var sample: [RowIdentity] = []
}

/// The rows of a table that are told apart by their keys.
struct TrackedRows {
  private(set) var table = KeyTable()
  /// The step that reached each row first; -1 for rows only known by name.
  private var steps: [Int32] = []

  /// The number of a key, which is added where it is new.
  mutating func number(of key: UnsafeBufferPointer<UInt8>) -> Int {
    let number = table.number(of: key)
    if number == steps.count { steps.append(-1) }
    return number
  }

  /// Stands for a row whose key has a NULL in it.
  static let none = UInt32.max

  /// The numbers of the rows of a list, in order; ``none`` for a NULL in the key.
  mutating func numbers(of list: KeyRows, _ order: [Int]) -> [UInt32] {
    var numbers: [UInt32] = []
    numbers.reserveCapacity(list.count)
    if order.count == 1, let values = list.integers(order[0]) {
      numbers = table.numbers(of: values)
    } else {
      list.forEachKey(order) { _, key in
        numbers.append(key.map { UInt32(table.number(of: $0)) } ?? Self.none)
      }
    }
    while steps.count < table.count { steps.append(-1) }
    return numbers
  }

  /// Makes room for so many rows.
  mutating func reserve(_ count: Int) {
    table.reserve(count)
    steps.reserveCapacity(count)
  }

  /// The step that reached a key's row; nil where none did.
  func step(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let number = table.find(key), steps[number] >= 0 else { return nil }
    return Int(steps[number])
  }

  /// Notes that a step reaches rows, and adds those to `found` that none has reached before.
  mutating func reach(_ rows: [UInt32], by step: Int, found: inout [UInt32]) {
    let step = Int32(step)
    steps.withUnsafeMutableBufferPointer { steps in
      for row in rows where row != Self.none && steps[Int(row)] < 0 {
        steps[Int(row)] = step
        found.append(row)
      }
    }
  }

  /// The keys of some rows as arrays of at most ``CountingSQL/chunk`` elements.
  func lists(_ numbers: [UInt32], width: Int) -> [KeyRows] {
    stride(from: 0, to: numbers.count, by: CountingSQL.chunk).map { start in
      list(numbers[start..<min(start + CountingSQL.chunk, numbers.count)], width: width)
    }
  }

  /// The keys of some rows as arrays.
  func list(_ numbers: ArraySlice<UInt32>, width: Int) -> KeyRows {
    var columns = [[UInt8]](repeating: [], count: width)
    for number in numbers {
      if width == 1 {
        columns[0].append(UInt8(ascii: ","))
        table.append(Int(number), to: &columns[0])
      } else {
        let key = table[Int(number)]
        let whole = String(decoding: [UInt8(ascii: "{")] + key + [UInt8(ascii: "}")], as: UTF8.self)
        for (column, element) in KeyRows.elements(whole).enumerated() where column < width {
          columns[column].append(UInt8(ascii: ","))
          columns[column] += element
        }
      }
    }
    return KeyRows(
      count: numbers.count,
      columns: columns.map { "{" + String(decoding: $0.dropFirst(), as: UTF8.self) + "}" })
  }
}

/// A question of the counting way, and what its answer is for.
struct CountingProbe {
  enum Purpose {
    case roots
    /// Keys of rows that go too, and how many there are of them.
    case keys, count, groups(others: [Int])
    /// Keys of rows that are set to NULL, unless they go.
    case changedKeys
    /// Rows that refuse; their keys, where they may be gone by then; or none, or counting ends.
    case refusers, refusingKeys, none
    /// Where many rows refuse: one for each row they refuse for, and how many there are of them.
    case firstRefusers, refuserCount
    /// The row that rows set to their default reference.
    case defaultRow
    case blocks, pairs
    case ancestors([Int]), order(QuestionBatch)
    case sample
    case setting
  }

  var query: PlannerQuery
  var purpose: Purpose
  /// The step that it starts from, and the foreign key it follows.
  var step = 0
  var edge = 0
  /// The keys it is asked with.
  var keys = KeyRows(count: 0, columns: [])
  /// Whether only an index will do.
  var needsIndex = false
  /// How much of a round's work it is.
  var weight = 1

  /// The query, with who may run it.
  var sharedQuery: PlannerQuery {
    var query = query
    query.sharing =
      switch purpose {
      case .setting: .all
      case .roots, .order, .blocks, .sample: .none
      default: .any(weight: weight)
      }
    return query
  }
}
