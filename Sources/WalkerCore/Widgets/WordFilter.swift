/// What `/` narrows a list with: all words must occur, `!word` must not.
///
/// Capitals count only where the filter has some.
struct WordFilter: Hashable, Sendable {
  private let wanted: [String]
  private let unwanted: [String]
  private let isCaseSensitive: Bool

  init(_ text: String) {
    isCaseSensitive = text.contains { $0.isUppercase }
    let words = text.split(separator: " ").map(String.init)
    wanted = words.filter { !$0.hasPrefix("!") }
    unwanted = words.filter { $0.hasPrefix("!") && $0.count > 1 }.map { String($0.dropFirst()) }
  }

  var isEmpty: Bool { wanted.isEmpty && unwanted.isEmpty }

  func matches(_ text: String) -> Bool {
    let text = isCaseSensitive ? text : text.lowercased()
    return wanted.allSatisfy { text.contains($0) } && !unwanted.contains { text.contains($0) }
  }

  /// The text without the blanks around it.
  static func trimmed(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// Where the words occur first, in characters.
  func occurrences(in text: String) -> [Range<Int>] {
    let characters = Array(isCaseSensitive ? text : text.lowercased())
    return wanted.compactMap { word in
      let word = Array(word)
      guard !word.isEmpty, word.count <= characters.count else { return nil }
      return (0...(characters.count - word.count))
        .first { Array(characters[$0..<($0 + word.count)]) == word }
        .map { $0..<($0 + word.count) }
    }
  }
}
