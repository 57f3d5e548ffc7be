import SchemaModel

/// The WHEN condition of a trigger.
struct TriggerCondition: Hashable, Sendable {
  /// As SQL over the rows `old` and `new`.
  private var expression: String
  /// Where it asks for `pg_trigger_depth()`, in bytes of the expression.
  private var depths: [Range<Int>] = []
  /// The columns it names.
  var columns: [String] = []
  /// Whether it looks at a row as a whole.
  var usesWholeRow = false
  /// A function in it that may answer otherwise when the statement runs; nil where there is none.
  var unpredictable: String?

  /// Reads `… WHEN (condition) EXECUTE …`, as `pg_get_triggerdef` prints it.
  ///
  /// - Returns: nil where there is no condition.
  init?(definition: String, unpredictable: String?) {
    guard let tokens = try? SQLLexer.tokens(of: definition),
      let when = tokens.firstIndex(where: { $0.depth == 0 && $0.isWord("when") }),
      let execute = tokens[when...].firstIndex(where: { $0.depth == 0 && $0.isWord("execute") }),
      when + 2 < execute - 1
    else { return nil }
    let inner = tokens[when + 2..<execute - 1]
    let source = Array(definition.utf8)
    let start = tokens[when + 1].range.upperBound
    expression = String(
      decoding: source[start..<tokens[execute - 1].range.lowerBound], as: UTF8.self)
    for place in inner.indices.dropLast(2)
    where inner[place].isWord("pg_trigger_depth") && inner[place + 2].isSymbol(")") {
      let end = inner[place + 2].range.upperBound
      depths.append(inner[place].range.lowerBound - start..<end - start)
    }
    self.unpredictable = unpredictable
    for place in inner.indices.dropFirst(2)
    where inner[place - 1].isSymbol(".")
      && (inner[place - 2].isWord("old") || inner[place - 2].isWord("new"))
    {
      if inner[place].isSymbol("*") {
        usesWholeRow = true
      } else {
        columns.append(inner[place].text)
      }
    }
  }

  /// Whether it holds at one depth of triggers but not at another.
  var asksForDepth: Bool { !depths.isEmpty }

  /// The condition as SQL over the rows `old` and `new`.
  ///
  /// - Parameter isNested: whether a referential trigger makes the change. All of these are called
  ///   from the statement's own queue, so that the depth is 1 however far down it is.
  ///
  /// - Returns: SQL without parentheses around it.
  func expression(isNested: Bool) -> String {
    var bytes = Array(expression.utf8)
    for range in depths.reversed() {
      bytes.replaceSubrange(range, with: (isNested ? "1" : "0").utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
