/// How many colours a terminal shows.
package enum ColorDepth: Hashable, Sendable, CaseIterable {
  /// None: attributes and words must do.
  case monochrome
  /// The terminal's own 16 colours (8, where bright ones are dimmed to their base).
  case ansi16
  /// The 256-colour palette.
  case ansi256
}

/// What a terminal can do to text besides colour.
package enum Attribute: String, Hashable, Sendable, CaseIterable {
  case bold, dim, italic, underline, reverse
}

/// How a cell looks in a terminal.
package struct Style: Hashable, Sendable {
  /// The text's colour in the terminal's palette; nil for the terminal's own.
  package var foreground: Int?
  /// The colour behind the text; nil for the terminal's own.
  package var background: Int?
  /// What else is done to the text.
  package var attributes: Set<Attribute>

  /// Makes a style; by default the terminal's own colours and nothing else.
  package init(
    foreground: Int? = nil, background: Int? = nil, attributes: Set<Attribute> = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
