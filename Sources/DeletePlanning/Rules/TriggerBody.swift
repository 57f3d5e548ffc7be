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

  /// Assigns the time to columns of NEW, and returns.
  case returns(Value, assigning: [String])
  /// Raises an error as the first thing it does.
  case raises(
    sqlstate: String, message: [MessagePart], detail: String? = nil, hint: String? = nil)
  case unknown

  /// Reads a function's source.
  ///
  /// - Parameters:
  ///   - language: only `plpgsql` bodies are understood.
  ///   - source: `pg_proc.prosrc`.
  ///   - trustsCalls: whether `now()` and its kin are the server's own.
  init(language: String, source: String, trustsCalls: Bool = true) {
    guard language == "plpgsql", let tokens = try? SQLLexer.tokens(of: source),
      let body = Self.reading(tokens, trustsCalls)
    else {
      self = .unknown
      return
    }
    self = body
  }

  private static func reading(_ tokens: [SQLToken], _ trustsCalls: Bool) -> TriggerBody? {
    var tokens = tokens[...]
    if tokens.last?.isSymbol(";") == true { tokens.removeLast() }
    guard tokens.first?.isWord("begin") == true, tokens.last?.isWord("end") == true else {
      return nil
    }
    let statements = tokens.dropFirst().dropLast().split { $0.isSymbol(";") && $0.depth == 0 }
    // What is raised may be caught.
    guard !statements.contains(where: { $0.first?.isWord("exception") == true }) else { return nil }
    var assigned: [String] = []
    for statement in statements {
      if let raise = RaiseStatement(statement) {
        guard raise.isError else { continue }
        return assigned.isEmpty ? raise.body : nil
      }
      if let value = returned(statement) { return .returns(value, assigning: assigned) }
      guard let column = assignment(statement, trustsCalls) else { return nil }
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

  /// `NEW.column := now()`: the column.
  private static func assignment(
    _ statement: ArraySlice<SQLToken>, _ trustsCalls: Bool
  ) -> String? {
    var rest = statement
    guard rest.popFirst()?.isWord("new") == true, rest.popFirst()?.isSymbol(".") == true,
      let column = rest.popFirst(), column.kind == .word || column.kind == .quotedIdentifier
    else { return nil }
    if rest.first?.isSymbol(":") == true { rest.removeFirst() }
    guard rest.popFirst()?.isSymbol("=") == true, let clock = rest.popFirst(), clock.kind == .word
    else { return nil }
    let functions: Set = [
      "now", "clock_timestamp", "statement_timestamp", "transaction_timestamp",
    ]
    let words: Set = ["current_timestamp", "current_date", "localtimestamp"]
    let isCall =
      trustsCalls && rest.map(\.text) == ["(", ")"] && functions.contains(clock.text)
    return isCall || rest.isEmpty && words.contains(clock.text) ? column.text : nil
  }
}
