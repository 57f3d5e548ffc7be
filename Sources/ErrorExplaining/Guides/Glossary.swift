/// The words of foreign keys, each explained in a few sentences: `Texts/glossary.md`.
package enum Glossary {
  /// A word and what it means.
  package struct Entry: Hashable, Sendable {
    /// As PostgreSQL or people write it: `SET NULL`, `trigger order`.
    package var name: String
    /// Other words for it, in small letters.
    package var aliases: [String] = []
    /// The section of PostgreSQL's manual, by its title.
    package var manual = ""
    package var text = ""
  }

  /// All of them, as the file has them: what belongs together stands together.
  package static let all: [Entry] = read(
    String(decoding: PackageResources.glossary_md, as: UTF8.self))

  /// The entry of that name or with such an alias, whatever its capitals; nil where there is none.
  package static func entry(_ term: String) -> Entry? {
    let term = term.lowercased()
    return all.first { $0.name.lowercased() == term } ?? all.first { $0.aliases.contains(term) }
  }

  /// The entries whose name, alias or text has all the words, the best first.
  package static func search(_ text: String) -> [Entry] {
    let words = text.lowercased().split(separator: " ").map(String.init)
    guard !words.isEmpty else { return all }
    func has(_ place: String, _ words: [String]) -> Bool { words.allSatisfy(place.contains) }
    let named = all.filter {
      has(([$0.name.lowercased()] + $0.aliases).joined(separator: " "), words)
    }
    let exact = entry(text).map { [$0] } ?? []
    let near = exact + named.filter { !exact.contains($0) }
    return near + all.filter { !near.contains($0) && has($0.text.lowercased(), words) }
  }

  /// The entries whose names, or longer aliases, occur in a text as words of their own.
  package static func entries(in text: String) -> [Entry] {
    let words = " " + String(text.lowercased().map { isWord($0) ? $0 : " " }) + " "
    return all.filter { entry in
      ([entry.name.lowercased()] + entry.aliases.filter { $0.count > 3 }).contains {
        words.contains(" \($0) ")
      }
    }
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private static func read(_ text: String) -> [Entry] {
    var entries: [Entry] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("## ") {
        entries.append(Entry(name: String(line.dropFirst(3))))
      } else if entries.isEmpty {
        continue
      } else if line.hasPrefix("also: ") {
        entries[entries.count - 1].aliases = line.dropFirst(6).split(separator: ",").map {
          String($0.drop { $0 == " " })
        }
      } else if line.hasPrefix("manual: ") {
        entries[entries.count - 1].manual = String(line.dropFirst(8))
      } else {
        let before = entries[entries.count - 1].text
        entries[entries.count - 1].text = before.isEmpty ? String(line) : "\(before) \(line)"
      }
    }
    return entries
  }
}
