package import SchemaModel

/// Where a person was in a database, to go on there another day.
///
/// It holds names of tables and columns, the keys of rows, filters, and lines of the command line
/// that hold no data; statements typed by hand and everything else read are left out.
package struct Session: Hashable, Sendable {
  /// Which database, as which user.
  package struct Key: Hashable, Sendable {
    package var host: String
    package var port: String
    package var database: String
    package var user: String

    package init(_ server: ServerFacts) {
      host = server.host
      port = server.port
      database = server.database
      user = server.user
    }

    /// Text that is the same for the same database and user only.
    package var text: String { [host, port, database, user].joined(separator: "\n") }
  }

  /// The places been to, in order; none is started.
  var places: [Place]
  /// The one in front.
  var index: Int
  /// Tables that were looked at, the last one first.
  var recent: [TableName]
  /// Lines of the command line, the last one first.
  var lines: [String] = []

  /// Whether there is more to go back to than where everyone begins.
  var isWorthwhile: Bool { places.contains { $0.state.kind != .tables } }

  /// The way to the place in front, for people: `customers › id=42`.
  func crumbs(_ separator: String) -> String {
    places.indices.contains(index)
      ? places[index].state.crumbs.joined(separator: " \(separator) ") : ""
  }

  init(places: [Place], index: Int, recent: [TableName], lines: [String] = []) {
    self.places = places
    self.index = index
    self.recent = recent
    self.lines = lines
  }
}

// As a document.
extension Session {
  private static let format = "fkwalk.session/1"

  /// The document to keep, which names the database it is about.
  package func json(_ key: Key) -> JSONValue {
    let kept = places.map(\.record)
    // The place in front, or the last one before it that can be kept.
    let front = kept.prefix(index + 1).count { $0 != nil } - 1
    return .object([
      "format": .string(Self.format), "about": .string(key.text),
      "places": .array(kept.compactMap { $0 }), "front": .int(max(0, front)),
      "recent": .array(recent.map(\.record)), "lines": .array(lines.map { .string($0) }),
    ])
  }

  /// Reads a document; nil where it is none, or about another database.
  ///
  /// What this fkwalk does not know is passed over.
  package init?(json: JSONValue, _ key: Key) {
    guard json["format"] == .string(Self.format), json["about"] == .string(key.text) else {
      return nil
    }
    let records = json["places"].elements
    places = records.prefix(History.limit).compactMap(Place.init(record:))
    recent = json["recent"].elements.prefix(20).compactMap(TableName.init(record:))
    lines = json["lines"].elements.prefix(100).compactMap(\.text)
    index = min(max(0, json["front"].number ?? 0), max(0, places.count - 1))
  }

  /// The session with those places only whose tables are there.
  func pruned(_ graph: SchemaGraph) -> Session {
    var kept = self
    kept.places = places.filter { place in place.state.tables.allSatisfy { graph.table($0) != nil }
    }
    let isThere = places.prefix(index + 1).filter(kept.places.contains)
    kept.index = max(0, isThere.count - 1)
    kept.recent = recent.filter { graph.table($0) != nil }
    return kept
  }
}

extension PlaceState {
  /// The tables without which the place is nothing.
  fileprivate var tables: [TableName] { columnsOf.map { [$0] } ?? [] }
}
