import DeletePlanning
import TerminalCanvas

/// Asks before something that a person may not have meant.
enum QuestionState: OverlayState {
  /// Before leaving while something runs.
  case leave
  /// Before a statement, a DELETE or its like, is run and rolled back.
  case verify(ChangeStatement.Command)

  var hints: [KeyHints.Hint] {
    switch self {
    case .leave:
      [
        .init(key: "q", text: "leave", press: .character("q")),
        .init(key: "Esc", text: "stay", press: .escape),
      ]
    case .verify: [.init(key: "y", text: "run it", press: .character("y")), .escape]
    }
  }
  var scrolls: Bool { false }

  func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    switch (self, key) {
    case (.leave, .character("q")), (.leave, .character("y")), (.leave, .enter):
      .quit(interrupted: false)
    case (.leave, .control("c")): .quit(interrupted: true)
    case (.verify, .character("y")): .agreed
    default: .close
    }
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let (view, area) = (context.view, context.area)
    let width = min(area.width, 64)
    let editions = [lines(view), brief].map { $0.wrapped(to: max(1, width - 4)) }
    let wrapped = editions.first { $0.count + 2 <= area.height } ?? editions[1]
    let text = canvas.drawPopup(
      title: title, trailing: keys, width: width, height: wrapped.count + 2, in: area,
      glyphs: view.glyphs)
    wrapped.draw(in: text, on: &canvas)
    return nil
  }

  private var keys: String {
    switch self {
    case .leave: "q leaves and stops it   Esc stays"
    case .verify: "y runs it   Esc leaves it"
    }
  }

  private var title: String {
    switch self {
    case .leave: "leave?"
    case .verify(let command): "run the \(command.rawValue) and roll it back?"
    }
  }

  /// The same for low screens.
  private var brief: [Line] {
    switch self {
    case .leave: [Line("Something is still running.", .warning)]
    case .verify(let command):
      [
        Line("This really runs the \(command.rawValue) and rolls it back.", .warning),
        Line("Meanwhile triggers fire and its rows are locked."),
      ]
    }
  }

  private func lines(_ view: ViewContext) -> [Line] {
    switch self {
    case .leave:
      [
        Line("Something is still running.", .warning)
      ]
    case .verify(let command):
      [
        Line(
          "This really runs the \(command.rawValue), in a transaction that is rolled back.",
          .warning),
        .blank,
        Line("Nothing stays changed. But meanwhile:"),
        Line("\(view.glyphs.bullet) triggers fire, and what they do outside stays done", indent: 1),
        Line("\(view.glyphs.bullet) the rows it touches are locked for others", indent: 1),
        Line("\(view.glyphs.bullet) sequences may move on", indent: 1),
        .blank,
        Line("It waits at most 2 s for a lock and runs at most 60 s.", .muted),
      ]
    }
  }
}
