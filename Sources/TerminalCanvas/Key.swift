/// A key as the terminal tells it; what it does is decided elsewhere.
package enum Key: Hashable, Sendable {
  /// A key that types something, the space bar included.
  case character(Character)
  /// Ctrl with a lower-case letter, a blank, or one of `\ ] ^ _`.
  case control(Character)
  /// Alt (or Escape just before) with a key that types something.
  case alt(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// Alt or Ctrl with an arrow.
  case altLeft, altRight
  /// Shift with an arrow.
  case shiftUp, shiftDown
  /// F1 and so on.
  case function(Int)
}

/// What a person did at the terminal.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Text pasted as one piece, as it came: it may hold line ends and control characters.
  case paste(String)
  /// A mouse button or wheel in the cell at column `x`, row `y`, 0-based from the top left.
  case mouse(x: Int, y: Int, action: MouseAction)
}

/// What the mouse did.
package enum MouseAction: Hashable, Sendable {
  /// The first button went down.
  case press
  case wheelUp, wheelDown
}
