/// What the beginning of a line of a log tells.
struct LogLine {
  enum Kind: String {
    /// A record of its own that reports a failure.
    case error
    /// A record of its own that reports something else.
    case log
    /// The statement of the record above.
    case statement
    /// Another part of the record above.
    case detail
  }

  /// Nil where the line bears no label that is known.
  let kind: Kind?
  /// The number of the process that wrote it; nil where the line names none.
  let process: Substring?

  init(_ line: Substring) {
    let head = line.prefix(200)
    kind = Self.kind(of: head)
    process = Self.process(in: head)
  }

  private static let kinds: [String: Kind] = String(
    decoding: PackageResources.labels_txt, as: UTF8.self
  ).split(separator: "\n").reduce(into: [:]) { kinds, line in
    let words = line.split(separator: " ").map(String.init)
    guard let kind = words.first.flatMap(Kind.init(rawValue:)) else { return }
    for word in words.dropFirst() { kinds[word] = kind }
  }

  /// The first label among the words; drivers repeat the severity as a field, which begins nothing.
  private static func kind(of head: Substring) -> Kind? {
    let words = head.split { !$0.isLetter }
    for (index, word) in words.enumerated() {
      guard let kind = kinds[String(word)] else { continue }
      let isField = index > 0 && words[index - 1].lowercased() == "severity"
      if !isField || head.contains("error_severity") { return kind }
    }
    return nil
  }

  /// `[1234]` or `[1234-1]` in a line prefix; a SQLSTATE in brackets is no process.
  static func process(in head: Substring) -> Substring? {
    var rest = head
    while let open = rest.firstIndex(of: "[") {
      let label = rest[..<open]
      rest = rest[rest.index(after: open)...]
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let next = rest[digits.endIndex...].first
      let isCode = ["SQLSTATE", "SQL Error ", "Exception: "].contains { label.hasSuffix($0) }
      if !isCode, !digits.isEmpty, next == "]" || (next == "-" && digits.count != 4) {
        return digits
      }
    }
    return nil
  }
}
