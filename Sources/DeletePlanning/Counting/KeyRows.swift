/// The keys of some rows as PostgreSQL sent them: one array in text form per key column.
///
/// What comes from `array_agg` goes back as a parameter as it is; the elements are only looked at
/// where rows must be told apart. An element is compared in its raw form, quotes included, which is
/// the same for the same text.
struct KeyRows {
  /// How many rows.
  var count: Int
  /// One array per column, all of the same length.
  var columns: [String]

  /// The arrays of several lists as one.
  static func joined(_ parts: [KeyRows]) -> KeyRows {
    guard let first = parts.first, parts.count > 1 else {
      return parts.first ?? KeyRows(count: 0, columns: [])
    }
    let columns = first.columns.indices.map { column in
      "{" + parts.map { $0.columns[column].dropFirst().dropLast() }.joined(separator: ",") + "}"
    }
    return KeyRows(count: parts.reduce(0) { $0 + $1.count }, columns: columns)
  }

  /// The same in parts of at most so many rows.
  func parts(of size: Int) -> [KeyRows] {
    guard count > size else { return [self] }
    let parts = columns.map { Self.cut($0, into: size) }
    return stride(from: 0, to: count, by: size).enumerated().map { number, start in
      KeyRows(count: min(size, count - start), columns: parts.map { $0[number] })
    }
  }

  /// Cuts an array into arrays of so many elements.
  private static func cut(_ array: String, into size: Int) -> [String] {
    var array = array
    return array.withUTF8 { bytes in
      var parts: [String] = []
      var (start, end) = (1, 1)
      forEachElement(bytes) { row, range in
        if row > 0, row % size == 0 {
          parts.append("{" + String(decoding: bytes[start..<end], as: UTF8.self) + "}")
          start = range.lowerBound
        }
        end = range.upperBound
      }
      return parts + ["{" + String(decoding: bytes[start..<end], as: UTF8.self) + "}"]
    }
  }

  /// A column of plain numbers; nil where any element is something else.
  func integers(_ column: Int) -> [UInt64]? {
    var text = columns[column]
    var isPlain = true
    let values = text.withUTF8 { bytes in
      [UInt64](unsafeUninitializedCapacity: count) { values, found in
        isPlain = Self.read(bytes, into: values, &found)
      }
    }
    return isPlain ? values : nil
  }

  /// Reads an array of plain numbers: no leading zeros, and no more digits than surely fit.
  ///
  /// - Returns: false where an element is something else, or there are more than there is room for.
  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, into values: UnsafeMutableBufferPointer<UInt64>,
    _ found: inout Int
  ) -> Bool {
    var (value, digits): (UInt64, Int) = (0, 0)
    for index in 1..<max(1, bytes.count) {
      let digit = bytes[index] &- UInt8(ascii: "0")
      if digit < 10 {
        guard digits < 18, value > 0 || digits == 0 else { return false }
        value = value &* 10 &+ UInt64(digit)
        digits &+= 1
      } else {
        guard digits > 0, found < values.count,
          bytes[index] == UInt8(ascii: ",") || bytes[index] == UInt8(ascii: "}")
        else { return false }
        values[found] = value
        found &+= 1
        (value, digits) = (0, 0)
      }
    }
    return true
  }

  /// Calls `body` with the number and the bytes of each row's key, made of the columns in `order`
  /// and separated by commas; nil where one of them is NULL.
  func forEachKey(_ order: [Int], _ body: (Int, UnsafeBufferPointer<UInt8>?) -> Void) {
    if order.count == 1 {
      var text = columns[order[0]]
      text.withUTF8 { bytes in
        Self.forEachElement(bytes) { row, range in
          body(row, Self.isNull(bytes[range]) ? nil : UnsafeBufferPointer(rebasing: bytes[range]))
        }
      }
    } else {
      forEachCompositeKey(order, body)
    }
  }

  private func forEachCompositeKey(
    _ order: [Int], _ body: (Int, UnsafeBufferPointer<UInt8>?) -> Void
  ) {
    let elements = order.map { Self.elements(columns[$0]) }
    var key: [UInt8] = []
    for row in 0..<(elements.map(\.count).min() ?? 0) {
      key.removeAll(keepingCapacity: true)
      var hasNull = false
      for column in elements {
        if !key.isEmpty { key.append(UInt8(ascii: ",")) }
        key += column[row]
        hasNull = hasNull || column[row].elementsEqual(Self.null)
      }
      if hasNull { body(row, nil) } else { key.withUnsafeBufferPointer { body(row, $0) } }
    }
  }

  /// The elements of an array of plain numbers or texts, raw.
  static func elements(_ array: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(array.utf8)
    var elements: [ArraySlice<UInt8>] = []
    bytes.withUnsafeBufferPointer { buffer in
      forEachElement(buffer) { _, range in elements.append(bytes[range]) }
    }
    return elements
  }

  private static let null = Array("NULL".utf8)

  private static func isNull(_ element: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    element.count == 4 && element.elementsEqual(null)
  }

  /// Finds the elements of `{a,"b \"c\"",NULL}`, an array of one dimension.
  private static func forEachElement(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (Int, Range<Int>) -> Void
  ) {
    guard bytes.count > 2 else { return }
    var (start, position, row) = (1, 1, 0)
    var isQuoted = false
    while position < bytes.count - 1 {
      switch bytes[position] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: ",") where !isQuoted:
        body(row, start..<position)
        row += 1
        start = position + 1
      default: break
      }
      position += 1
    }
    body(row, start..<(bytes.count - 1))
  }
}

extension ArrayText {
  /// A value as PostgreSQL writes it within an array: quoted only where it must be (`array_out`).
  static func element(_ value: String) -> String {
    let isPlain =
      !value.isEmpty && value.lowercased() != "null"
      && !value.utf8.contains { "\"\\{}, \t\n\r\u{0B}\u{0C}".utf8.contains($0) }
    return isPlain ? value : String(encode([value]).dropFirst().dropLast())
  }

  /// The value behind a raw element that is not NULL.
  static func decode(_ element: ArraySlice<UInt8>) -> String {
    guard element.first == UInt8(ascii: "\"") else {
      return String(decoding: element, as: UTF8.self)
    }
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in element.dropFirst().dropLast() {
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      if !isEscaped { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
