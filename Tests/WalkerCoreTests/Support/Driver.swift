import DeletePlanning
import Lessons
import SchemaModel
import TerminalCanvas

@testable import WalkerCore

/// A walker with a person at its keys and a server that answers from literals.
struct Driver {
  var walker: Walker
  /// Everything asked for so far.
  private(set) var effects: [Effect] = []

  init(size: Size = Size(columns: 100, rows: 30), glyphs: Glyphs = .unicode, table: String? = nil) {
    walker = Walker(
      options: WalkerOptions(
        size: size, glyphs: glyphs, connection: "shop@localhost", startTable: table))
    effects = walker.start()
  }

  /// A walker that has connected and read the shop's catalog.
  static func ready(
    _ graph: SchemaGraph = Shop.graph, size: Size = Size(columns: 100, rows: 30),
    glyphs: Glyphs = .unicode, table: String? = nil
  ) -> Driver {
    var driver = Driver(size: size, glyphs: glyphs, table: table)
    driver.send(.connected(Shop.facts))
    driver.send(.catalogLoaded(graph, milliseconds: 84))
    return driver
  }

  /// A walker that begins in the first lesson of a course, on a server for it.
  static func teaching(
    size: Size = Size(columns: 100, rows: 30), lesson: Int? = 0, runs: Bool = true
  ) -> Driver {
    var driver = Driver(size: size)
    var options = WalkerOptions(size: size, connection: "demo", isDemo: runs)
    (options.course, options.runsLessons, options.startLesson) = (Course.all, runs, lesson)
    driver.walker = Walker(options: options)
    driver.send(.connected(Shop.facts))
    driver.send(.catalogLoaded(Shop.graph, milliseconds: 84))
    return driver
  }

  @discardableResult
  mutating func send(_ event: Event) -> [Effect] {
    let new = walker.handle(event)
    effects += new
    return new
  }

  /// Presses keys by their names: `press("j j enter")`.
  @discardableResult
  mutating func press(_ keys: String) -> [Effect] {
    keys.split(separator: " ").flatMap { name in
      TerminalCanvas.Key(name: String(name)).map { send(.input(.key($0))) } ?? []
    }
  }

  /// Types text as it is, blanks included.
  mutating func type(_ text: String) {
    for character in text { send(.input(.key(.character(character)))) }
  }

  mutating func click(_ x: Int, _ y: Int) {
    send(.input(.mouse(x: x, y: y, action: .press)))
  }

  /// Answers the last request for rows.
  @discardableResult
  mutating func answerRows(_ page: RowPage) -> [Effect] {
    guard let id = lastRows?.0 else { return [] }
    return send(.rowsLoaded(id, page))
  }

  @discardableResult
  mutating func answerPreview(_ report: DeleteReport) -> [Effect] {
    guard let id = lastPreview?.0 else { return [] }
    return send(.previewChanged(id, report))
  }

  var lastRows: (RequestID, RowRequest)? {
    effects.lazy.reversed().compactMap { effect in
      if case .loadRows(let id, let request) = effect { (id, request) } else { nil }
    }.first
  }

  var lastPreview: (RequestID, DeleteRequest)? {
    effects.lazy.reversed().compactMap { effect in
      if case .preview(let id, let request) = effect { (id, request) } else { nil }
    }.first
  }

  var lastLesson: RequestID? {
    effects.lazy.reversed().compactMap { effect in
      switch effect {
      case .beginLesson(let id, _), .runLesson(let id, _, _): id
      default: nil
      }
    }.first
  }

  /// Answers what was asked last of the lessons' server.
  mutating func answerLesson(before: [LessonTable], run: LessonRun) {
    let asked = effects.last { effect in
      switch effect {
      case .beginLesson, .runLesson: true
      default: false
      }
    }
    switch asked {
    case .beginLesson(let id, _)?: send(.lessonBegun(id, before))
    case .runLesson(let id, _, _)?: send(.lessonRan(id, run))
    default: break
    }
  }

  var lastVerification: RequestID? {
    effects.lazy.reversed().compactMap { effect in
      if case .verify(let id, _) = effect { id } else { nil }
    }.first
  }

  var counts: [(RequestID, ReferenceCountRequest)] {
    effects.compactMap { effect in
      if case .countReferences(let id, let request) = effect { (id, request) } else { nil }
    }
  }

  var screen: Screen { walker.render() }
  var lines: [String] { screen.buffer.lines }
  var text: String { lines.joined(separator: "\n") }
}

// Ways to the screens.
extension Driver {
  mutating func resize(_ size: Size) { send(.resized(size)) }

  static func rows(size: Size = Size(columns: 100, rows: 30), glyphs: Glyphs = .unicode) -> Driver {
    var driver = ready(size: size, glyphs: glyphs, table: "customers")
    driver.press("enter")
    driver.answerRows(Shop.customers)
    return driver
  }

  static func rowDetail(
    size: Size = Size(columns: 100, rows: 30), glyphs: Glyphs = .unicode
  ) -> Driver {
    var driver = rows(size: size, glyphs: glyphs)
    driver.press("j j j j enter")
    for (id, request) in driver.counts {
      let isLog = request.foreignKey.referencing.name == "sessions"
      driver.send(.referenceCounted(id, isLog ? .atLeast(100) : .exact(23)))
    }
    return driver
  }

  static func preview(
    _ report: DeleteReport, size: Size = Size(columns: 100, rows: 30), glyphs: Glyphs = .unicode
  ) -> Driver {
    var driver = rows(size: size, glyphs: glyphs)
    driver.press("j j j j d")
    driver.answerPreview(report)
    return driver
  }
}
