import Lessons
import SchemaModel
import TerminalCanvas

/// The list of lessons.
struct LessonsState: PlaceState {
  let course: [Lesson]
  /// Whether there is a server to run them on.
  let runsHere: Bool
  private(set) var cursor = ListCursor()

  init(course: [Lesson], selected: Int = 0, runsHere: Bool) {
    self.course = course
    self.runsHere = runsHere
    cursor.index = selected
  }

  var kind: PlaceKind { .lessons }
  var crumbs: [String] { ["lessons"] }
  var selected: Lesson? {
    course.indices.contains(cursor.index) ? course[cursor.index] : nil
  }

  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool {
    let height = LessonsLayout(Rect(turn.body)).list.height
    if cursor.move(command, count: course.count, height: height) { return true }
    switch command {
    case .open, .right:
      if selected != nil, runsHere {
        turn.open(LessonState(course: course, lesson: cursor.index))
      }
    case .copy: turn.copy(start)
    default: return false
    }
    return true
  }

  func obstacle(to command: Command, _ view: ViewContext) -> String? {
    switch command {
    case .open, .right:
      runsHere
        ? nil
        : "lessons write to a database of their own; leave with \(view.keys[.quit]) and run \(start)"
    case .copy: course.isEmpty ? "there are no lessons" : nil
    default: nil
    }
  }

  mutating func settle(_ turn: Turn) {
    cursor.settle(count: course.count, height: LessonsLayout(Rect(turn.body)).list.height)
  }

  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool {
    cursor.click(point, in: LessonsLayout(Rect(turn.body)).list, count: course.count)
  }

  /// The command that starts the selected lesson.
  var start: String { "fkwalk demo --lesson \(selected?.name ?? "NAME")" }
}

/// Where the parts of the list are.
struct LessonsLayout {
  let box: Rect
  let list: Rect
  /// What the selected lesson is about; empty on low screens.
  let detail: Rect

  init(_ area: Rect) {
    let (detail, box) = area.splitBottom(area.height >= 20 ? 7 : area.height >= 12 ? 4 : 0)
    self.box = box
    self.detail = detail
    list = box.inset(by: 1)
  }
}

extension LessonsState {
  func note(_ view: ViewContext) -> String {
    let done = course.count { view.progress.count(of: $0) == $0.steps.count }
    return done == 0
      ? Numbers.plural(course.count, "lesson") : "\(done) of \(course.count) lessons done"
  }

  func status(_ view: ViewContext) -> [Line] {
    runsHere
      ? [Line("Each runs on a server of its own", .status), Line("nothing can break", .status)]
      : [Line(start, .status), Line("starts it on a throw-away server", .muted)]
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let layout = LessonsLayout(area)
    let list = layout.list
    canvas.box(
      layout.box, title: "lessons",
      trailing: course.isEmpty ? "" : "\(cursor.index + 1) of \(course.count)",
      isFocused: view.isInFront, glyphs: view.glyphs)
    guard !course.isEmpty else {
      canvas.drawMessage([Line("There are no lessons here.", .warning)], in: list)
      return nil
    }
    drawDetail(view, in: layout.detail, on: &canvas)
    return canvas.drawList(of: course.count, cursor, view, in: list) { index, row, canvas in
      let state = state(of: course[index], view)
      let width = DisplayWidth.of(state)
      let number = DisplayWidth.padded("\(index + 1)", to: 3, alignRight: true)
      canvas.draw(number, x: row.x + 1, y: row.y, width: 4, role: .muted)
      canvas.draw(
        SafeText.display(course[index].title), x: row.x + 6, y: row.y, width: row.width - width - 8)
      canvas.draw(state, x: row.maxX - width - 1, y: row.y, role: .muted)
    }
  }

  func why(_ view: ViewContext) -> [Line] { selected.map(introduction) ?? [] }

  private func introduction(_ lesson: Lesson) -> [Line] {
    [Line(SafeText.display(lesson.title), .title)]
      + LessonText.lines(of: lesson.introduction, glyphs: .ascii)
  }

  private func drawDetail(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard let selected, !area.isEmpty else { return }
    let text = Rect(x: area.x + 1, y: area.y, width: max(0, area.width - 2), height: area.height)
    introduction(selected).wrapped(
      to: max(1, text.width), most: text.height, ellipsis: view.glyphs.ellipsis
    ).draw(in: text, on: &canvas)
  }

  /// `done`, `2 of 4`, or how many steps there are.
  private func state(of lesson: Lesson, _ view: ViewContext) -> String {
    let done = view.progress.count(of: lesson)
    if done == lesson.steps.count { return "done" }
    return done == 0
      ? Numbers.plural(lesson.steps.count, "step") : "\(done) of \(lesson.steps.count)"
  }
}
