/// A colour by its parts, each 0 … 255.
struct RGB: Hashable {
  var red: Int
  var green: Int
  var blue: Int
}

/// The 256-colour palette as xterm has it; people change the first 16 only.
enum XtermPalette {
  /// The colour of a palette number, 0 … 255.
  static func color(_ index: Int) -> RGB {
    switch index {
    case ..<16: basic[max(0, index)]
    case ..<232:
      RGB(
        red: levels[(index - 16) / 36], green: levels[(index - 16) / 6 % 6],
        blue: levels[(index - 16) % 6])
    default: gray(8 + 10 * (min(index, 255) - 232))
    }
  }

  /// The palette number in `range` whose colour looks most like `color`.
  static func nearest(to color: RGB, among range: Range<Int>) -> Int {
    range.min { distance(self.color($0), color) < distance(self.color($1), color) } ?? 0
  }

  /// How unlike two colours look: the "redmean" approximation of a perceptual distance.
  private static func distance(_ first: RGB, _ second: RGB) -> Int {
    let red = first.red - second.red
    let green = first.green - second.green
    let blue = first.blue - second.blue
    let mean = (first.red + second.red) / 2
    return (512 + mean) * red * red + 1024 * green * green + (767 - mean) * blue * blue
  }

  private static let levels = [0, 95, 135, 175, 215, 255]

  private static let basic: [RGB] = [
    gray(0), RGB(red: 205, green: 0, blue: 0), RGB(red: 0, green: 205, blue: 0),
    RGB(red: 205, green: 205, blue: 0), RGB(red: 0, green: 0, blue: 238),
    RGB(red: 205, green: 0, blue: 205), RGB(red: 0, green: 205, blue: 205), gray(229), gray(127),
    RGB(red: 255, green: 0, blue: 0), RGB(red: 0, green: 255, blue: 0),
    RGB(red: 255, green: 255, blue: 0), RGB(red: 92, green: 92, blue: 255),
    RGB(red: 255, green: 0, blue: 255), RGB(red: 0, green: 255, blue: 255), gray(255),
  ]

  private static func gray(_ level: Int) -> RGB { RGB(red: level, green: level, blue: level) }
}
