package import TerminalCanvas

/// Whether people can read a theme and tell its signs apart.
///
/// Colours that are the terminal's own cannot be known; the 16 basic ones are taken as xterm has
/// them.
package struct ThemeCheck {
  /// What WCAG 2.2 asks of text (success criterion 1.4.3).
  private static let leastContrast = 4.5
  /// Colours nearer than this in CIELAB are hard to tell apart.
  private static let leastDifference = 12.0
  private static let effects = Role.allCases.filter { $0.rawValue.hasPrefix("effect.") }

  private let theme: Theme

  /// Makes a check of a theme with all that it inherits.
  package init(_ theme: Theme) { self.theme = theme }

  /// What is wrong, one line for each; none where all is well.
  package var problems: [String] {
    ColorDepth.allCases.flatMap { contrasts($0) + hiddenCursors($0) + sameEffects($0) }
      + confusions
  }

  private func style(_ role: Role, _ depth: ColorDepth, under highlight: Highlight = .none) -> Style
  {
    theme.style(for: role, highlight: highlight, depth: depth)
  }

  /// Text that is too faint; a border is no text.
  private func contrasts(_ depth: ColorDepth) -> [String] {
    Highlight.allCases.flatMap { highlight in
      Role.allCases.filter { $0 != .border }.compactMap { role in
        guard let contrast = ColorVision.contrast(of: style(role, depth, under: highlight)),
          contrast < Self.leastContrast
        else { return nil }
        let over = highlight == .none ? "" : " under \(highlight.rawValue)"
        let number = Double(Int(contrast * 10)) / 10
        return "\(role.rawValue)\(over) at \(depth.label): contrast \(number), less than 4.5"
      }
    }
  }

  private func hiddenCursors(_ depth: ColorDepth) -> [String] {
    Role.allCases.filter { style($0, depth) == style($0, depth, under: .cursor) }.map {
      "ui.cursor does not show over \($0.rawValue) at \(depth.label)"
    }
  }

  private func sameEffects(_ depth: ColorDepth) -> [String] {
    pairs.filter { style($0, depth) == style($1, depth) }.map {
      "\($0.rawValue) and \($1.rawValue) look the same at \(depth.label)"
    }
  }

  /// Effects that some people cannot tell apart by their colours, where colours are all they have.
  private var confusions: [String] {
    pairs.flatMap { first, second in
      ColorVision.allCases.compactMap { vision in
        guard
          let difference = vision.difference(style(first, .ansi256), style(second, .ansi256)),
          difference < Self.leastDifference
        else { return nil }
        let whom = vision == .full ? "" : " with \(vision.rawValue)"
        return "\(first.rawValue) and \(second.rawValue) are hard to tell apart\(whom)"
      }
    }
  }

  private var pairs: [(Role, Role)] {
    Self.effects.enumerated().flatMap { index, first in
      Self.effects[(index + 1)...].map { (first, $0) }
    }
  }
}

extension ColorDepth {
  /// As people call it.
  fileprivate var label: String {
    switch self {
    case .monochrome: "no colours"
    case .ansi16: "16 colours"
    case .ansi256: "256 colours"
    }
  }
}
