import SchemaModel
import TerminalCanvas

/// What lies over a screen and has the keyboard until it is closed.
struct Overlay: Hashable, Sendable {
  /// What an overlay wants once a key or a click has been handled.
  enum Outcome: Sendable {
    case stay
    case close
    case run(Command)
    /// A line of the command line.
    case submit(String)
    case open(TableName)
    /// Another overlay in its place.
    case show(any OverlayState)
    case copy(String)
    case write(path: String, contents: Document, overwrite: Bool)
    /// The question was answered with yes.
    case agreed
    /// Columns were chosen; the choice goes on.
    case arrange(ColumnLayout)
    case setTheme(String, closes: Bool)
    /// Leaves; `interrupted` by Ctrl-C.
    case quit(interrupted: Bool)
  }

  var state: any OverlayState

  init(_ state: any OverlayState) { self.state = state }

  static func == (left: Overlay, right: Overlay) -> Bool {
    AnyHashable(left.state) == AnyHashable(right.state)
  }

  func hash(into hasher: inout Hasher) { state.hash(into: &hasher) }
}

/// What an overlay may look at besides its own state.
struct OverlayContext: Sendable {
  var view: ViewContext
  /// What lines of the command line can be about here.
  var line: CommandLine
  /// The body of the screen it lies over.
  var area: Rect
}

/// What every overlay can do: take keys, and draw itself.
protocol OverlayState: Hashable, Sendable {
  /// The bottom line: what its keys do.
  var hints: [KeyHints.Hint] { get }
  /// Whether the wheel moves through it.
  var scrolls: Bool { get }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome
  /// Selects what was clicked, or does what Enter would where that was selected already; a click
  /// beside what is only looked at closes it.
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome
  /// Takes pasted text where something is being typed.
  mutating func paste(_ text: String, _ context: OverlayContext)
  /// Draws itself; returns the terminal's cursor where something is being typed.
  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point?
}

extension OverlayState {
  var scrolls: Bool { true }
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome { .stay }
  mutating func paste(_ text: String, _ context: OverlayContext) {}
}

// What the bottom line says of more than one overlay.
extension KeyHints.Hint {
  static func enter(_ text: String) -> Self { Self(key: "Enter", text: text, press: .enter) }
  static let escape = Self(key: "Esc", text: "close", press: .escape)
  static let list = Self(key: "Up/Down", text: "move", press: .down)
}
