import Glibc
import TerminalCanvas

/// How people see colours: with all cones, without red, green or blue ones.
enum ColorVision: String, CaseIterable {
  case full, protanopia, deuteranopia, tritanopia

  /// The contrast of a style's colours by WCAG 2: 1 … 21; nil where a colour is the terminal's own.
  static func contrast(of style: Style) -> Double? {
    guard let (text, ground) = colors(of: style) else { return nil }
    let levels = [luminance(text), luminance(ground)].sorted()
    return (levels[1] + 0.05) / (levels[0] + 0.05)
  }

  /// How unlike two styles look: the larger distance of texts and of backgrounds in CIELAB; nil
  /// where a colour is the terminal's own.
  func difference(_ first: Style, _ second: Style) -> Double? {
    guard let (text, ground) = Self.colors(of: first),
      let (otherText, otherGround) = Self.colors(of: second)
    else { return nil }
    return max(distance(text, otherText), distance(ground, otherGround))
  }

  private static func colors(of style: Style) -> ([Double], [Double])? {
    guard let text = style.foreground, let ground = style.background else { return nil }
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

  /// The colour as it looks: by the matrices of Viénot, Brettel and Mollon (1999), and for
  /// tritanopia that of Machado, Oliveira and Fernandes (2009).
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
    case .tritanopia:
      return [
        max(0, 1.255528 * red - 0.076749 * green - 0.178779 * blue),
        max(0, -0.078411 * red + 0.930809 * green + 0.147602 * blue),
        max(0, 0.004733 * red + 0.691367 * green + 0.303900 * blue),
      ]
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
