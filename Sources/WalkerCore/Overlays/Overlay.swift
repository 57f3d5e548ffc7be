import SchemaModel
import TerminalCanvas

/// What lies over a screen and has the keyboard until it is closed.
enum Overlay: Hashable, Sendable {
  case help(HelpState)
  case goToTable(GoToTableState)
  case why(WhyState)
  case save(SaveState)
  /// Asks before leaving while something runs.
  case quit

  /// What an overlay wants once a key has been handled.
  enum Outcome: Hashable, Sendable {
    case stay
    case close
    case run(Command)
    case open(TableName)
    case write(path: String, contents: String, overwrite: Bool)
    case quit
  }

  mutating func handle(_ key: KeyPress, _ turn: Turn, _ view: ViewContext) -> Outcome {
    switch self {
    case .help(var state):
      let outcome = state.handle(key, view)
      self = .help(state)
      return outcome
    case .goToTable(var state):
      let outcome = state.handle(key, turn.graph)
      self = .goToTable(state)
      return outcome
    case .why(var state):
      let outcome = state.handle(key, turn.body)
      self = .why(state)
      return outcome
    case .save(var state):
      let outcome = state.handle(key)
      self = .save(state)
      return outcome
    case .quit:
      switch key {
      case .character("q"), .character("y"), .control("c"), .enter: return .quit
      default: return .close
      }
    }
  }

  /// Takes pasted text where something is being typed.
  mutating func paste(_ text: String, _ graph: SchemaGraph) {
    switch self {
    case .help(var state):
      state.edit(.insert(text))
      self = .help(state)
    case .goToTable(var state):
      state.edit(.insert(text), graph)
      self = .goToTable(state)
    case .save(var state):
      state.edit(.insert(text))
      self = .save(state)
    case .why, .quit: break
    }
  }

  /// Draws itself; returns the terminal's cursor and whether it is one of a text field.
  func draw(
    _ view: ViewContext, in area: Rect, on canvas: inout CellBuffer
  ) -> (cursor: Point?, isTextInput: Bool) {
    switch self {
    case .help(let state): return (state.draw(view, in: area, on: &canvas), true)
    case .goToTable(let state): return (state.draw(view, in: area, on: &canvas), true)
    case .why(let state):
      state.draw(view, in: area, on: &canvas)
      return (nil, false)
    case .save(let state):
      return (state.draw(view, in: area, on: &canvas), state.conflict == nil)
    case .quit:
      let text = canvas.drawPopup(
        title: "leave?", trailing: "", width: 52, height: 5, in: area, glyphs: view.glyphs)
      let lines = [
        Line("A delete preview is still running.", .warning),
        Line("q ", .hintKey).then("leaves and stops it   ").then("Esc ", .hintKey).then("stays"),
      ]
      lines.draw(in: Rect(x: text.x, y: text.y, width: text.width, height: 3), on: &canvas)
      return (nil, false)
    }
  }
}
