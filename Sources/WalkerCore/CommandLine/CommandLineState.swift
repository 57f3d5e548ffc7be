import SchemaModel
import TerminalCanvas

/// The line typed after `:`, with what it could become.
struct CommandLineState: OverlayState {
  private(set) var field = TextField()
  /// Why the line could not be run; it stays as it was typed.
  var problem: String?
  /// The candidates of what was typed, and the one that was taken from among them.
  private var completion = Completion()
  /// Lines run before, the last one first.
  private let earlier: [String]
  /// The earlier line that shows; nil for the person's own.
  private var recalled: Int?
  private var draft = ""

  private struct Completion: Hashable, Sendable {
    var stem = ""
    var taken: Int?
  }

  init(earlier: [String]) { self.earlier = earlier }

  var hints: [KeyHints.Hint] {
    [.enter("run"), .init(key: "Tab", text: "complete", press: .tab), .escape]
  }
  var scrolls: Bool { false }

  mutating func handle(_ key: KeyPress, _ context: OverlayContext) -> Overlay.Outcome {
    switch key {
    case .control("c"): return .close
    case .tab: complete(by: 1, context.line)
    case .backTab: complete(by: -1, context.line)
    case .up, .control("k"): recall(by: 1)
    case .down, .control("j"), .control("n"): recall(by: -1)
    // Backing out of an empty line closes it, as it was opened.
    case .backspace where field.text.isEmpty: return .close
    default:
      guard let edit = TextField.edit(for: key) else { return .stay }
      if edit == .abandon { return .close }
      if edit == .accept { return .submit(field.text) }
      self.edit(edit)
    }
    return .stay
  }

  /// Takes the candidate clicked.
  mutating func click(_ point: Point, _ context: OverlayContext) -> Overlay.Outcome {
    let list = list(in: Popup(width: Self.width, height: Self.height, in: context.area).text).rest
    let candidates = context.line.candidates(completion.stem)
    var window = window(candidates.count, height: list.height)
    guard list.contains(point), window.top + point.y - list.y < candidates.count else {
      return .stay
    }
    _ = window.click(point, in: list, count: candidates.count)
    take(window.index, of: candidates)
    return .stay
  }

  private static let width = 84
  private static let height = 16

  /// What is wrong with the line, and below it what it could become.
  private func list(in text: Rect) -> (problem: [Line], top: Rect, rest: Rect) {
    let list = text.splitTop(text.height > 5 ? 2 : 1).rest
    guard let problem else { return ([], list, list) }
    let lines = Line(SafeText.display(problem), .error).wrapped(to: list.width)
    return (lines, list, list.splitTop(lines.count + (list.height > 5 ? 1 : 0)).rest)
  }

  /// The candidates that show: those around the one that was taken.
  private func window(_ count: Int, height: Int) -> ListCursor {
    var window = ListCursor()
    window.index = completion.taken ?? 0
    window.settle(count: count, height: height)
    return window
  }

  mutating func paste(_ text: String, _ context: OverlayContext) { edit(.insert(text)) }

  mutating func edit(_ edit: TextField.Edit) {
    guard field.apply(edit) else { return }
    completion = Completion(stem: field.text)
    (problem, recalled) = (nil, nil)
  }

  /// Puts the next candidate into the line; the only one opens what follows it.
  private mutating func complete(by step: Int, _ line: CommandLine) {
    let candidates = line.candidates(completion.stem)
    guard !candidates.isEmpty else { return }
    let before = completion.taken ?? (step > 0 ? -1 : 0)
    let next = (before + step + candidates.count) % candidates.count
    take(next, of: candidates)
  }

  private mutating func take(_ number: Int, of candidates: [CommandLine.Candidate]) {
    field = TextField(candidates[number].line)
    problem = nil
    completion =
      candidates.count == 1
      ? Completion(stem: field.text) : Completion(stem: completion.stem, taken: number)
  }

  private mutating func recall(by step: Int) {
    let next = (recalled ?? -1) + step
    guard next < earlier.count else { return }
    if recalled == nil { draft = field.text }
    recalled = next < 0 ? nil : next
    field = TextField(recalled.map { earlier[$0] } ?? draft)
    completion = Completion(stem: field.text)
    problem = nil
  }

  func draw(_ context: OverlayContext, on canvas: inout CellBuffer) -> Point? {
    let text = canvas.drawPopup(
      title: "command", trailing: "Tab completes   Enter runs   Esc closes", width: Self.width,
      height: Self.height, in: context.area, glyphs: context.view.glyphs)
    let used = canvas.draw(": ", x: text.x, y: text.y, width: text.width, role: .hintKey)
    let point = field.draw(x: text.x + used, y: text.y, width: text.width - used, on: &canvas)
    let (problem, top, list) = list(in: text)
    problem.draw(in: top, on: &canvas)
    drawCandidates(context, in: list, on: &canvas)
    return point
  }

  private func drawCandidates(
    _ context: OverlayContext, in area: Rect, on canvas: inout CellBuffer
  ) {
    let candidates = context.line.candidates(completion.stem)
    let widest = candidates.map { DisplayWidth.of(SafeText.display($0.label)) }.max() ?? 0
    let labelWidth = min(widest, area.width * 2 / 5)
    let window = window(candidates.count, height: area.height)
    for (row, candidate) in candidates.dropFirst(window.top).prefix(area.height).enumerated() {
      let y = area.y + row
      canvas.draw(
        SafeText.display(candidate.label), x: area.x + 2, y: y,
        width: candidate.detail.isEmpty ? area.width - 2 : labelWidth)
      let x = area.x + labelWidth + 4
      canvas.draw(candidate.detail, x: x, y: y, width: area.maxX - x, role: .muted)
      guard window.top + row == completion.taken else { continue }
      canvas.draw(context.view.glyphs.cursor, x: area.x, y: y)
      canvas.select(row: y, in: area)
    }
  }
}
