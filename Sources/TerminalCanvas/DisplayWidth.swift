/// How many terminal columns text takes, by a table of our own.
///
/// Wide and fullwidth characters and emoji take two, combining marks none, all others one;
/// characters of ambiguous width (Greek, box drawing, arrows) count as one. This is the width of
/// what ``CellBuffer`` draws, so an emoji sequence counts as its first emoji.
package enum DisplayWidth {
  /// The columns of a text.
  package static func of(_ text: String) -> Int {
    if isPrintableASCII(text.utf8) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The columns of one character: at least one.
  package static func of(_ character: Character) -> Int {
    if character.isASCII { return 1 }
    return CellSymbol.all(of: character).reduce(0) { $0 + $1.columns }
  }

  /// The longest start of `text` that fits into `columns`, and the columns it takes.
  package static func prefix(_ text: String, columns: Int) -> (text: String, columns: Int) {
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
      let width = of(text[end])
      guard used + width <= columns else { break }
      used += width
      end = text.index(after: end)
    }
    return end == text.endIndex ? (text, used) : (String(text[..<end]), used)
  }

  /// The text cut or padded with blanks to exactly `columns` columns.
  ///
  /// - Parameters:
  ///   - text: What to fit.
  ///   - columns: The columns to fill; less than one gives an empty text.
  ///   - alignRight: Whether blanks go before the text rather than after it.
  ///   - ellipsis: What ends a text that was cut; empty for nothing.
  /// - Returns: The text in exactly that many columns.
  package static func padded(
    _ text: String, to columns: Int, alignRight: Bool = false, ellipsis: String = "…"
  ) -> String {
    let line = fitted(text, to: columns, ellipsis: ellipsis)
    let blanks = String(repeating: " ", count: max(0, columns - line.columns))
    return alignRight ? blanks + line.text : line.text + blanks
  }

  /// The text if it fits into `columns`, else its start and the ellipsis, and the columns it takes.
  static func fitted(_ text: String, to columns: Int, ellipsis: String)
    -> (text: String, columns: Int)
  {
    let whole = prefix(text, columns: columns)
    guard whole.text.utf8.count < text.utf8.count else { return whole }
    let mark = prefix(ellipsis, columns: columns)
    let start = prefix(text, columns: columns - mark.columns)
    return (start.text + mark.text, start.columns + mark.columns)
  }

  /// The columns of one scalar: 0, 1 or 2.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    if isIn(zeroWidthRanges, scalar.value) { return 0 }
    return isIn(wideRanges, scalar.value) ? 2 : 1
  }

  private static func isPrintableASCII(_ bytes: String.UTF8View) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// Whether a sorted list of ranges holds `value` (binary search).
  private static func isIn(_ ranges: [ClosedRange<UInt32>], _ value: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }
}
