package import TerminalCanvas

/// What `--color` asks for.
package enum ColorMode: String, Sendable, CaseIterable {
  /// What the terminal can do, unless NO_COLOR is set.
  case auto
  /// What the terminal can do, NO_COLOR or not.
  case always
  /// No colour: attributes only.
  case never
  /// At most the terminal's own 16 colours.
  case ansi16 = "16"
  /// The 256-colour palette where the terminal can do it.
  case ansi256 = "256"

  /// The depth to use.
  ///
  /// - Parameters:
  ///   - colors: How many colours the terminal type has; negative when it does not say.
  ///   - noColor: The environment's NO_COLOR; nil when unset, and empty counts as unset.
  /// - Returns: The depth, never more than the terminal has.
  package func depth(colors: Int, noColor: String?) -> ColorDepth {
    let most: ColorDepth = colors >= 256 ? .ansi256 : colors >= 8 ? .ansi16 : .monochrome
    switch self {
    case .never: return .monochrome
    case .auto: return (noColor ?? "").isEmpty ? most : .monochrome
    case .always, .ansi256: return most
    case .ansi16: return most == .monochrome ? .monochrome : .ansi16
    }
  }
}
