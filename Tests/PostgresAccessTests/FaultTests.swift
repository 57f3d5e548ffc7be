import Glibc
import PostgresAccess
import ProcessTesting
import SchemaModel
import Testing

/// Every single query of everything that is asked fails once in every way.
@Suite(.serialized) struct FaultTests {
  private static let database = "faults"
  private static let made = Result {
    try TestServer.create(
      database: database, sql: FaultScenario.tables + FaultyLine.support)
  }

  /// What says something about the server or the moment, and nothing about the statement.
  private static let ofTheMoment: [FaultyLine.Fault] =
    [.error("57014"), .error("40001"), .error("55P03"), .error("53200"), .terminated, .lost]
  /// What may be the statement's own fault, so that it belongs into the answer.
  private static let ofTheStatement: [FaultyLine.Fault] = [.error("42501"), .error("XX000")]

  @Test(arguments: FaultScenario.all)
  func endsInOneLineOrTheRightAnswer(_ scenario: FaultScenario) throws {
    try Self.made.get()
    let line = try Self.line(nil, at: 0)
    let expected = try Self.outcome(scenario, on: line)
    let count = line.queryCount
    guard case .answer(let answer) = expected else {
      Issue.record("without a fault: \(expected)")
      return
    }
    try #require(count > 1)
    for place in 1...count {
      for fault in Self.faults(at: place) {
        let line = try Self.line(fault, at: place)
        switch try Self.outcome(scenario, on: line) {
        case .answer(let text) where text == answer: break
        case .answer(let text)
        where Self.ofTheStatement.contains(fault)
          && (text.contains(FaultyLine.message) || text.contains("UNCERTAIN")
            || Self.error(in: text) != nil && Self.error(in: text) == Self.error(in: answer)):
          break
        case .answer(let text): Issue.record("query \(place), \(fault): \(text)")
        case .failure(let message):
          #expect(!message.isEmpty && !message.contains("\n"), "query \(place), \(fault)")
        }
      }
    }
  }

  /// One of either kind, in turn, as scenarios have much in common; all of them where there is time.
  private static func faults(at place: Int) -> [FaultyLine.Fault] {
    if getenv("FKWALK_ALL_FAULTS") != nil { return ofTheMoment + ofTheStatement }
    return [ofTheMoment[place % ofTheMoment.count], ofTheStatement[place % ofTheStatement.count]]
  }

  /// The first error, which is what is certain; further ones may be hidden by a question that failed.
  private static func error(in report: String) -> Substring? {
    report.split(separator: "\n").first { $0.contains("ERROR:") }
  }

  private enum Outcome {
    case answer(String)
    case failure(String)
  }

  private static func outcome(_ scenario: FaultScenario, on line: FaultyLine) throws -> Outcome {
    var parameters = try TestServer.parameters(database: database)
    parameters.host = line.directory
    do {
      let session = try BlockingSession(parameters)
      defer { session.close() }
      return .answer(try scenario.run(session))
    } catch BlockingSession.Failure.server(let error) {
      return .failure(error.message)
    } catch BlockingSession.Failure.connection(let failure) {
      return .failure(failure.message + failure.advice)
    } catch let failure as VerificationFailure {
      return .failure(failure.message)
    }
  }

  private static func line(_ fault: FaultyLine.Fault?, at place: Int) throws -> FaultyLine {
    FaultyLine(to: try TestServer.parameters().host ?? "", fault, at: place)
  }
}
