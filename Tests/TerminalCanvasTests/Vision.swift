import Glibc
import TerminalCanvas
import Testing

@testable import ThemeFiles

/// How people see colours: with all cones, without red ones, without green ones.
enum Vision: CaseIterable {
  case full, protanopia, deuteranopia

  /// The contrast of a style's colours by WCAG 2: 1 … 21.
  static func contrast(of style: Style) throws -> Double {
    let (text, ground) = try colors(of: style)
    let levels = [luminance(text), luminance(ground)].sorted()
    return (levels[1] + 0.05) / (levels[0] + 0.05)
  }

  /// How unlike two styles look: the larger distance of texts and of backgrounds in CIELAB.
  func difference(_ first: Style, _ second: Style) throws -> Double {
    let (text, ground) = try Self.colors(of: first)
    let (otherText, otherGround) = try Self.colors(of: second)
    return max(distance(text, otherText), distance(ground, otherGround))
  }

  private static func colors(of style: Style) throws -> ([Double], [Double]) {
    let text = try #require(style.foreground)
    let ground = try #require(style.background)
    return (linear(XtermPalette.color(text)), linear(XtermPalette.color(ground)))
  }

  private static func linear(_ color: RGB) -> [Double] {
    [color.red, color.green, color.blue].map { part in
      let level = Double(part) / 255
      return level <= 0.04045 ? level / 12.92 : pow((level + 0.055) / 1.055, 2.4)
    }
  }

  private static func luminance(_ color: [Double]) -> Double {
    0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]
  }

  private func distance(_ first: [Double], _ second: [Double]) -> Double {
    let pairs = zip(Self.lab(seen(first)), Self.lab(seen(second)))
    return pairs.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// The colour as it looks, by the matrices of Viénot, Brettel and Mollon (1999).
  private func seen(_ color: [Double]) -> [Double] {
    let (red, green, blue) = (color[0], color[1], color[2])
    switch self {
    case .full: return color
    case .protanopia:
      let mixed = 0.11238 * red + 0.88762 * green
      return [mixed, mixed, max(0, 0.00401 * red - 0.00401 * green + blue)]
    case .deuteranopia:
      let mixed = 0.29275 * red + 0.70725 * green
      return [mixed, mixed, max(0, -0.02234 * red + 0.02234 * green + blue)]
    }
  }

  private static func lab(_ color: [Double]) -> [Double] {
    let (red, green, blue) = (color[0], color[1], color[2])
    let x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    let y = luminance(color)
    let z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    let (fx, fy, fz) = (curve(x), curve(y), curve(z))
    return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
  }

  private static func curve(_ value: Double) -> Double {
    value > 0.008856 ? pow(value, 1.0 / 3) : 7.787 * value + 16.0 / 116
  }

}
