/// What is wrong with a lesson's file, in one line for people.
package struct LessonFileError: Error, Hashable, Sendable {
  /// From 1.
  package var line: Int
  package var message: String
}

/// Reads a lesson from Markdown.
///
/// A `# title`, lines such as `order: 3`, an introduction and a block `sql setup`; then steps, each
/// under a `## title`. Blocks begin with three backquotes and a word: `tables`, `question`, `sql run`,
/// `outcome`, `check`, `hint`, `sql answer`; any other block is shown as it is.
package struct LessonParser {
  /// Larger files are no lessons.
  package static let mostBytes = 256 << 10

  private var lesson: Lesson
  private var lines: [Substring]
  /// The line to read next, from 0.
  private var at = 0

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - text: all of the file.
  ///   - name: what to call the lesson.
  /// - Returns: the lesson, whole.
  /// - Throws: the first thing that is wrong, with its line.
  package static func lesson(_ text: String, name: String) throws(LessonFileError) -> Lesson {
    guard text.utf8.count <= mostBytes else {
      throw LessonFileError(line: 1, message: "the file is too large for a lesson")
    }
    var parser = LessonParser(text, name)
    return try parser.parse()
  }

  private init(_ text: String, _ name: String) {
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    lesson = Lesson(name: name, title: "", setup: LessonSQL(text: "", line: 1))
  }

  private mutating func parse() throws(LessonFileError) -> Lesson {
    while at < lines.count, lines[at].trimmed.isEmpty { at += 1 }
    guard at < lines.count, lines[at].hasPrefix("# ") else {
      throw error("a lesson begins with its title: # Title")
    }
    lesson.title = lines[at].dropFirst(2).trimmed
    at += 1
    try readSettings()
    try readIntroduction()
    while at < lines.count { lesson.steps.append(try readStep()) }
    guard !lesson.steps.isEmpty else { throw error("the lesson has no step: ## Title") }
    return lesson
  }

  private mutating func readSettings() throws(LessonFileError) {
    while at < lines.count, let colon = lines[at].firstIndex(of: ":"),
      !lines[at][..<colon].contains(" ")
    {
      let value = lines[at][lines[at].index(after: colon)...].trimmed
      switch lines[at][..<colon] {
      case "order":
        guard let order = Int(value) else { throw error("order: takes a number") }
        lesson.order = order
      case "roles":
        lesson.roles = value.split(separator: ",").map(\.trimmed)
        guard lesson.roles.allSatisfy(\.isPlainName) else {
          throw error("roles: takes plain names with commas: clerk, auditor")
        }
      default: throw error("there is no setting \(lines[at][..<colon]): there are order and roles")
      }
      at += 1
    }
  }

  private mutating func readIntroduction() throws(LessonFileError) {
    var hasSetup = false
    while at < lines.count, !lines[at].hasPrefix("## ") {
      switch try readPiece() {
      case .text(let blocks): lesson.introduction += blocks
      case .block("sql setup", let body, let line):
        guard !hasSetup else { throw error("a second sql setup", line: line) }
        hasSetup = true
        lesson.setup = LessonSQL(text: body.joined(separator: "\n"), line: line + 1)
      case .block(let word, _, let line):
        throw error("\(word) belongs into a step, below a ## title", line: line)
      }
    }
  }

  private mutating func readStep() throws(LessonFileError) -> LessonStep {
    var reader = LessonStepReader(
      LessonStep(title: lines[at].dropFirst(3).trimmed, line: at + 1))
    at += 1
    while at < lines.count, !lines[at].hasPrefix("## ") {
      switch try readPiece() {
      case .text(let blocks): reader.add(blocks)
      case .block(let word, let body, let line): try reader.add(word, body, line: line)
      }
    }
    return try reader.finish()
  }

  /// A piece of the file between two others.
  private enum Piece {
    case text([LessonBlock])
    /// The words after the backquotes, the lines between, and the line of the backquotes, from 1.
    case block(String, [String], line: Int)
  }

  /// Reads up to the next block or heading.
  private mutating func readPiece() throws(LessonFileError) -> Piece {
    if lines[at].hasPrefix("```") { return try readBlock() }
    if lines[at].hasPrefix("# ") { throw error("a second title") }
    var text: [Substring] = []
    while at < lines.count, !lines[at].hasPrefix("```"), !lines[at].hasPrefix("#") {
      text.append(lines[at])
      at += 1
    }
    if text.isEmpty { throw error("a heading is ## and a blank before its words") }
    return .text(LessonBlock.blocks(text))
  }

  private mutating func readBlock() throws(LessonFileError) -> Piece {
    let start = at
    let word = lines[at].dropFirst(3).trimmed
    at += 1
    var body: [String] = []
    while at < lines.count, lines[at].trimmed != "```" {
      body.append(String(lines[at]))
      at += 1
    }
    guard at < lines.count else { throw error("the block is not closed by ```", line: start + 1) }
    at += 1
    let isOurs = LessonStepReader.words.contains(word) || word == "sql setup"
    return isOurs ? .block(word, body, line: start + 1) : .text([.code(body)])
  }

  private func error(_ message: String, line: Int? = nil) -> LessonFileError {
    LessonFileError(line: line ?? min(at, max(0, lines.count - 1)) + 1, message: message)
  }
}

extension LessonBlock {
  /// The paragraphs and points of some lines, apart by blank lines.
  static func blocks(_ lines: [Substring]) -> [LessonBlock] {
    var blocks: [LessonBlock] = []
    var isOpen = false
    for line in lines {
      let text = line.trimmed
      if text.isEmpty {
        isOpen = false
      } else if text.hasPrefix("- ") {
        blocks.append(.item(text.dropFirst(2).trimmed))
        isOpen = true
      } else if isOpen, let last = blocks.popLast() {
        blocks.append(last.continued(text))
      } else {
        blocks.append(.paragraph(text))
        isOpen = true
      }
    }
    return blocks
  }

  private func continued(_ text: String) -> LessonBlock {
    switch self {
    case .paragraph(let before): .paragraph("\(before) \(text)")
    case .item(let before): .item("\(before) \(text)")
    case .code: self
    }
  }
}

extension StringProtocol {
  /// Without blanks around it.
  var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// Whether it is a name that SQL takes without quotes.
  var isPlainName: Bool {
    guard let first, first.isLowercaseASCII || first == "_" else { return false }
    return allSatisfy { $0.isLowercaseASCII || $0 == "_" || ("0"..."9").contains($0) }
  }
}

extension Character {
  fileprivate var isLowercaseASCII: Bool { ("a"..."z").contains(self) }
}
