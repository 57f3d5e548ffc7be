import TerminalCanvas

/// A colour with its form in each palette.
struct PaletteColor: Hashable {
  let in256: Theme.Color
  let in16: Theme.Color

  /// The terminal's own foreground or background.
  static let terminal = PaletteColor(in256: .terminal, in16: .terminal)

  /// The names of the terminal's own 16 colours, in palette order.
  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
    "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
    "bright-cyan", "bright-white",
  ]

  init(in256: Theme.Color, in16: Theme.Color) {
    self.in256 = in256
    self.in16 = in16
  }

  /// One of the 16 names, the same at every depth, or `default`; nil for any other text.
  init?(name: String) {
    if name == "default" {
      self = .terminal
    } else if let index = Self.names.firstIndex(of: name) {
      self.init(in256: .index(index), in16: .index(index))
    } else {
      return nil
    }
  }

  /// `#rrggbb`, as near as each palette comes to it; nil for any other text.
  init?(hex: String) {
    guard hex.utf8.count == 7, hex.first == "#",
      let value = Int(hex.dropFirst(), radix: 16), value >= 0
    else { return nil }
    let color = RGB(red: value >> 16, green: value >> 8 & 0xFF, blue: value & 0xFF)
    self.init(near: color, in256: XtermPalette.nearest(to: color, among: 16..<256))
  }

  /// A number of the 256-colour palette; nil for any other number.
  init?(index: Int) {
    guard (0..<256).contains(index) else { return nil }
    self.init(near: XtermPalette.color(index), in256: index)
  }

  private init(near color: RGB, in256 index: Int) {
    self.init(
      in256: .index(index), in16: .index(XtermPalette.nearest(to: color, among: 0..<16)))
  }
}
