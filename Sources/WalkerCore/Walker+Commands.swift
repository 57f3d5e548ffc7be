import SchemaModel
import TerminalCanvas

// What commands do that belong to no single screen.
extension Walker {
  mutating func run(_ command: Command) {
    if let obstacle = obstacle(to: command) {
      notice = Notice(text: "Not here: \(obstacle).", isWarning: true)
      return
    }
    if command == .refresh, case .lost = connection { return reload() }
    if isReady {
      let wasHandled = update(history.currentID) { state, turn in state.apply(command, &turn) }
      if wasHandled == true { return }
    }
    runEverywhere(command)
  }

  /// Why a command can do nothing now; nil where it can.
  func obstacle(to command: Command) -> String? {
    guard isReady else { return nil }
    return history.current.state.obstacle(to: command, view(isInFront: true))
  }

  private mutating func runEverywhere(_ command: Command) {
    switch command {
    case .escape, .back: back()
    case .forward:
      history.goForward()
      startCurrent()
    case .lastPlace:
      history.goToLast()
      startCurrent()
    case .resume: resume()
    case .explain: open(ExplainState())
    case .lessons: openLessons()
    case .review: openReview(.findings)
    case .order: openReview(.insertOrder)
    case .glossary: show(GlossaryState())
    case .goTables: if kind != .tables { open(TablesState()) }
    case .goToTable:
      if let graph { show(GoToTableState(recent: recent, graph: graph)) }
    case .path:
      var line = CommandLineState(earlier: earlierLines)
      line.edit(.insert("\(Command.path.rawValue) "))
      show(line)
    case .help: showHelp()
    case .commandLine: show(CommandLineState(earlier: earlierLines))
    case .why: showWhy()
    case .writeScreen:
      show(
        SaveState(path: "fkwalk-screen.txt", contents: .text(screenText), what: "this screen"))
    case .stop: stop()
    case .reload: reload()
    case .refresh: if !isReady { reload() }
    case .themes: chooseTheme()
    case .toggleMouse: toggleMouse()
    case .redraw: effects.append(.redraw)
    case .suspend: effects.append(.suspend)
    case .interrupt: interrupt()
    case .quit: quit()
    default: break
    }
  }

  private mutating func back() {
    guard isReady else { return }
    if history.canGoBack {
      history.goBack()
      startCurrent()
    } else if kind != .tables {
      history.replace(with: TablesState())
      update(history.currentID) { state, turn in state.start(&turn) }
    } else {
      notice = Notice(text: "This is the first screen. \(keys[.quit]) leaves.", isWarning: false)
    }
  }

  /// Stops what this screen asked for, or else whatever runs.
  mutating func stop() {
    let here = ledger.requests(of: history.currentID)
    let requests = here.isEmpty ? ledger.requests() : here
    let text = requests.isEmpty ? "Nothing is running." : "Stopped."
    cancel(requests)
    notice = Notice(text: text, isWarning: false)
  }

  private mutating func showHelp() {
    let obstacles = Command.allCases.map { ($0, obstacle(to: $0)) }
    show(
      HelpState(
        place: kind, keymap: options.keymap,
        obstacles: Dictionary(uniqueKeysWithValues: obstacles).compactMapValues { $0 }))
  }

  private mutating func showWhy() {
    let lines = history.current.state.why(view(isInFront: true))
    // Where there is nothing to explain, the words themselves are.
    show(lines.isEmpty ? GlossaryState() : PanelState(title: "why", lines: lines))
  }

  private mutating func openReview(_ tab: ReviewState.Tab) {
    guard isReady else { return }
    open(ReviewState(tab: tab))
  }

  private mutating func chooseTheme() {
    guard !options.themes.isEmpty else { return }
    let items = options.themes.map {
      MenuState.Item(label: $0.id, detail: SafeText.display($0.summary), choice: .theme($0.id))
    }
    show(MenuState(title: "theme", items: items, chosen: .theme(theme)))
  }

  private mutating func toggleMouse() {
    isMouseOn.toggle()
    effects.append(.setMouse(isMouseOn))
    let text =
      isMouseOn
      ? "Mouse on: hold Shift to select text." : "Mouse off: the terminal selects text."
    notice = Notice(text: text, isWarning: false)
  }

  private mutating func quit() {
    if ledger.isAwaited {
      show(QuestionState.leave)
    } else {
      effects.append(.quit(interrupted: false))
    }
  }

  /// The screen as plain text, without trailing blanks.
  var screenText: String {
    render().buffer.lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n") + "\n"
  }
}
