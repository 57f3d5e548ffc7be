/// What one or two cells can show: a spacing scalar with at most four combining marks.
///
/// Terminals do not agree on the width of anything longer, so characters are taken apart here: of
/// an emoji sequence only the first emoji is kept, spacing marks (Devanagari vowel signs) get a cell
/// of their own, and joiners and variation selectors are dropped.
struct CellSymbol {
  static let blank = CellSymbol(character: " ", columns: 1)
  /// curses keeps five scalars in a cell.
  private static let mostMarks = 4

  let character: Character
  let columns: Int

  /// The symbols that show `character`: at least one, each one or two columns wide.
  static func all(of character: Character) -> [CellSymbol] {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return [] }
    guard scalars.count > 1 else { return [spacing(first, marks: [])] }
    let isEmoji = first.properties.isEmoji && !first.isASCII
    var symbols: [CellSymbol] = []
    var base = first
    var marks: [Unicode.Scalar] = []
    for scalar in scalars.dropFirst() {
      if isEmoji, scalar == "\u{200D}" { break }
      if scalar.properties.isVariationSelector || scalar.properties.isEmojiModifier { continue }
      if DisplayWidth.of(scalar) == 0 {
        if scalar.properties.generalCategory != .format { marks.append(scalar) }
        continue
      }
      symbols.append(spacing(base, marks: marks))
      (base, marks) = (scalar, [])
    }
    symbols.append(spacing(base, marks: marks))
    return symbols
  }

  private static func spacing(_ base: Unicode.Scalar, marks: [Unicode.Scalar]) -> CellSymbol {
    guard let shown = visible(base) else { return CellSymbol(character: "\u{FFFD}", columns: 1) }
    let columns = DisplayWidth.of(shown)
    guard !marks.isEmpty else { return CellSymbol(character: Character(shown), columns: columns) }
    var text = String(shown)
    text.unicodeScalars.append(contentsOf: marks.prefix(mostMarks))
    let whole = text.first.flatMap { text.count == 1 ? $0 : nil }
    return CellSymbol(character: whole ?? Character(shown), columns: columns)
  }

  /// The scalar that stands for `scalar`, or nil when it has no width or form of its own.
  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x20...0x7E: scalar
    case 0x1F1E6...0x1F1FF: Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41)  // a flag's letters
    default:
      SafeText.picture(of: scalar)
        ?? (DisplayWidth.of(scalar) == 0 || SafeText.isUnsafe(scalar) ? nil : scalar)
    }
  }
}
