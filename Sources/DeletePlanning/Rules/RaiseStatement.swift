/// A RAISE of PL/pgSQL whose message can be told from its text.
struct RaiseStatement {
  /// False for a NOTICE and its like.
  private(set) var isError = true
  private var sqlstate = "P0001"
  private var message: [TriggerBody.MessagePart] = []
  private var detail: String?
  private var hint: String?

  var body: TriggerBody {
    .raises(sqlstate: sqlstate, message: message, detail: detail, hint: hint)
  }

  /// Reads `RAISE [level] 'text with %', TG_TABLE_NAME [USING option = 'text', …]`; nil for anything
  /// else.
  init?(_ statement: ArraySlice<SQLToken>) {
    var rest = statement
    guard rest.popFirst()?.isWord("raise") == true else { return nil }
    let levels: Set = ["debug", "log", "info", "notice", "warning", "exception"]
    if let level = rest.first, level.kind == .word, levels.contains(level.text) {
      isError = level.text == "exception"
      rest.removeFirst()
    }
    let using = rest.firstIndex { $0.isWord("using") } ?? rest.endIndex
    guard readMessage(rest[rest.startIndex..<using]), readOptions(rest[using...].dropFirst()),
      !message.isEmpty
    else { return nil }
  }

  private mutating func readMessage(_ tokens: ArraySlice<SQLToken>) -> Bool {
    guard let first = tokens.first else { return true }
    if first.isWord("sqlstate"), tokens.count == 2, let code = Self.literal(tokens.last) {
      sqlstate = code
      message = [.text(code)]
      return Self.isState(code)
    }
    guard let format = Self.literal(first), let arguments = Self.arguments(tokens.dropFirst())
    else { return false }
    let pieces = Self.pieces(format)
    guard pieces.count == arguments.count + 1 else { return false }
    message = [.text(pieces[0])]
    for (argument, piece) in zip(arguments, pieces.dropFirst()) {
      message += [argument, .text(piece)]
    }
    return true
  }

  private mutating func readOptions(_ tokens: ArraySlice<SQLToken>) -> Bool {
    for option in tokens.split(whereSeparator: { $0.isSymbol(",") }) {
      let parts = Array(option)
      guard parts.count == 3, parts[1].isSymbol("="), let value = Self.literal(parts[2]) else {
        return false
      }
      // An option given twice is an error of its own.
      switch parts[0].text {
      case "message" where message.isEmpty: message = [.text(value)]
      case "detail" where detail == nil: detail = value
      case "hint" where hint == nil: hint = value
      case "errcode" where sqlstate == "P0001" && Self.isState(value): sqlstate = value
      default: return false
      }
    }
    return true
  }

  /// Whether a text is an SQLSTATE that RAISE takes as it is.
  private static func isState(_ text: String) -> Bool {
    text.utf8.count == 5 && text != "00000"
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
      }
  }

  /// The content of a plain `'string'`; nil for other tokens.
  private static func literal(_ token: SQLToken?) -> String? {
    guard let text = token?.text, token?.kind == .constant, text.utf8.count > 1,
      text.hasPrefix("'"), text.hasSuffix("'")
    else { return nil }
    return text.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false)
      .joined(separator: "'")
  }

  /// The text between the `%` placeholders; `%%` stands for a percent sign.
  private static func pieces(_ format: String) -> [String] {
    format.split(separator: "%%", omittingEmptySubsequences: false)
      .map { $0.split(separator: "%", omittingEmptySubsequences: false).map(String.init) }
      .reduce(into: []) { pieces, part in
        guard let last = pieces.popLast() else { return pieces = part }
        pieces += [last + "%" + (part.first ?? "")] + part.dropFirst()
      }
  }

  private static func arguments(
    _ tokens: ArraySlice<SQLToken>
  ) -> [TriggerBody.MessagePart]? {
    var arguments: [TriggerBody.MessagePart] = []
    for argument in tokens.split(whereSeparator: { $0.isSymbol(",") }) {
      guard argument.count == 1, let token = argument.first, token.kind == .word else {
        return nil
      }
      switch token.text {
      case "tg_table_name", "tg_relname": arguments.append(.tableName)
      case "tg_table_schema": arguments.append(.tableSchema)
      case "tg_op": arguments.append(.operation)
      default: return nil
      }
    }
    return arguments
  }
}
