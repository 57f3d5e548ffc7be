import TerminalCanvas

/// The way to a screen, from the database on: `shop › customers › id=42`.
struct Crumbs {
  /// Parts are not made shorter than this many columns.
  private static let shortest = 8

  let parts: [String]
  let separator: String

  /// The way in at most `width` columns, as long as that leaves it readable.
  ///
  /// What the title names as well goes first: the database, then the kind of screen. Then long parts,
  /// mostly keys, are cut; only then do steps disappear, the first ones first.
  func fitted(to width: Int, ellipsis: String) -> String {
    var parts = parts[...]
    if parts.count > 2, columns(parts) > width { parts = parts.dropFirst() }
    if parts.count > 2, columns(parts) > width { parts = parts.dropLast() }
    while columns(parts) > width, let longest = Self.longest(of: parts) {
      let now = DisplayWidth.of(parts[longest])
      guard now > Self.shortest else { break }
      let wanted = max(Self.shortest, now - (columns(parts) - width))
      parts[longest] = Self.cut(parts[longest], to: wanted, ellipsis)
    }
    while parts.count > 1, columns(parts) > width { parts = parts.dropFirst() }
    return parts.joined(separator: separator)
  }

  private func columns(_ parts: ArraySlice<String>) -> Int {
    DisplayWidth.of(parts.joined(separator: separator))
  }

  private static func longest(of parts: ArraySlice<String>) -> Int? {
    parts.indices.max { DisplayWidth.of(parts[$0]) < DisplayWidth.of(parts[$1]) }
  }

  /// A wide character at the end leaves a blank, which would look like one too many.
  private static func cut(_ text: String, to width: Int, _ ellipsis: String) -> String {
    let cut = DisplayWidth.padded(text, to: width, ellipsis: ellipsis)
    return cut.last == " " ? String(cut.dropLast()) : cut
  }
}
