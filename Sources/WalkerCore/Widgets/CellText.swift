import SchemaModel
import TerminalCanvas

/// A value of a row as people read it, by what type its column has.
struct CellText {
  /// Bytes of `bytea` that a cell shows.
  private static let bytesShown = 16
  /// Characters of a value that a cell looks at: more than any is wide.
  private static let cellLimit = 400

  private let value: String?
  private let kind: Kind
  /// In bytes, where only a part of the value is at hand.
  let wholeLength: Int?

  private enum Kind {
    case boolean, json, bytes, array, other

    init(_ type: String?) {
      switch type {
      case "boolean": self = .boolean
      case "json", "jsonb": self = .json
      case "bytea": self = .bytes
      case let type? where type.hasSuffix("[]"): self = .array
      default: self = .other
      }
    }
  }

  /// - Parameters:
  ///   - value: as the server writes it; nil is NULL.
  ///   - type: the column's, as `format_type` prints it; nil where it is not known.
  ///   - wholeLength: the value's length in bytes, where it was cut off.
  init(_ value: String?, type: String?, wholeLength: Int? = nil) {
    self.value = value
    self.wholeLength = wholeLength
    kind = Kind(type)
  }

  /// The value of one column of a row.
  init(_ row: Row, _ place: Int, _ column: Column?) {
    let value = row.values.indices.contains(place) ? row.values[place] : nil
    self.init(value, type: column?.type, wholeLength: row.wholeLengths[place])
  }

  /// The value on one line, or its beginning.
  var line: Line {
    guard let value else { return .value(nil) }
    let start = String(value.prefix(Self.cellLimit))
    switch kind {
    case .boolean: return .value(boolean(start))
    case .json: return .value(JSONLayout.compact(start))
    case .bytes: return bytes(value, most: Self.bytesShown)
    case .array, .other: return .value(start)
    }
  }

  /// The columns that ``line`` takes, or more than any cell has.
  var width: Int {
    guard kind == .other || kind == .array, let value else { return line.width }
    return Line.valueWidth(String(value.prefix(Self.cellLimit)))
  }

  /// The value, or so many characters of it, on as many lines as it takes.
  func lines(width: Int, limit: Int = .max) -> [Line] {
    guard let value = value.map({ String($0.prefix(limit)) }), !value.isEmpty else {
      return [.value(value)]
    }
    switch kind {
    case .boolean: return [.value(boolean(value))]
    case .json: return Self.broken(JSONLayout.pretty(value), to: width, showsBreaks: false)
    case .bytes: return bytes(value, most: 256).wrapped(to: width).flatMap { $0.cut(to: width) }
    case .array where value.count > width:
      return Self.broken(JSONLayout.prettyArray(value), to: width, showsBreaks: false)
    case .array, .other:
      // Alone on its line it would look like what it is not.
      return ["NULL", "''"].contains(value) ? [.value(value)] : Self.broken(value, to: width)
    }
  }

  func isLonger(than limit: Int) -> Bool { value?.dropFirst(limit).isEmpty == false }

  /// `1.2 MB`; nil where the value is whole.
  var length: String? { wholeLength.map { Numbers.bytes($0) } }

  private func boolean(_ value: String) -> String {
    switch value {
    case "t": "true"
    case "f": "false"
    default: value
    }
  }

  /// `\x89504e47…  1.2 MB`; never all of what is long.
  private func bytes(_ value: String, most: Int) -> Line {
    guard value.hasPrefix("\\x") else { return .value(String(value.prefix(most))) }
    let digits = value.utf8.count - 2
    let isCut = digits > most * 2
    let length = wholeLength ?? digits / 2
    let line = Line(String(value.prefix(2 + most * 2)) + (isCut ? "…" : ""))
    return line.then("  \(Numbers.bytes(length))", .muted)
  }

  /// What goes on to the next line with what follows it: a word begun in the second half of a line.
  private static func lastWord(of part: String, _ width: Int) -> String {
    let word = String(part.reversed().prefix { $0 != " " }.reversed())
    return word.count < part.count && word.count <= width / 2 ? word : ""
  }

  /// A text cut into lines: at its own line ends, at a blank where it does not fit, or at any place
  /// in a long word.
  private static func broken(
    _ value: String, to width: Int, showsBreaks: Bool = true
  ) -> [Line] {
    var lines: [Line] = []
    var part = ""
    var used = 0
    func finish() {
      lines.append(.text(part))
      (part, used) = ("", 0)
    }
    for character in value {
      let columns = character.isASCII && character != "\n" ? 1 : Line.valueWidth(String(character))
      if used + columns > width {
        let rest = Self.lastWord(of: part, width)
        part.removeLast(rest.count)
        finish()
        (part, used) = (rest, rest.isEmpty ? 0 : Line.valueWidth(rest))
      }
      if showsBreaks || !character.isNewline { part.append(character) }
      used += columns
      if character.isNewline { finish() }
    }
    if !part.isEmpty { finish() }
    return lines
  }
}
