import SchemaModel
package import TerminalCanvas

// The screen as a value.
extension Walker {
  /// Draws everything; changes nothing.
  package func render() -> Screen {
    var canvas = CellBuffer(size: size, glyphs: options.glyphs)
    let title = "fkwalk \(options.connection)"
    guard !frame.isTooSmall else {
      drawTooSmall(on: &canvas)
      return Screen(buffer: canvas, title: title)
    }
    drawTitle(on: &canvas)
    drawCrumbs(on: &canvas)
    var cursor = drawBody(on: &canvas)
    if frame.hasRule { canvas.horizontalLine(y: frame.statusRow - 1, glyphs: options.glyphs) }
    let field = drawStatus(on: &canvas)
    hints.draw(y: frame.hintsRow, width: size.columns, on: &canvas)
    if !pendingKeys.isEmpty, overlay == nil { drawContinuations(on: &canvas) }
    cursor = field ?? cursor
    var isTextInput = field != nil
    if let overlay {
      cursor = overlay.state.draw(overlayContext, on: &canvas)
      isTextInput = cursor != nil
    }
    return Screen(buffer: canvas, cursor: cursor, isTextInput: isTextInput, title: title)
  }

  /// The keys that can do something now.
  var hints: KeyHints {
    if let overlay { return KeyHints(overlay.state.hints) }
    return KeyHints(
      place: kind, keymap: options.keymap, isEditing: isEditing, glyphs: options.glyphs
    ) { command in
      if command == .stop { return ledger.isWorthStopping }
      if command == .reload { return !isReady || isLost }
      if command == .back { return kind != .tables || history.entries.count > 1 }
      return obstacle(to: command) == nil
    }
  }

  /// Says what is needed, in as many words as there is room for.
  private func drawTooSmall(on canvas: inout CellBuffer) {
    let (least, here) = (Frame.smallest, size)
    let quit = keys[.quit]
    let leave = (isBusy ? "Work goes on. " : "") + "\(quit) leaves."
    let editions = [
      [
        "fkwalk needs \(least.columns) x \(least.rows) cells.",
        "This terminal is \(here.columns) x \(here.rows).", leave,
      ],
      ["fkwalk needs \(least.columns) x \(least.rows). \(leave)"],
      ["Needs \(least.columns)x\(least.rows). \(quit) leaves."],
      ["\(least.columns)x\(least.rows) \(quit)"], [quit],
    ]
    let wrapped = editions.map { $0.map { Line($0) }.wrapped(to: here.columns) }
    let fitting = wrapped.first { lines in
      lines.count <= here.rows && lines.allSatisfy { $0.width <= here.columns }
    }
    fitting?.draw(in: Rect(here), on: &canvas)
  }

  /// ` fkwalk  shop@localhost  ana  READ ONLY` and, at the right, where and what version.
  private func drawTitle(on canvas: inout CellBuffer) {
    let view = view(isInFront: true)
    let isNarrow = size.columns < 70
    var line = isNarrow ? Line(" ") : Line(" fkwalk  ", .title)
    let label = SafeText.display(connectionLabel)
    let labelRoom = max(8, size.columns - (isNarrow ? 26 : 50))
    line = line.then(
      DisplayWidth.padded(
        label, to: min(labelRoom, DisplayWidth.of(label)), ellipsis: canvas.ellipsis),
      .connectionLabel)
    if let server = view.server, !isNarrow {
      line = line.then("  " + SafeText.display(server.user), .muted)
    }
    if options.isDemo, !isNarrow { line = line.then("  demo", .muted) }
    line = line.then("  ").then(access, .readOnly)
    var right = Line(kind.rawValue, .muted)
    if let server = view.server, !isNarrow {
      right = right.then("  PG \(version(server))", .muted)
    }
    let room = size.columns - right.width - 3
    line.draw(x: 0, y: 0, width: room, on: &canvas)
    right.draw(x: size.columns - right.width - 1, y: 0, width: right.width, on: &canvas)
  }

  /// What can happen to the data that shows.
  private var access: String {
    if connection == .none { return "SAVED PREVIEW" }
    return options.runsLessons ? "THROW-AWAY" : "READ ONLY"
  }

  /// Where it is connected to, as the server knows it; before that, as it was asked for.
  private var connectionLabel: String {
    guard !options.isDemo, connection != .none, let server else { return options.connection }
    let isSocket = server.host.isEmpty || server.host.hasPrefix("/")
    let host = isSocket ? "" : "@" + server.host
    let port = server.port.isEmpty || server.port == "5432" ? "" : ":" + server.port
    return server.database + host + port
  }

  private func version(_ server: ServerFacts) -> String {
    let text = server.versionText.prefix { $0 != " " }
    return SafeText.display(String(text.isEmpty ? "\(server.version / 10000)" : text))
  }

