import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// What the preview screen says, `fkwalk preview` says in lines that can be read aloud.
@Suite struct PlainTextTests {
  /// All three lists of the preview, and why for each line of them, as one text of words.
  private static func screen(_ report: DeleteReport) -> String {
    var driver = Driver.preview(report, size: Size(columns: 400, rows: 100))
    var texts: [String] = []
    for tab in ["1", "2", "3"] {
      driver.press("\(tab) home =")
      for _ in 0..<20 {
        texts.append(driver.text)
        driver.press("i")
        texts.append(driver.text)
        driver.press("escape j")
      }
    }
    return words(texts.joined(separator: "\n"))
  }

  /// Frames and line ends do not matter.
  private static func words(_ text: String) -> String {
    text.split { " \n│┌┐└┘─".contains($0) }.joined(separator: " ")
  }

  /// What each place says of the same thing: on the screen, and in the text.
  private static func items(_ report: DeleteReport) -> [(screen: String, text: String)] {
    var items = report.steps.flatMap { step -> [(String, String)] in
      let place =
        ([step.table.displayName]
        + (step.columns.isEmpty ? [] : [step.columns.joined(separator: ",")]))
        .joined(separator: ".")
      let constraint = step.constraint.map { [($0, $0)] } ?? []
      let action = step.action.map { [("ON DELETE \($0.sql)", "ON DELETE \($0.sql)")] } ?? []
      let parent =
        step.referencedTable.map { [($0.displayName, "references \($0.displayName)")] } ?? []
      let rows = step.sample.map { ($0.identity.description, $0.identity.description) }
      let details = step.sample.flatMap(\.details).compactMap(\.value).map { ($0, $0) }
      let definition = step.definition.map { [($0, $0)] } ?? []
      let again = step.repeated > 0 ? [("counted already", "\(step.repeated) already counted")] : []
      return [(place, place)] + constraint + action + parent + rows + details + definition
        + again
    }
    items += report.effects.map { ($0.table.displayName, $0.table.displayName) }
    items += [("≥260 rows", "≥ 260"), ("7 rows of reviews", "7")]
    for blocker in report.blockers {
      items += [
        (blocker.definition, blocker.definition), (blocker.error.message, blocker.error.message),
      ]
      items += [
        (blocker.error.sqlstate, blocker.error.sqlstate), ("To get past it", "To get past it"),
      ]
      items += [blocker.error.detail].compactMap(\.self).map { ($0, $0) }
      items += blocker.sample.flatMap(\.path).map { ($0.description, $0.description) }
      items.append(("through", "through"))
    }
    items += report.caveats.map { ($0.message, $0.message) }
    items += report.missingIndexes.map { ($0.create, $0.create) }
    items += [
      (report.statement, report.statement),
      ("Nothing has been changed", "Nothing has been changed"),
      ("fkwalk has only read", "fkwalk has only read"),
      ("\(report.questionsAnswered) queries", "\(report.questionsAnswered) queries"),
      (Numbers.duration(report.milliseconds), "\(report.milliseconds) ms"),
    ]
    items += [
      ("shop@localhost", "database shop at localhost"), ("ana", "as ana"),
      ("PG 15.18", "PostgreSQL 15.18"),
    ]
    return items
  }

  @Test func textSaysAllThatTheScreenSays() {
    let report = Shop.refused
    let (screen, text) = (Self.screen(report), Self.words(report.text { $0 }))
    for item in Self.items(report) {
      #expect(screen.contains(Self.words(item.screen)), "the screen says this")
      #expect(text.contains(Self.words(item.text)), "and so does the text")
    }
  }

  @Test func doubtAndSuppositionAreSaid() {
    var report = Shop.uncertain
    #expect(report.text { $0 }.contains("UNCERTAIN user_trigger: Table orders has its own trigger"))
    report.whatIf = [
      "a_fkey": RuleChange(onDelete: .cascade), "b_fkey": RuleChange(onDelete: .setNull),
    ]
    let question = "What if a_fkey were ON DELETE CASCADE, b_fkey were ON DELETE SET NULL?"
    #expect(report.text { $0 }.hasPrefix(question + "\n\nCANNOT TELL"))
    #expect(report.dot { $0 }.hasPrefix("// \(question)\n"))
    #expect(report.mermaid { $0 }.hasPrefix("%% \(question)\n"))
    #expect(report.markdown { $0 }.contains("What if a\\_fkey were"))
  }

  @Test func nothingNeedsAPictureToBeRead() {
    let text = Shop.refused.text { $0 }
    #expect(!text.contains { "│┌└├─▾▸∞".contains($0) })
  }
}
