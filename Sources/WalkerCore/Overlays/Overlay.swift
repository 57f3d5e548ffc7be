import SchemaModel
import TerminalCanvas

/// What lies over a screen and has the keyboard until it is closed.
enum Overlay: Hashable, Sendable {
  case help(HelpState)
  case commandLine(CommandLineState)
  case goToTable(GoToTableState)
  case panel(PanelState)
  case menu(MenuState)
  case save(SaveState)
  case question(QuestionState)
  case columns(ColumnsState)
  case glossary(GlossaryState)

  /// What an overlay wants once a key has been handled.
  indirect enum Outcome: Hashable, Sendable {
    case stay
    case close
    case run(Command)
    /// A line of the command line.
    case submit(String)
    case open(TableName)
    /// Another overlay in its place.
    case show(Overlay)
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

  mutating func handle(
    _ key: KeyPress, _ turn: Turn, _ view: ViewContext, _ line: CommandLine
  ) -> Outcome {
    switch self {
    case .commandLine(var state):
      defer { self = .commandLine(state) }
      return state.handle(key, line)
    case .help(var state):
      defer { self = .help(state) }
      return state.handle(key, view)
    case .goToTable(var state):
      defer { self = .goToTable(state) }
      return state.handle(key, turn.graph)
    case .panel(var state):
      defer { self = .panel(state) }
      return state.handle(key, turn.body, view.keys)
    case .menu(var state):
      defer { self = .menu(state) }
      return state.handle(key, view.keymap)
    case .save(var state):
      defer { self = .save(state) }
      return state.handle(key)
    case .question(let state): return state.handle(key)
    case .columns(var state):
      defer { self = .columns(state) }
      return state.handle(key, view.keymap)
    case .glossary(var state):
      defer { self = .glossary(state) }
      return state.handle(key)
    }
  }

  /// Selects what was clicked, or does what Enter would where that was selected already; a click
  /// beside what is only looked at closes it.
  mutating func click(
    _ point: Point, in area: Rect, _ line: CommandLine
  ) -> Outcome {
    switch self {
    case .help(var state):
      defer { self = .help(state) }
      return state.click(point, in: area)
    case .goToTable(var state):
      defer { self = .goToTable(state) }
      return state.click(point, in: area)
    case .menu(var state):
      defer { self = .menu(state) }
      return state.click(point, in: area)
    case .columns(var state):
      defer { self = .columns(state) }
      return state.click(point, in: area)
    case .glossary(var state):
      defer { self = .glossary(state) }
      return state.click(point, in: area)
    case .commandLine(var state):
      state.click(point, in: area, line)
      self = .commandLine(state)
      return .stay
    case .panel(let state): return state.click(point, in: area)
    case .save, .question: return .stay
    }
  }

  /// Whether the wheel moves through it.
  var scrolls: Bool {
    switch self {
    case .help, .goToTable, .menu, .columns, .panel, .glossary: true
    case .commandLine, .save, .question: false
    }
  }

  /// Takes pasted text where something is being typed.
  mutating func paste(_ text: String, _ graph: SchemaGraph) {
    switch self {
    case .commandLine(var state):
      state.edit(.insert(text))
      self = .commandLine(state)
    case .help(var state):
      state.edit(.insert(text))
      self = .help(state)
    case .goToTable(var state):
      state.edit(.insert(text), graph)
      self = .goToTable(state)
    case .save(var state):
      state.edit(.insert(text))
      self = .save(state)
    case .glossary(var state):
      state.edit(.insert(text))
      self = .glossary(state)
    case .panel, .menu, .question, .columns: break
    }
  }

  /// Draws itself; returns the terminal's cursor and whether it is one of a text field.
  func draw(
    _ view: ViewContext, _ line: CommandLine, in area: Rect, on canvas: inout CellBuffer
  ) -> (cursor: Point?, isTextInput: Bool) {
    switch self {
    case .commandLine(let state):
      return (state.draw(line, view.glyphs, in: area, on: &canvas), true)
    case .help(let state): return (state.draw(view, in: area, on: &canvas), true)
    case .goToTable(let state): return (state.draw(view, in: area, on: &canvas), true)
    case .glossary(let state): return (state.draw(view, in: area, on: &canvas), true)
    case .panel(let state): state.draw(view, in: area, on: &canvas)
    case .menu(let state): state.draw(view, in: area, on: &canvas)
    case .question(let state): state.draw(view, in: area, on: &canvas)
    case .columns(let state): state.draw(view, in: area, on: &canvas)
    case .save(let state):
      return (state.draw(view, in: area, on: &canvas), state.conflict == nil)
    }
    return (nil, false)
  }
}
