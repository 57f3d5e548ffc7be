import SchemaModel

/// Finds tables by a few letters of their names, in order.
struct TableFinder {
  /// More candidates than this are not ranked for display.
  private static let most = 200

  /// Tables that were looked at, the last one first; they lead among equals.
  let recent: [TableName]
  let graph: SchemaGraph

  /// The tables whose names have the letters in order, best first; recent ones lead.
  func find(_ text: String) -> [TableName] {
    let letters = Array(text.lowercased().filter { $0 != " " })
    let ranks = Dictionary(
      recent.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let scored = graph.tables.compactMap { table -> (name: TableName, score: Int, rank: Int)? in
      Self.score(letters, table.name.displayName.lowercased())
        .map { (table.name, $0, ranks[table.name] ?? .max) }
    }
    let sorted = scored.sorted {
      ($0.score, $0.rank, $0.name.name.count, $0.name)
        < ($1.score, $1.rank, $1.name.name.count, $1.name)
    }
    return sorted.prefix(Self.most).map(\.name)
  }

  /// How far the letters are apart; less is better, nil where one is missing.
  private static func score(_ letters: [Character], _ name: String) -> Int? {
    guard let first = letters.first else { return 0 }
    var best: Int?
    let characters = Array(name)
    for start in characters.indices where characters[start] == first {
      guard let gaps = gaps(letters, characters, from: start) else { break }
      let isWordStart = start == 0 || "._".contains(characters[start - 1])
      let score = gaps * 2 + (isWordStart ? 0 : 3) + (start == 0 ? 0 : 1)
      best = min(best ?? score, score)
    }
    return best
  }

  private static func gaps(_ letters: [Character], _ name: [Character], from start: Int) -> Int? {
    var at = start
    var gaps = 0
    for letter in letters {
      guard let next = name[at...].firstIndex(of: letter) else { return nil }
      gaps += next - at
      at = next + 1
    }
    return gaps
  }
}
