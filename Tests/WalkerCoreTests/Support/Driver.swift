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
    return send(.answered(id, .rows(page)))
  }

  @discardableResult
  mutating func answerPreview(_ report: DeleteReport) -> [Effect] {
    guard let id = lastPreview?.0 else { return [] }
    return send(.answered(id, .report(report)))
  }

  /// What was asked of the server so far, as far as it is of one kind.
  func asked<Asked>(_ kind: (Request) -> Asked?) -> [(RequestID, Asked)] {
    effects.compactMap { effect in
      guard case .ask(let id, let request) = effect else { return nil }
      return kind(request).map { (id, $0) }
    }
  }

  var lastRows: (RequestID, RowRequest)? {
    asked { if case .rows(let request) = $0 { request } else { nil } }.last
  }

  var lastPreview: (RequestID, DeleteRequest)? {
    asked { if case .preview(let request) = $0 { request } else { nil } }.last
  }

  var lastVerification: RequestID? {
    asked { if case .verify(let report) = $0 { report } else { nil } }.last?.0
  }

  var counts: [(RequestID, ReferenceCountRequest)] {
    asked { if case .count(let request) = $0 { request } else { nil } }
  }

  var lastLesson: RequestID? { lessons.last?.0 }

  private var lessons: [(RequestID, Request)] {
    asked { request in
      switch request {
      case .beginLesson, .runLesson: request
      default: nil
      }
    }
  }

  /// Answers what was asked last of the lessons' server.
  mutating func answerLesson(before: [LessonTable], run: LessonRun) {
    switch lessons.last {
    case (let id, .beginLesson)?: send(.answered(id, .tables(before)))
    case (let id, .runLesson)?: send(.answered(id, .ran(run)))
    default: break
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
      driver.send(.answered(id, .count(isLog ? .atLeast(100) : .exact(23))))
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
