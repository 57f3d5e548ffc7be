import PostgresAccess
import SchemaModel

/// One connection with who waits for which answer.
final class QueryLane {
  /// Something about the connection itself.
  enum Notice {
    case connected(ServerFacts)
    case needsPassword
    case lost(ConnectionFailure)
  }

  typealias Answer = Result<QueryResult, ServerError>

  /// Some queries that are answered together.
  private final class Batch {
    var ids: [QueryID]
    var answers: [QueryID: Answer] = [:]
    let whenDone: ([Answer]) -> Void

    init(ids: [QueryID], whenDone: @escaping ([Answer]) -> Void) {
      self.ids = ids
      self.whenDone = whenDone
    }
  }

  let connection: Connection
  private(set) var server: ServerFacts?
  private var batches: [QueryID: Batch] = [:]

  init(_ parameters: ConnectionParameters) { connection = Connection(parameters) }

  /// Submits queries; once all are answered, the answers come in order.
  @discardableResult
  func ask(_ queries: [Query], whenDone: @escaping ([Answer]) -> Void) -> [QueryID] {
    let ids = queries.map(connection.submit)
    let batch = Batch(ids: ids, whenDone: whenDone)
    for id in ids { batches[id] = batch }
    return ids
  }

  /// Stops queries, on the server too; nobody waits for their answers any more.
  func cancel(_ ids: [QueryID]) {
    for id in ids {
      batches[id] = nil
      connection.cancel(id)
    }
  }

  /// Moves the connection on and hands out what was answered.
  func advance(readable: Bool, writable: Bool) -> [Notice] {
    connection.advance(readable: readable, writable: writable)
    return connection.takeEvents().compactMap { event in
      switch event {
      case .connected(let facts):
        server = facts
        return .connected(facts)
      case .needsPassword: return .needsPassword
      case .lost(let failure): return .lost(failure)
      case .answered(let id, let result): settle(id, .success(result))
      case .failed(let id, let error): settle(id, .failure(error))
      }
      return nil
    }
  }

  private func settle(_ id: QueryID, _ answer: Answer) {
    guard let batch = batches.removeValue(forKey: id) else { return }
    batch.answers[id] = answer
    guard batch.answers.count == batch.ids.count else { return }
    batch.whenDone(batch.ids.compactMap { batch.answers[$0] })
  }
}
