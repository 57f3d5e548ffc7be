import SchemaModel
import Testing

@testable import PostgresAccess

@Suite struct QueryPipelineTests {
  private let ambient = Query(name: "a", sql: "A")
  private let own = Query(name: "o", sql: "O", transaction: .ownReadOnly)
  private let cancelled = ServerError(sqlstate: "57014", message: "canceled")
  private let one = QueryID(number: 1)
  private let two = QueryID(number: 2)
  private let result = QueryPipeline.Reply.result(QueryResult(columns: ["x"], rows: [["1"]]))

  /// Sends all that may be sent; returns the statements.
  private func send(_ pipeline: inout QueryPipeline) -> [String] {
    var sent: [String] = []
    while let segment = pipeline.nextToSend() { sent += segment.statements.map(\.sql) + ["sync"] }
    return sent
  }

  /// Takes in replies; returns what they made happen.
  private func receive(
    _ replies: [QueryPipeline.Reply], into pipeline: inout QueryPipeline
  ) -> [String] {
    replies.compactMap { pipeline.receive($0) }.map { event in
      switch event {
      case .answered(let id, let result): "\(id.number) answered \(result[0, 0] ?? "")"
      case .failed(let id, let error): "\(id.number) failed \(error.sqlstate)"
      case .connected, .needsPassword, .lost: "\(event)"
      }
    }
  }

  @Test func wrapsQueriesInTransactions() {
    var pipeline = QueryPipeline()
    pipeline.enqueue(ambient, as: one)
    pipeline.enqueue(own, as: two)
    pipeline.enqueueFirst(Query(name: "f", sql: "F"), as: .opening)
    let sent = send(&pipeline)
    #expect(
      sent == [
        "F", "sync", "A", "sync", "BEGIN TRANSACTION READ ONLY", "O", "sync", "ROLLBACK", "sync",
      ])
    #expect(pipeline.queries == [.opening, one, two])
  }

  @Test func answersWithTheLastResultOrTheFirstError() {
    var pipeline = QueryPipeline()
    pipeline.enqueue(own, as: one)
    pipeline.enqueue(own, as: two)
    _ = send(&pipeline)
    let begun = QueryPipeline.Reply.result(QueryResult(columns: [], rows: []))
    let first = receive([begun, result, .sync], into: &pipeline)
    #expect(first == ["1 answered 1"])
    let aborted = QueryPipeline.Reply.error(ServerError(sqlstate: "25P02", message: "aborted"))
    let second = receive([begun, .sync, .error(cancelled), aborted, .sync], into: &pipeline)
    #expect(second == ["2 failed 57014"])
    #expect(!pipeline.isIdle)
    let last = receive([begun, .sync], into: &pipeline)
    #expect(last.isEmpty)
    #expect(pipeline.isIdle)
  }

  @Test func withdrawsAQueryWithItsRollback() {
    var pipeline = QueryPipeline()
    pipeline.enqueue(own, as: one)
    pipeline.enqueue(ambient, as: two)
    let isWithdrawn = [pipeline.withdraw(one), pipeline.withdraw(one)]
    #expect(isWithdrawn == [true, false])
    let sent = send(&pipeline)
    #expect(sent == ["A", "sync"])
    let isWithdrawnLate = pipeline.withdraw(two)
    #expect(!isWithdrawnLate)
  }

  @Test func keepsAWindow() {
    var pipeline = QueryPipeline()
    for number in 1...100 { pipeline.enqueue(ambient, as: QueryID(number: number)) }
    let sent = send(&pipeline).count / 2
    #expect(sent < 100)
    let answered = receive([result, .sync], into: &pipeline)
    #expect(answered == ["1 answered 1"])
    let more = send(&pipeline)
    #expect(more == ["A", "sync"])
    let isWithdrawn = pipeline.withdraw(QueryID(number: 100))
    #expect(isWithdrawn)
  }

  /// A cancel request can arrive when its query is done already.
  @Test func repeatsAQueryThatAStrayCancellationHit() {
    var pipeline = QueryPipeline()
    pipeline.enqueue(ambient, as: one)
    pipeline.enqueue(own, as: two)
    _ = send(&pipeline)
    pipeline.abandon(one)
    #expect(pipeline.isRunningUnwantedQuery)
    pipeline.expose()
    let answered = receive([result, .sync], into: &pipeline)
    #expect(answered == ["1 answered 1"])
    #expect(!pipeline.isRunningUnwantedQuery)
    let failed = receive([.error(cancelled), .sync], into: &pipeline)
    #expect(failed.isEmpty)
    let sent = send(&pipeline)
    #expect(sent == ["BEGIN TRANSACTION READ ONLY", "O", "sync", "ROLLBACK", "sync"])
  }

  @Test func repeatsARollbackThatWasCancelled() {
    var pipeline = QueryPipeline()
    pipeline.enqueue(own, as: one)
    _ = send(&pipeline)
    _ = receive([result, .sync, .error(cancelled), .sync], into: &pipeline)
    let sent = send(&pipeline)
    #expect(sent == ["ROLLBACK", "sync"])
  }
}
