import CursesDriver
import Glibc
import TerminalCanvas
import ThemeFiles
import WalkerCore

/// The one loop: waits for keys, signals and the database at once, turns what comes into events,
/// and carries out the effects the walker asks for.
final class EventLoop {
  private var walker: Walker
  private var terminal: Terminal?
  private let terminalOptions: Terminal.Options
  private var theme: Theme
  private let themes: [ThemeCatalog.Entry]
  private let backend: Backend
  private var pending: [Event] = []
  private var status: Int32?
  private let start = ContinuousClock.now

  init(
    walker: Walker, terminal: Terminal, terminalOptions: Terminal.Options, theme: Theme,
    themes: [ThemeCatalog.Entry], backend: Backend
  ) {
    self.walker = walker
    self.terminal = terminal
    self.terminalOptions = terminalOptions
    self.theme = theme
    self.themes = themes
    self.backend = backend
  }

  /// Runs until the person or a signal ends it, and returns the exit status.
  func run() -> Int32 {
    for effect in walker.start() { perform(effect) }
    while status == nil {
      handlePending()
      guard status == nil else { break }
      if backend.wantsPassword { askPassword() }
      terminal?.show(walker.render(), theme: theme)
      wait()
    }
    terminal?.leave()
    backend.close()
    if let session = walker.session { SessionKeeper.keep(session.json, session.key) }
    return status ?? 0
  }

  private func handlePending() {
    while !pending.isEmpty, status == nil {
      let events = pending
      pending = []
      for event in events {
        for effect in walker.handle(event) { perform(effect) }
        pending += backend.takeEvents()
      }
    }
  }

  // MARK: Waiting

  private func wait() {
    guard let terminal else { return status = 1 }
    let (keys, signals) = (terminal.inputDescriptor, terminal.signalDescriptor)
    let ready = Readiness.wait(
      reading: [keys, signals] + backend.descriptors, [backend.connection].compactMap { $0 },
      atMost: walker.isBusy ? .milliseconds(250) : nil)
    if ready.isReadable(signals) { takeSignals(terminal) }
    if ready.isReadable(keys) {
      pending += terminal.readInput().map { .input($0) }
    } else if ready.isBroken(keys) {
      status = 129  // The terminal is gone.
    }
    backend.advance(ready)
    pending += backend.takeEvents()
    if walker.isBusy { pending.append(.tick(milliseconds: UInt64(start.millisecondsSince))) }
  }

  private func takeSignals(_ terminal: Terminal) {
    for signal in terminal.readSignals() {
      switch signal {
      case .resize: pending.append(.resized(terminal.resize()))
      case .resume: terminal.repaint()
      case .suspend: suspend()
      case .interrupt: pending.append(.interrupted)
      case .terminate: status = 128 + SIGTERM
      case .hangUp: status = 128 + SIGHUP
      }
    }
  }

  private func suspend() {
    guard let terminal, terminal.suspend() else { return }
    pending.append(.resized(terminal.size))
  }

  /// Leaves the screen for a moment to ask for a password where nothing else can be read.
  private func askPassword() {
    terminal?.leave()
    terminal = nil
    backend.givePassword(PasswordQuestion.ask())
    do {
      let terminal = try Terminal(options: terminalOptions)
      self.terminal = terminal
      pending.append(.resized(terminal.size))
    } catch {
      StandardError.write("fkwalk: \(error)\n")
      status = 1
    }
    pending += backend.takeEvents()
  }

  // MARK: Effects

  private func perform(_ effect: Effect) {
    switch effect {
    case .connect: backend.connect()
    case .loadCatalog: backend.loadCatalog()
    case .ask(let id, let request): backend.ask(id, request)
    case .keepProgress(let progress):
      if let problem = ProgressKeeper.keep(progress) { pending.append(.progressNotKept(problem)) }
    case .cancel(let id): backend.cancel(id)
    case .writeFile(let path, let contents, let overwrite):
      pending.append(FileWriter.write(contents, to: path, overwrite: overwrite))
    case .readSession(let key): pending += SessionKeeper.events(key)
    case .copy(let text): pending.append(Clipboard.copy(text, terminal))
    case .suspend: suspend()
    case .redraw: terminal?.repaint()
    case .setMouse(let isOn): terminal?.setMouse(isOn)
    case .setTheme(let id): setTheme(id)
    case .quit(let interrupted): status = interrupted ? 130 : 0
    }
  }

  private func setTheme(_ id: String) {
    guard case .success(let theme)? = themes.first(where: { $0.id == id })?.theme else { return }
    self.theme = theme
    terminal?.repaint()
  }
}
