import SchemaModel
import SchemaReview
import TerminalCanvas

/// Where the parts of the review screen are.
struct ReviewLayout {
  let tabs: Rect
  let box: Rect
  /// What the columns are; empty on low screens.
  let heading: Rect
  let list: Rect
  /// All about the selected line; empty on low screens.
  let detail: Rect

  init(_ area: Rect) {
    let (tabs, rest) = area.splitTop(area.height >= 6 ? 1 : 0)
    let (detail, box) = rest.splitBottom(
      area.height >= 22 ? 8 : area.height >= 16 ? 6 : area.height >= 11 ? 3 : 0)
    self.tabs = tabs
    self.box = box
    self.detail = detail
    (heading, list) = box.inset(by: 1).splitTop(box.height >= 6 ? 1 : 0)
  }
}

extension ReviewState {
  func note(_ view: ViewContext) -> String {
    answer.value.map(ReviewText.scope) ?? ""
  }

  func status(_ view: ViewContext) -> [Line] {
    if let id = answer.request {
      return [Line("Looking at the whole schema  \(view.waited(id))", .progress)]
    }
    if case .failed(let error) = answer {
      return [Line(SafeText.display(error.message), .error)]
    }
    return [Line(summary, .status)]
  }

  /// What the list is, in a few words.
  private var summary: String {
    switch tab {
    case .findings: "What is wrong or risky about the foreign keys."
    case .insertOrder: "Parents before children."
    case .deleteOrder: "Children before parents."
    case .orphans: "References that their constraint does not vouch for."
    case .reach: "What deleting each table's largest parent row would take."
    }
  }

  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point? {
    let layout = ReviewLayout(area)
    PaneTabs.draw(
      Tab.allCases.map(\.label), selected: tab.rawValue, in: layout.tabs, on: &canvas)
    canvas.box(
      layout.box, title: layout.tabs.isEmpty ? tab.title : "",
      trailing: visible.isEmpty ? "" : Numbers.place(cursor.index, of: visible.count),
      isFocused: view.isInFront, glyphs: view.glyphs)
    guard !visible.isEmpty else {
      canvas.drawMessage(nothing(view), in: layout.list)
      return nil
    }
    drawDetail(view, in: layout.detail, on: &canvas)
    canvas.draw(
      heading ?? "", x: layout.heading.x + 2, y: layout.heading.y,
      width: layout.heading.isEmpty ? 0 : layout.heading.width - 2, role: .muted)
    return canvas.drawList(of: visible.count, cursor, view, in: layout.list) {
      number, row, canvas in
      visible[number].line.draw(x: row.x + 2, y: row.y, width: row.width - 2, on: &canvas)
    }
  }

  private func drawDetail(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) {
    guard !area.isEmpty, let selected else { return }
    let text = Rect(x: area.x + 1, y: area.y, width: max(0, area.width - 2), height: area.height)
    selected.detail.wrapped(
      to: max(1, text.width), most: text.height, ellipsis: view.glyphs.ellipsis
    ).draw(in: text, on: &canvas)
  }

  func why(_ view: ViewContext) -> [Line] {
    guard let selected else { return [] }
    return [selected.line, .blank] + selected.detail
  }

  private func nothing(_ view: ViewContext) -> [Line] {
    if !filter.isEmpty, !lines.isEmpty {
      return [Line("Nothing here has \(SafeText.display(filter.text)).", .warning)]
    }
    switch answer {
    case .loading(let id): return [Line("Looking  \(view.waited(id))", .progress)]
    case .failed(let error): return ErrorText.postgres(error)
    case .idle where tab.request != nil:
      return [Line("It was stopped: \(view.keys[.refresh]) looks again.", .muted)]
    case .idle: return [Line("There are no tables.", .muted)]
    case .loaded:
      switch tab {
      case .findings:
        return [Line("Nothing found: all foreign keys are in order.", .verdictSucceeds)]
      case .orphans:
        return [
          Line("All foreign keys are enforced and validated.", .verdictSucceeds),
          Line("fkwalk orphans --all looks at their rows all the same.", .muted),
        ]
      default: return [Line("No row is referenced by another.", .muted)]
      }
    }
  }
}
