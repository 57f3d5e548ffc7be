import SchemaModel
package import TerminalCanvas

// The screen as a value.
extension Walker {
  /// Draws everything; changes nothing.
  package func render() -> Screen {
    var canvas = CellBuffer(size: size, ellipsis: options.glyphs.ellipsis)
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
    cursor = field ?? cursor
    var isTextInput = field != nil
    if let overlay {
      (cursor, isTextInput) = overlay.draw(
        view(isInFront: true), commandLine, in: frame.body, on: &canvas)
    }
    return Screen(buffer: canvas, cursor: cursor, isTextInput: isTextInput, title: title)
  }

  /// The keys that can do something now.
  var hints: KeyHints {
    KeyHints(
      place: kind, keymap: options.keymap, isEditing: isEditing, glyphs: options.glyphs
    ) { command in
      if command == .stop { return ledger.isWorthStopping }
      if command == .reload { return !isReady || isLost }
      return obstacle(to: command) == nil
    }
  }

  private var isLost: Bool { if case .lost = connection { true } else { false } }

  private func drawTooSmall(on canvas: inout CellBuffer) {
    let smallest = Frame.smallest
    let lines = [
      "fkwalk needs \(smallest.columns) x \(smallest.rows) cells.",
      "This terminal is \(size.columns) x \(size.rows).",
      isBusy ? "Work goes on. q leaves." : "q leaves.",
    ]
    for (row, line) in lines.enumerated() { canvas.draw(line, x: 0, y: row, ellipsis: false) }
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
    line = line.then("  ").then(connection == .none ? "SAVED PREVIEW" : "READ ONLY", .readOnly)
    var right = Line(kind.title, .muted)
    if let server = view.server, !isNarrow {
      right = right.then("  PG \(version(server))", .muted)
    }
    let room = size.columns - right.width - 3
    line.draw(x: 0, y: 0, width: room, on: &canvas)
    right.draw(x: size.columns - right.width - 1, y: 0, width: right.width, on: &canvas)
  }

  /// Where it is connected to, as the server knows it; before that, as it was asked for.
  private var connectionLabel: String {
    guard !options.isDemo, let server else { return options.connection }
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
    let separator = " \(options.glyphs.separator) "
    var parts = all[...]
    let room = size.columns - 3 - (noteWidth > 0 ? noteWidth + 2 : 0)
    while parts.count > 1, DisplayWidth.of(parts.joined(separator: separator)) > room {
      parts = parts.dropFirst()
    }
    canvas.draw(
      parts.joined(separator: separator), x: 1, y: 1, width: room, role: .breadcrumb)
    canvas.draw(
      note, x: size.columns - 1 - noteWidth, y: 1, width: noteWidth, role: .muted)
  }

  private func drawBody(on canvas: inout CellBuffer) -> Point? {
    guard isReady else {
      ConnectingView(
        connection: connection, catalog: catalog,
        name: SafeText.display(options.connection), isDemo: options.isDemo, waited: watch.text
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
      let used = canvas.draw("/ ", x: 1, y: y, role: .hintKey)
      return field.draw(x: 1 + used, y: y, width: width - used, on: &canvas)
    }
    statusLine.draw(x: 1, y: y, width: width, on: &canvas)
    return nil
  }

  /// What matters most: keys begun, a message, trouble with the connection, then the screen's own.
  private var statusLine: Line {
    if !pendingKeys.isEmpty { return continuation }
    if let notice {
      return Line(SafeText.display(notice.text), notice.isWarning ? .warning : .status)
    }
    guard isReady else { return Line() }
    switch connection {
    case .lost(let message):
      let words = message.split(separator: "\n").first.map(String.init) ?? ""
      return Line("Connection lost. R reconnects; your place is kept.", .error)
        .then("  " + SafeText.display(words), .muted)
    case .connecting: return Line("Connecting again  \(watch.text)", .progress)
    case .failed, .connected, .none: break
    }
    if catalog.request != nil { return Line("Reading the catalog again  \(watch.text)", .progress) }
    return history.current.state.status(view(isInFront: overlay == nil))
  }

  /// What can follow the keys pressed so far: `g …  t tables  p parents`.
  private var continuation: Line {
    let begun = pendingKeys.map { KeySequence.label($0.name) }.joined(separator: " ")
    var line = Line(begun, .hintKey).then(options.glyphs.ellipsis, .muted)
    for (key, entry) in options.keymap.continuations(of: pendingKeys, in: kind) {
      line = line.then("  \(key) ", .hintKey).then(entry.summary, .hintText)
    }
    return line
  }
}
