/// One cell of the screen: what it shows and what that means, without any colour.
package struct Cell: Hashable, Sendable {
  /// A spacing scalar with at most four combining marks; a space in a continuation cell.
  package var symbol: Character
  /// What it means.
  package var role: Role
  /// What is laid over it.
  package var highlight: Highlight
  /// Whether the wide symbol of the cell on its left covers this one too.
  package var isContinuation: Bool

  /// Makes a cell; by default a blank.
  package init(
    symbol: Character = " ", role: Role = .text, highlight: Highlight = .none,
    isContinuation: Bool = false
  ) {
    self.symbol = symbol
    self.role = role
    self.highlight = highlight
    self.isContinuation = isContinuation
  }

  /// Whether it is a blank in a highlight.
  package var isBare: Bool { symbol == " " && highlight != .none }
}

/// All that a terminal is asked to show.
package struct Screen: Hashable, Sendable {
  /// The cells.
  package var buffer: CellBuffer
  /// Where the terminal's cursor goes, for text fields and screen readers; nil hides it.
  package var cursor: Point?
  /// Whether the cursor is one of a text field, and so is to be seen.
  package var isTextInput: Bool
  /// The window's title; empty leaves the title alone.
  package var title: String

  /// Makes a screen.
  package init(
    buffer: CellBuffer, cursor: Point? = nil, isTextInput: Bool = false, title: String = ""
  ) {
    self.buffer = buffer
    self.cursor = cursor
    self.isTextInput = isTextInput
    self.title = title
  }
}
