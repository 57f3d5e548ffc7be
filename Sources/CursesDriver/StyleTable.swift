import CNcurses
import TerminalCanvas

/// The curses attributes and colour pair of each role and highlight in one theme.
struct StyleTable {
  /// What a cell is put with.
  struct Entry {
    var attributes: attr_t = 0
    var pair: Int32 = 0
  }

  let theme: Theme
  private let palette: Palette
  private var entries: [Key: Entry] = [:]

  private struct Key: Hashable {
    let role: Role
    let highlight: Highlight
    let isBare: Bool
  }

  init(theme: Theme, palette: Palette) {
    self.theme = theme
    self.palette = palette
  }

  subscript(cell: Cell) -> Entry {
    mutating get {
      let key = Key(role: cell.role, highlight: cell.highlight, isBare: cell.isBare)
      if let entry = entries[key] { return entry }
      let style = theme.style(for: cell, depth: palette.depth)
      let entry = Entry(
        attributes: style.attributes.reduce(0) { $0 | $1.bits }, pair: palette.pair(for: style))
      entries[key] = entry
      return entry
    }
  }
}

/// The colours of the terminal that curses runs on.
struct Palette {
  let depth: ColorDepth
  private let colors: Int
  private let hasDefaultColors: Bool

  /// Starts colours, unless there shall be none.
  init(depth: ColorDepth, colors: Int) {
    self.depth = depth
    self.colors = colors
    // Without start_color() alloc_pair() crashes; with it a monochrome screen would be painted.
    let isColored = depth != .monochrome && start_color() == OK
    hasDefaultColors = isColored && use_default_colors() == OK
  }

  /// The colour pair of a style; 0 where there are no colours.
  func pair(for style: Style) -> Int32 {
    guard depth != .monochrome, has_colors() else { return 0 }
    let foreground = number(style.foreground) ?? (hasDefaultColors ? -1 : COLOR_WHITE)
    let background = number(style.background) ?? (hasDefaultColors ? -1 : COLOR_BLACK)
    return max(0, alloc_pair(foreground, background))
  }

  /// A palette number as the terminal has it; nil for the terminal's own colour.
  ///
  /// With 8 colours bright ones become their base, and grey the terminal's own: black would vanish.
  private func number(_ index: Int?) -> Int32? {
    guard let index, index != 8 || colors > 8 else { return nil }
    return Int32(index < colors ? index : index % 8)
  }
}

extension Attribute {
  fileprivate var bits: attr_t {
    switch self {
    case .bold: fk_bold()
    case .dim: fk_dim()
    case .italic: fk_italic()
    case .underline: fk_underline()
    case .reverse: fk_reverse()
    }
  }
}
