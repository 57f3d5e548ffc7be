import CNcurses
import TerminalCanvas

/// Copies screens into curses, only the cells that differ from the screen before.
struct ScreenWriter {
  /// Whether symbols beyond ASCII can be shown.
  let isUnicode: Bool
  private let palette: Palette
  private var shown: CellBuffer?
  private var styles: StyleTable?
  private var symbol: [wchar_t] = []

  init(palette: Palette, isUnicode: Bool) {
    self.palette = palette
    self.isUnicode = isUnicode
  }

  /// Forgets what was shown, so that the next screen is written whole.
  mutating func invalidate() {
    shown = nil
  }

  /// Makes the terminal show `screen`.
  mutating func show(_ screen: Screen, theme: Theme, in window: OpaqueWindow) {
    var styles = tableOfStyles(for: theme)
    let buffer = screen.buffer
    if shown?.size != buffer.size { shown = nil }
    if shown == nil { werase(window) }
    let rows = min(buffer.size.rows, Int(getmaxy(window)))
    let columns = min(buffer.size.columns, Int(getmaxx(window)))
    for y in 0..<rows {
      for x in 0..<columns {
        let cell = buffer[x, y]
        if cell.isContinuation || (shown != nil && shown?[x, y] == cell) { continue }
        put(cell, isWide: buffer[x + 1, y].isContinuation, x: x, y: y, styles[cell], window)
      }
    }
    shown = buffer
    self.styles = styles
    placeCursor(of: screen, rows: rows, columns: columns, in: window)
  }

  private mutating func tableOfStyles(for theme: Theme) -> StyleTable {
    if let styles, styles.theme == theme { return styles }
    shown = nil
    return StyleTable(theme: theme, palette: palette)
  }

  private mutating func put(
    _ cell: Cell, isWide: Bool, x: Int, y: Int, _ style: StyleTable.Entry, _ window: OpaqueWindow
  ) {
    symbol.removeAll(keepingCapacity: true)
    if canShow(cell.symbol, columns: isWide ? 2 : 1) {
      for scalar in cell.symbol.unicodeScalars { symbol.append(wchar_t(scalar.value)) }
    } else {
      symbol.append(isUnicode ? 0x25A1 : 0x3F)  // □ or ?
      if isWide { fk_put(window, Int32(y), Int32(x + 1), [0x20, 0], style.attributes, style.pair) }
    }
    symbol.append(0)
    fk_put(window, Int32(y), Int32(x), symbol, style.attributes, style.pair)
  }

  /// Whether curses, which asks the C library, has a symbol in as many columns as the buffer has.
  private func canShow(_ symbol: Character, columns: Int) -> Bool {
    guard let base = symbol.unicodeScalars.first, !symbol.isASCII else { return true }
    return isUnicode && Int(wcwidth(wchar_t(base.value))) == columns
  }

  private func placeCursor(of screen: Screen, rows: Int, columns: Int, in window: OpaqueWindow) {
    // Also when it is invisible: screen readers and braille displays follow it.
    let place = screen.cursor ?? Point(x: columns - 1, y: rows - 1)
    wmove(
      window, Int32(min(max(0, place.y), max(0, rows - 1))),
      Int32(min(max(0, place.x), max(0, columns - 1))))
    curs_set(screen.cursor != nil && screen.isTextInput ? 1 : 0)
  }
}
