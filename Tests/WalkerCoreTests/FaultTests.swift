import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// Everything the walker asks for fails once: it says so, keeps what was shown, and can go on.
@Suite struct FaultTests {
  /// Keys that lead through every screen that asks for something; `>` waits for the answers.
  private static let ways = [
    ["enter", "j", "enter", "#", "l", "enter"],
    ["/ n a m e", "enter", "c escape", "s", "s", "G", "g g", "f"],
    ["j j j j d", "b", "b enter", "H", "V y", "p", "escape", "e enter", "c escape", "L"],
    ["space j space d", "2", "3", "1", "r", "g t", "H"], ["d", "g e", "enter", "H H"],
  ]

  /// What goes wrong with one answer.
  enum Fault: CaseIterable { case timeout, denied, gone, lost }

  @Test(arguments: Fault.allCases) func isSaidAndOvercome(_ fault: Fault) {
    for way in Self.ways {
      let whole = Run(way)
      for place in whole.started + 1...max(whole.asked, whole.started + 1) {
        var run = Run([])
        run.fault = (place, fault)
        for (number, keys) in way.enumerated() {
          run.press(keys)
          guard run.fault == nil else { continue }
          let what = "\(way), request \(place), after \(keys)"
          check(run, what)
          run.recover(from: fault)
          // What was not carried out is not repeated unasked; then the screen before it stands.
          let stages = (0...number + 1).map { Run(Array(way[..<$0])).place }
          if fault == .lost, !stages.contains(run.place) {
            Issue.record("\(what): the place is not kept\n\(run.driver.text)")
          }
          #expect(run.driver.walker.ledger.isEmpty, "\(what)")
          break
        }
      }
    }
  }

  private func check(_ run: Run, _ what: String) {
    let text = run.driver.text
    let words =
      switch run.failed {
      case .lost: ["Connection lost. R reconnects"]
      case .timeout: ["statement timeout", "stopped"]
      case .denied: ["permission denied", "error"]
      case .gone: ["does not exist", "error"]
      case nil: [String]()
      }
    // A row that is shown beside a preview's steps is left out where it cannot be read.
    let isAside = run.failed != .lost && text.contains("delete preview") && run.failedRows
    if !isAside, !words.contains(where: text.contains) {
      Issue.record("\(what): nothing is said\n\(text)")
    }
  }

  /// A walker, and a server that answers everything but one request.
  private struct Run {
    var driver = Driver(table: "customers")
    private(set) var asked = 0
    private(set) var started = 0
    /// The request to fail, counted from 1; nil once it has.
    var fault: (place: Int, kind: Fault)?
    private(set) var failed: Fault?
    /// Whether it was rows that were asked for.
    private(set) var failedRows = false
    private var done = 0

    init(_ way: [String]) {
      driver.send(.connected(Shop.facts))
      driver.send(.catalogLoaded(Shop.graph, milliseconds: 84))
      done = driver.effects.count
      driver.press("enter")
      answer()
      started = asked
      for keys in way { press(keys) }
    }

    mutating func press(_ keys: String) {
      driver.press(keys)
      answer()
    }

    /// The screen, the way to it, and what its boxes are about; what was counted may differ.
    var place: [String] {
      driver.lines.dropLast(2).filter { line in
        line.hasPrefix("┌") || line.hasPrefix(" shop ›") || line.contains("READ ONLY")
      }
    }

    mutating func recover(from fault: Fault) {
      driver.press(fault == .lost ? "R" : "r")
      answer()
      // A message goes with the next key.
      driver.press("f12")
      answer()
    }

    private mutating func answer() {
      while done < driver.effects.count {
        let effect = driver.effects[done]
        done += 1
        guard let event = Self.answer(to: effect) else { continue }
        asked += 1
        if let fault, fault.place == asked, let failure = Self.failure(of: effect, fault.kind) {
          failed = fault.kind
          if case .ask(_, .rows) = effect { failedRows = true }
          self.fault = nil
          driver.send(failure)
        } else {
          driver.send(event)
        }
      }
    }

    private static func answer(to effect: Effect) -> Event? {
      switch effect {
      case .connect: .connected(Shop.facts)
      case .loadCatalog: .catalogLoaded(Shop.graph, milliseconds: 84)
      case .ask(let id, let request): answer(to: request).map { .answered(id, $0) }
      case .writeFile(let path, _, _): .fileWritten(path: path)
      default: nil
      }
    }

    private static func answer(to request: Request) -> Answer? {
      switch request {
      case .rows: .rows(Shop.customers)
      case .count: .count(.exact(23))
      case .preview: .report(Shop.refused)
      case .verify(let report):
        .verification(
          Verification(of: report, against: ObservedDelete(error: report.error, counts: [:])))
      case .wayPast: .script("-- Made by fkwalk.\nBEGIN;\nCOMMIT;\n")
      case .review, .beginLesson, .runLesson: nil
      }
    }

    private static func failure(of effect: Effect, _ fault: Fault) -> Event? {
      if fault == .lost { return .connectionLost(message: "the server is going away") }
      let error: ServerError =
        switch fault {
        case .timeout, .lost:
          ServerError(
            sqlstate: "57014", message: "canceling statement due to statement timeout")
        case .denied: ServerError(sqlstate: "42501", message: "permission denied for table x")
        case .gone: ServerError(sqlstate: "42P01", message: "relation \"x\" does not exist")
        }
      return switch effect {
      case .connect: .connectionFailed(message: error.message, advice: "Wait.")
      case .loadCatalog: .catalogFailed(error)
      case .ask(let id, _): .answered(id, .failed(error))
      case .writeFile(let path, _, _): .fileFailed(path: path, message: error.message)
      default: nil
      }
    }
  }
}
