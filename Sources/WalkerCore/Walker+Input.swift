import SchemaModel
import TerminalCanvas

// What keys, pastes and the mouse do.
extension Walker {
  mutating func take(_ input: InputEvent) {
    switch input {
    case .key(let key):
      notice = nil
      let wasArmed = isQuitArmed
      isQuitArmed = false
      if key == .control("c"), overlay == nil { return interrupt(wasArmed: wasArmed) }
      press(key)
    case .paste(let text): paste(text)
    case .mouse(let x, let y, let action): mouse(Point(x: x, y: y), action)
    }
  }

  /// Ctrl-C, as a key or as a signal: stops what runs; with nothing to stop, twice quits.
  mutating func interrupt(wasArmed: Bool? = nil) {
    let wasArmed = wasArmed ?? isQuitArmed
    if overlay != nil {
      overlay = nil
    } else if !ledger.isEmpty {
      stop()
    } else if wasArmed || !isReady {
      effects.append(.quit(interrupted: true))
    } else {
      isQuitArmed = true
      notice = Notice(text: "Ctrl-C again leaves, and so does \(keys[.quit]).", isWarning: false)
    }
  }

  private mutating func press(_ key: KeyPress) {
    if overlay != nil { return updateOverlay { $0.handle(key, $1) } }
    if isReady, history.current.state.editing != nil {
      guard let edit = TextField.edit(for: key) else { return }
      update(history.currentID) { state, turn in state.edit(edit, &turn) }
      return
    }
    pendingKeys.append(key)
    switch options.keymap.meaning(of: pendingKeys, in: kind) {
    case .command(let command):
      pendingKeys = []
      run(command)
    case .prefix: break
    case .nothing:
      let wasLonger = pendingKeys.count > 1
      pendingKeys = []
      if wasLonger { press(key) } else { sayMeaningElsewhere(of: key) }
    }
  }

  /// A key that means something on other screens alone says so.
  private mutating func sayMeaningElsewhere(of key: KeyPress) {
    let places = PlaceKind.allCases.filter { options.keymap.meaning(of: [key], in: $0) != .nothing }
    guard isReady, !places.isEmpty else { return }
    let names = places.map(\.rawValue).joined(separator: ", ")
    notice = Notice(
      text: "Not here: \(KeySequence.label(key.name)) is a key of other screens (\(names)).",
      isWarning: true)
  }

  /// Lets what lies over the screen change, and does what it wants.
  private mutating func updateOverlay(
    _ change: (inout any OverlayState, OverlayContext) -> Overlay.Outcome
  ) {
    guard var overlay else { return }
    let outcome = change(&overlay.state, overlayContext)
    self.overlay = overlay
    carryOut(outcome)
  }

  private mutating func carryOut(_ outcome: Overlay.Outcome) {
    switch outcome {
    case .stay: break
    case .close: self.overlay = nil
    case .run(let command):
      self.overlay = nil
      run(command)
    case .submit(let line): submit(line)
    case .show(let next): show(next)
    case .copy(let text): effects.append(.copy(text))
    case .agreed:
      self.overlay = nil
      update(history.currentID) { state, turn in state.agree(&turn) }
    case .arrange(let layout):
      update(history.currentID) { state, turn in state.arrange(layout, &turn) }
    case .setTheme(let id, let closes): setTheme(id, closes: closes)
    case .open(let table):
      self.overlay = nil
      open(NeighbourhoodState(table: table))
    case .write(let path, let contents, let overwrite):
      effects.append(.writeFile(path: path, contents: contents, overwrite: overwrite))
      if overwrite { self.overlay = nil }
    case .quit(let interrupted): effects.append(.quit(interrupted: interrupted))
    }
  }

  mutating func setTheme(_ id: String, closes: Bool) {
    if id != theme {
      theme = id
      effects.append(.setTheme(id))
    }
    guard closes else { return }
    overlay = nil
    guard id != keptTheme else { return }
    keptTheme = id
    notice = Notice(text: "Theme \(id), also the next time.", isWarning: false)
    effects.append(.keepTheme(id))
  }

  mutating func fileWritten(_ path: String) {
    if overlay?.state is SaveState { overlay = nil }
    notice = Notice(text: "Written to \(path)", isWarning: false)
  }

  /// A file could not be written: while its name is still being asked for, asks there.
  mutating func fileFailed(_ path: String, _ message: String) {
    if var state = overlay?.state as? SaveState {
      state.conflict = message
      show(state)
    } else {
      notice = Notice(text: "\(path) could not be written: \(message)", isWarning: true)
    }
  }

  /// A file is the way out where text cannot be copied.
  mutating func copyFailed(_ text: String, _ reason: String) {
    notice = Notice(text: "\(reason) Save it to a file instead.", isWarning: true)
    show(SaveState(path: "fkwalk-copy.txt", contents: .text(text), what: "what was to be copied"))
  }

  /// Pasted text is typed where something is being typed; else it narrows, and never runs commands.
  private mutating func paste(_ text: String) {
    if overlay != nil {
      return updateOverlay {
        $0.paste(text, $1)
        return .stay
      }
    }
    guard isReady else { return }
    pendingKeys = []
    update(history.currentID) { state, turn in
      if state.editing == nil { _ = state.apply(.filter, &turn) }
      if state.editing != nil { state.edit(.insert(text), &turn) }
    }
  }

  private mutating func mouse(_ point: Point, _ action: MouseAction) {
    switch action {
    case .wheelUp, .wheelDown: wheel(point, isUp: action == .wheelUp)
    case .press:
      if point.y == frame.hintsRow { return click(hintAt: point.x) }
      guard isReady, frame.body.contains(point) else { return }
      notice = nil
      if overlay != nil { return updateOverlay { $0.click(point, $1) } }
      let inside = Point(x: point.x - frame.body.x, y: point.y - frame.body.y)
      let isAgain = update(history.currentID) { state, turn in state.click(inside, &turn) }
      if isAgain == true { run(.open) }
    }
  }

  private mutating func wheel(_ point: Point, isUp: Bool) {
    guard overlay?.state.scrolls != false else { return }
    if overlay != nil || !isReady || isEditing {
      for _ in 0..<3 { press(isUp ? .up : .down) }
      return
    }
    let inside = Point(x: point.x - frame.body.x, y: point.y - frame.body.y)
    update(history.currentID) { state, turn in
      state.point(at: inside, turn)
      for _ in 0..<3 { _ = state.apply(isUp ? .moveUp : .moveDown, &turn) }
    }
  }

  private mutating func click(hintAt x: Int) {
    guard !frame.isTooSmall, let hint = hints.hint(at: x, width: size.columns) else { return }
    if let command = hint.command { run(command) } else if let key = hint.press { press(key) }
  }

  /// Whether keys are typed into a field of the screen itself.
  var isEditing: Bool { isReady && overlay == nil && history.current.state.editing != nil }
}
