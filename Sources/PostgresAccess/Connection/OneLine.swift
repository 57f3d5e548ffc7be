extension String {
  /// Its lines joined with semicolons, without those that libpq indents: they ask what to check
  /// ("Is the server running …?").
  func onOneLine() -> String {
    split(separator: "\n").filter { !$0.hasPrefix("\t") }
      .map { $0.trimmingSuffix(while: \.isWhitespace) }.joined(separator: "; ")
  }
}

extension Substring {
  /// Without the characters at the end that satisfy a condition.
  func trimmingSuffix(while condition: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, condition(last) { text.removeLast() }
    return text
  }
}
