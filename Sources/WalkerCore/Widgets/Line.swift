import SchemaModel
import TerminalCanvas

/// One line of text made of parts with different meanings.
struct Line: Hashable, Sendable {
  /// A piece of text with one meaning.
  struct Span: Hashable, Sendable {
    var text: String
    var role: Role
  }

  var spans: [Span] = []
  /// Columns before the text, on each line it is wrapped to.
  var indent = 0

  init() {}

  init(_ text: String, _ role: Role = .text, indent: Int = 0) {
    spans = text.isEmpty ? [] : [Span(text: text, role: role)]
    self.indent = indent
  }

  static let blank = Line()

  static func + (left: Line, right: Line) -> Line {
    var joined = left
    joined.spans += right.spans
    return joined
  }

  /// A key and what it does: `x stops`.
  static func hint(_ key: String, _ text: String) -> Line {
    Line(key, .hintKey).then(" " + text, .status)
  }

  /// Whether it names a key to press.
  var hasKey: Bool { spans.contains { $0.role == .hintKey } }

  /// The line with more text after it.
  func then(_ text: String, _ role: Role = .text) -> Line { self + Line(text, role) }

  var text: String { spans.map(\.text).joined() }
  var width: Int { indent + spans.reduce(0) { $0 + DisplayWidth.of($1.text) } }

  /// Draws it into one row, cut off where it does not fit.
  @discardableResult
  func draw(x: Int, y: Int, width: Int, on canvas: inout CellBuffer) -> Int {
    var used = min(indent, max(0, width))
    for (number, span) in spans.enumerated() {
      let room = width - used
      guard room > 0 else { break }
      let isCut = number + 1 < spans.count && DisplayWidth.of(span.text) >= room
      let text = isCut ? span.text + " " : span.text
      used += canvas.draw(text, x: x + used, y: y, width: room, role: span.role)
      if isCut { break }
    }
    return used
  }

  /// The line broken at blanks so that each part fits; a word longer than a line is cut.
  func wrapped(to width: Int) -> [Line] {
    if self.width <= width { return [trimmed] }
    let room = max(1, width - indent)
    var lines: [Line] = []
    var line = Line("", indent: indent)
    var used = 0
    for word in words {
      let columns = word.width
      let isSpace = word.text == " "
      if used + columns > room, used > 0 {
        lines.append(line.trimmed)
        line = Line("", indent: indent)
        used = 0
      }
      if isSpace, used == 0, !lines.isEmpty { continue }
      for span in word.spans { line.append(span) }
      used += columns
    }
    return lines + [line.trimmed]
  }

  /// The line in parts of so many columns, words or not.
  func cut(to width: Int) -> [Line] {
    guard self.width > width, width > 0 else { return [self] }
    var lines = [Line("", indent: indent)]
    var used = indent
    for span in spans {
      for character in span.text {
        let columns = DisplayWidth.of(character)
        if used + columns > width, used > indent {
          lines.append(Line("", indent: indent))
          used = indent
        }
        lines[lines.count - 1].append(Span(text: String(character), role: span.role))
        used += columns
      }
    }
    return lines
  }

  /// The line in at most so many columns, the ellipsis at its end where it was cut.
  func shortened(to width: Int, _ ellipsis: String) -> Line {
    guard self.width > width else { return self }
    let start = cut(to: max(1, width - DisplayWidth.of(ellipsis))).first ?? .blank
    return start.then(ellipsis, spans.last?.role ?? .text)
  }

  /// The text taken apart into single blanks and the words between them; one word can have several
  /// meanings, as where a comma follows a name.
  private var words: [Line] {
    var words: [Line] = []
    var isInWord = false
    for span in spans {
      for character in span.text {
        if character == " " || !isInWord { words.append(Line()) }
        words[words.count - 1].append(Span(text: String(character), role: span.role))
        isInWord = character != " "
      }
    }
    return words
  }

  private mutating func append(_ span: Span) {
    if spans.last?.role == span.role {
      spans[spans.count - 1].text += span.text
    } else {
      spans.append(span)
    }
  }

  private var trimmed: Line {
    var line = self
    while let last = line.spans.last, last.text.last == " " {
      line.spans[line.spans.count - 1].text.removeLast()
      if line.spans.last?.text.isEmpty == true { line.spans.removeLast() }
    }
    return line
  }
}

extension Line {
  /// A value from the database: NULL and the empty string are told apart from text that looks like
  /// them, and control characters are made visible.
  static func value(_ value: String?, role: Role = .text) -> Line {
    guard let value else { return Line("NULL", .null) }
    if value.isEmpty { return Line("''", .null) }
    // A text that looks like either gets quotes, as not all see the difference in colour.
    return looksLikeNothing(value) ? Line(SQLText.literal(value), role) : text(value, role: role)
  }

  /// A text from the database that is not NULL, nor empty, nor looks as if it was.
  static func text(_ value: String, role: Role = .text) -> Line {
    var line = Line()
    for character in SafeText.display(value) {
      let isControl = isPicture(character) && !value.contains(character)
      line.append(Span(text: String(character), role: isControl ? .control : role))
    }
    return line
  }

  /// The columns that ``value(_:role:)`` takes.
  static func valueWidth(_ value: String?) -> Int {
    guard let value else { return 4 }
    if value.isEmpty { return 2 }
    return looksLikeNothing(value)
      ? SQLText.literal(value).count : DisplayWidth.of(SafeText.display(value))
  }

  private static func looksLikeNothing(_ value: String) -> Bool { value == "NULL" || value == "''" }

  private static func isPicture(_ character: Character) -> Bool {
    character.unicodeScalars.contains { (0x2400...0x2426).contains($0.value) }
  }
}

extension [Line] {
  /// Parts beside one another, as many as fit.
  ///
  /// Of parts after the first one, those that name no key go first, from the last; the first one is
  /// cut before the last key goes.
  func fitted(to width: Int, ellipsis: String) -> Line {
    let gap = 3
    var parts = filter { !$0.spans.isEmpty }
    func columns() -> Int { parts.reduce(0) { $0 + $1.width + gap } - gap }
    while columns() > width, parts.count > 1 {
      if let extra = parts.indices.dropFirst().last(where: { !parts[$0].hasKey }) {
        parts.remove(at: extra)
      } else if parts.count > 2 || parts[0].hasKey {
        parts.removeLast()
      } else {
        let room = width - gap - parts[1].width
        if room < 8 {
          parts.removeFirst()
        } else {
          parts[0] = parts[0].shortened(to: room, ellipsis)
        }
        break
      }
    }
    return parts.enumerated().reduce(Line()) { line, part in
      line.then(part.offset > 0 ? String(repeating: " ", count: gap) : "") + part.element
    }
  }

  /// All lines broken to fit.
  func wrapped(to width: Int) -> [Line] { flatMap { $0.wrapped(to: width) } }

  /// At most so many lines, broken to fit; where there is more, the last one ends in the ellipsis.
  func wrapped(to width: Int, most: Int, ellipsis: String) -> [Line] {
    let whole = wrapped(to: width)
    guard whole.count > most else { return whole }
    let shown = wrapped(to: width - DisplayWidth.of(ellipsis)).prefix(most)
    return shown.dropLast() + shown.suffix(1).map { $0.then(ellipsis) }
  }

  /// Draws as many lines as fit, from `top` on; a last line that hides more says so.
  func draw(in area: Rect, from top: Int = 0, on canvas: inout CellBuffer) {
    for (row, line) in dropFirst(Swift.max(0, top)).prefix(area.height).enumerated() {
      line.draw(x: area.x, y: area.y + row, width: area.width, on: &canvas)
    }
  }
}