  /// ` shop › orders › id=42`, and what the screen has to say about itself.
  private func drawCrumbs(on canvas: inout CellBuffer) {
    guard isReady else { return }
    let state = history.current.state
    let view = view(isInFront: overlay == nil)
    let note = state.note(view)
    let noteWidth = min(DisplayWidth.of(note), size.columns / 2)
    let database = view.server.map { SafeText.display($0.database) }
    let all = [database].compactMap { $0 } + state.crumbs
    let room = size.columns - 3 - (noteWidth > 0 ? noteWidth + 2 : 0)
    let crumbs = Crumbs(parts: all, separator: " \(options.glyphs.separator) ")
    canvas.draw(
      crumbs.fitted(to: room, ellipsis: canvas.ellipsis), x: 1, y: 1, width: room,
      role: .breadcrumb)
    canvas.draw(
      note, x: size.columns - 1 - noteWidth, y: 1, width: noteWidth, role: .muted)
  }

  private func drawBody(on canvas: inout CellBuffer) -> Point? {
    guard isReady else {
      ConnectingView(
        connection: connection, catalog: catalog,
        name: SafeText.display(options.connection), keys: keys, waited: watch.text
      ).draw(in: frame.body, on: &canvas)
      return nil
    }
    return history.current.state.draw(
      view(isInFront: overlay == nil), in: frame.body, on: &canvas)
  }

  /// The status line; returns the cursor where it is a text field.
  private func drawStatus(on canvas: inout CellBuffer) -> Point? {
    let y = frame.statusRow
    let width = size.columns - 2
    if isEditing, let field = history.current.state.editing {
      let used = canvas.draw(history.current.state.prompt + " ", x: 1, y: y, role: .hintKey)
      return field.draw(x: 1 + used, y: y, width: width - used, on: &canvas)
    }
    drawMessage(on: &canvas)
    return nil
  }

  /// The status line; a message that is too long for it covers what is above, rather than be cut.
  private func drawMessage(on canvas: inout CellBuffer) {
    let (line, isMessage) = statusLine
    let width = size.columns - 2
    let lines = isMessage ? [line].wrapped(to: width, most: 3, ellipsis: canvas.ellipsis) : [line]
    let top = frame.statusRow - lines.count + 1
    let area = Rect(x: 0, y: top, width: size.columns, height: lines.count)
    canvas.fill(area)
    canvas.highlight(area, as: .none)
    lines.draw(in: Rect(x: 1, y: top, width: width, height: lines.count), on: &canvas)
  }

  /// What matters most: keys begun, a message, trouble with the connection, then the screen's own;
  /// and whether it must be readable as a whole.
  private var statusLine: (line: Line, isMessage: Bool) {
    if !pendingKeys.isEmpty {
      return (Line(begun, .hintKey).then("  and one of these keys; Esc gives up", .muted), true)
    }
    if let notice {
      let role: Role = notice.isWarning ? .warning : .status
      return (Line(SafeText.display(notice.text), role), true)
    }
    guard isReady else { return (Line(), false) }
    switch connection {
    case .lost(let message):
      let words = message.split(separator: "\n").first.map(String.init) ?? ""
      let line = Line("Connection lost. \(keys[.reload]) reconnects; your place is kept.", .error)
        .then("  " + SafeText.display(words), .muted)
      return (line, true)
    case .connecting: return (Line("Connecting again  \(watch.text)", .progress), false)
    case .failed, .connected, .none: break
    }
    if catalog.request != nil, !isReadingQuietly {
      return (Line("Reading the catalog again  \(watch.text)", .progress), false)
    }
    let parts = history.current.state.status(view(isInFront: overlay == nil))
    return (parts.fitted(to: size.columns - 2, ellipsis: options.glyphs.ellipsis), false)
  }

  /// The keys pressed so far.
  private var begun: String {
    pendingKeys.map { KeySequence.label($0.name) }.joined(separator: " ")
  }

  /// What can follow the keys pressed so far, in a box above the status line: `t  list of tables`.
  private func drawContinuations(on canvas: inout CellBuffer) {
    let items = options.keymap.continuations(of: pendingKeys, in: kind)
    let keyWidth = (items.map { DisplayWidth.of($0.0) }.max() ?? 0) + 2
    let widest = keyWidth + (items.map { DisplayWidth.of($0.1.summary) }.max() ?? 0)
    let area = Rect(x: 0, y: 0, width: size.columns, height: frame.statusRow)
    let rows = max(1, area.height - 2)
    let columns = max(1, (items.count + rows - 1) / rows)
    let lines = (items.count + columns - 1) / columns
    let width = min(area.width, columns * (widest + 2) + 4)
    let text = canvas.drawPopup(
      title: begun + options.glyphs.ellipsis, trailing: "", width: width, height: lines + 2,
      in: Rect(x: 0, y: area.maxY - lines - 2, width: area.width, height: lines + 2),
      glyphs: options.glyphs)
    let room = text.width / columns
    for (number, item) in items.enumerated() {
      let x = text.x + number / max(1, lines) * room
      let y = text.y + number % max(1, lines)
      canvas.draw(item.0, x: x, y: y, width: keyWidth, role: .hintKey)
      canvas.draw(
        item.1.summary, x: x + keyWidth, y: y, width: max(0, room - keyWidth - 1), role: .hintText)
    }
  }
}
