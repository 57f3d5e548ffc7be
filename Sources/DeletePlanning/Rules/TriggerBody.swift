import SchemaModel

/// What the body of a person's trigger function does, where it is simple enough to be sure.
enum TriggerBody: Hashable, Sendable {
  enum Value: Hashable, Sendable {
    case null, old, new
  }

  /// One part of the message of a RAISE.
  enum MessagePart: Hashable, Sendable {
    case text(String)
    case tableName, tableSchema, operation
  }

  /// Assigns to columns of NEW, from values that cannot fail or reach other tables, and returns.
  case returns(Value, assigning: [String])
  /// Raises an error as the first thing it does.
  case raises(sqlstate: String, message: [MessagePart])
  case unknown

  /// Reads a function's source.
  ///
  /// - Parameters:
  ///   - language: only `plpgsql` bodies are understood.
  ///   - source: `pg_proc.prosrc`.
  init(language: String, source: String) {
    guard language == "plpgsql", let tokens = try? SQLLexer.tokens(of: source),
      let body = Self.reading(tokens)
    else {
      self = .unknown
      return
    }
    self = body
  }

  private static func reading(_ tokens: [SQLToken]) -> TriggerBody? {
    var tokens = tokens[...]
    if tokens.last?.isSymbol(";") == true { tokens.removeLast() }
    guard tokens.first?.isWord("begin") == true, tokens.last?.isWord("end") == true else {
      return nil
    }
    let statements = tokens.dropFirst().dropLast().split { $0.isSymbol(";") && $0.depth == 0 }
    var assigned: [String] = []
    for statement in statements {
      if assigned.isEmpty, let raise = raise(statement) { return raise }
      if let value = returned(statement) { return .returns(value, assigning: assigned) }
      guard let column = assignment(statement) else { return nil }
      assigned.append(column)
    }
    return nil
  }

  /// Reads `RETURN OLD`.
  private static func returned(_ statement: ArraySlice<SQLToken>) -> Value? {
    guard statement.count == 2, statement.first?.isWord("return") == true else { return nil }
    return switch statement.last?.text {
    case "null": .null
    case "old": .old
    case "new": .new
    default: nil
    }
  }

  /// `NEW.column := now()`; the expression may only use constants and the clock.
  private static func assignment(_ statement: ArraySlice<SQLToken>) -> String? {
    var rest = statement
    guard rest.popFirst()?.isWord("new") == true, rest.popFirst()?.isSymbol(".") == true,
      let column = rest.popFirst(), column.kind == .word || column.kind == .quotedIdentifier
    else { return nil }
    if rest.first?.isSymbol(":") == true { rest.removeFirst() }
    guard rest.popFirst()?.isSymbol("=") == true, !rest.isEmpty else { return nil }
    let harmless: Set = [
      "now", "current_timestamp", "clock_timestamp", "statement_timestamp", "current_date",
      "localtimestamp", "transaction_timestamp", "null", "true", "false",
    ]
    let isHarmless = rest.allSatisfy { token in
      switch token.kind {
      case .word: harmless.contains(token.text)
      case .constant: true
      case .symbol: token.text == "(" || token.text == ")"
      case .quotedIdentifier: false
      }
    }
    return isHarmless ? column.text : nil
  }

  /// Reads `RAISE [EXCEPTION] 'text with %', TG_TABLE_NAME`.
  private static func raise(_ statement: ArraySlice<SQLToken>) -> TriggerBody? {
    var rest = statement
    guard rest.popFirst()?.isWord("raise") == true else { return nil }
    if rest.first?.isWord("exception") == true { rest.removeFirst() }
    guard let format = rest.popFirst(), format.kind == .constant,
      format.text.hasPrefix("'"), format.text.hasSuffix("'"), format.text.count > 1
    else { return nil }
    let text = format.text.dropFirst().dropLast().split(
      separator: "''", omittingEmptySubsequences: false
    )
    .joined(separator: "'")
    guard let arguments = arguments(rest) else { return nil }
    let pieces = text.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
    guard pieces.count == arguments.count + 1 else { return nil }
    var message: [MessagePart] = [.text(pieces[0])]
    for (argument, piece) in zip(arguments, pieces.dropFirst()) {
      message += [argument, .text(piece)]
    }
    return .raises(sqlstate: "P0001", message: message)
  }

  private static func arguments(_ tokens: ArraySlice<SQLToken>) -> [MessagePart]? {
    var arguments: [MessagePart] = []
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
