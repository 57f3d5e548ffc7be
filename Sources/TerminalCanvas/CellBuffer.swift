/// A rectangle of cells that text is drawn into; drawing clips and never traps.
package struct CellBuffer: Hashable, Sendable {
  /// Its size in cells.
  package let size: Size
  /// What ends a text that was cut off: `…`, or `...` where only ASCII can be shown.
  package let ellipsis: String
  private let isASCII: Bool
  private var cells: [Cell]

  /// Makes a buffer of blanks in role `.text`, to be shown with these signs.
  package init(size: Size, glyphs: Glyphs = .unicode) {
    self.size = size
    ellipsis = glyphs.ellipsis
    isASCII = glyphs == .ascii
    cells = Array(repeating: Cell(), count: size.columns * size.rows)
  }

  /// The cell at column `x` and row `y`; a blank outside the buffer.
  package subscript(x: Int, y: Int) -> Cell {
    contains(x, y) ? cells[y * size.columns + x] : Cell()
  }

  /// The rows as plain text, each exactly `size.columns` terminal columns wide.
  package var lines: [String] {
    (0..<size.rows).map { y in
      String(
        (0..<size.columns).lazy.map { self[$0, y] }.filter { !$0.isContinuation }.map(\.symbol))
    }
  }

  /// Draws text from column `x` of row `y` rightwards, clipped to the buffer and to `width`.
  ///
  /// Text from outside must have been made safe before (``SafeText``); control characters that
  /// remain are replaced here.
  ///
  /// - Parameters:
  ///   - text: What to draw, on one line.
  ///   - x: The first column, possibly outside.
  ///   - y: The row, possibly outside.
  ///   - width: The most columns to use; nil for all up to the right edge.
  ///   - role: What the text means.
  ///   - ellipsis: Whether text that does not fit ends in ``ellipsis``.
  /// - Returns: The columns used, counted from `x` also where they lie outside on the left.
  @discardableResult
  package mutating func draw(
    _ text: String, x: Int, y: Int, width: Int? = nil, role: Role = .text, ellipsis: Bool = true
  ) -> Int {
    let x = Rect.clampedCoordinate(x)
    let room = min(max(0, width ?? .max), size.columns - x)
    guard room > 0 else { return 0 }
    let text = isASCII ? SafeText.withoutPictures(text) : text
    let line = DisplayWidth.fitted(text, to: room, ellipsis: ellipsis ? self.ellipsis : "")
    var column = x
    for character in line.text {
      for symbol in CellSymbol.all(of: character) {
        put(symbol, x: column, y: y, role: role)
        column += symbol.columns
      }
    }
    return line.columns
  }

  /// Fills the rectangle with one symbol.
  package mutating func fill(_ rect: Rect, with symbol: Character = " ", role: Role = .text) {
    guard let symbol = CellSymbol.all(of: symbol).first else { return }
    let visible = rect.intersection(Rect(size))
    for y in visible.y..<visible.maxY {
      for x in stride(from: visible.x, to: visible.maxX, by: symbol.columns) {
        put(x + symbol.columns > visible.maxX ? .blank : symbol, x: x, y: y, role: role)
      }
    }
  }

  /// Lays a highlight over the rectangle; symbols and roles stay.
  package mutating func highlight(_ rect: Rect, as highlight: Highlight) {
    let visible = rect.intersection(Rect(size))
    for y in visible.y..<visible.maxY {
      for x in visible.x..<visible.maxX { cells[y * size.columns + x].highlight = highlight }
    }
  }

  /// Puts one symbol into its one or two cells; a wide one that is cut by an edge becomes a blank.
  private mutating func put(_ symbol: CellSymbol, x: Int, y: Int, role: Role) {
    let isCut = symbol.columns == 2 && contains(x, y) != contains(x + 1, y)
    for offset in 0..<symbol.columns where contains(x + offset, y) {
      release(x + offset, y)
      cells[y * size.columns + x + offset] = Cell(
        symbol: isCut || offset > 0 ? " " : symbol.character, role: role,
        isContinuation: offset > 0 && !isCut)
    }
  }

  /// Blanks the other half of a wide symbol of which one cell is about to be overwritten.
  private mutating func release(_ x: Int, _ y: Int) {
    let index = y * size.columns + x
    if cells[index].isContinuation { cells[index - 1].symbol = " " }
    if self[x + 1, y].isContinuation { cells[index + 1].isContinuation = false }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool {
    x >= 0 && x < size.columns && y >= 0 && y < size.rows
  }
}
