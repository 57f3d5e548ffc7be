import Glibc

/// The passwords that libpq may repeat in its messages.
///
/// libpq quotes what it could not use. A password with an `@` in a URI is taken for part of the
/// host name, and a connection string that cannot be read is quoted piece by piece; so it is
/// everything in quotes that is looked at.
struct Secrets {
  private var words: [String]
  /// Whether a connection string could not be read, so that anything quoted may be a secret.
  private var isUnreadable = false
  /// Whether what libpq quotes may hold quotation marks itself.
  private let hasQuotationMarks: Bool

  init(of parameters: ConnectionParameters) {
    hasQuotationMarks = parameters.database?.contains("\"") == true
    words = [parameters.password, getenv("PGPASSWORD").map { String(cString: $0) }].compactMap {
      $0
    }
    guard let database = parameters.database else { return }
    defer {
      words.removeAll { $0.isEmpty }
      words.sort { $0.utf8.count > $1.utf8.count }
    }
    words += Self.userInformation(of: database)
    // A URI with a mistake in its first letters is a name.
    guard Conninfo.isConnectionString(database) else { return }
    if let settings = Conninfo.parse(database) {
      words += [settings["password"], settings["sslpassword"]].compactMap { $0 }
    } else {
      isUnreadable = true
    }
  }

  /// The message with every secret in double quotes replaced by `***`.
  func remove(from message: String) -> String {
    if isUnreadable, hasQuotationMarks, let start = message.firstIndex(of: "\""),
      let end = message.lastIndex(of: "\""), message.distance(from: start, to: end) > 2
    {
      return message[...start] + "***" + message[end...]
    }
    let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      index.isMultiple(of: 2) ? String(part) : clean(String(part))
    }.joined(separator: "\"")
  }

  private func clean(_ quoted: String) -> String {
    if isUnreadable { return quoted.count > 1 ? "***" : quoted }
    return words.reduce(quoted) { text, word in Self.replace(word, in: text) }
  }

  /// What stands after the user name in a URI, up to the last `@`, whole and in pieces.
  static func userInformation(of uri: String) -> [String] {
    guard let end = uri.lastIndex(of: "@") else { return [] }
    let start = uri.firstRange(of: "://")?.upperBound ?? uri.startIndex
    guard start < end, let colon = uri[start..<end].firstIndex(of: ":") else { return [] }
    let password = uri[uri.index(after: colon)..<end]
    return [String(password)]
      + password.split(whereSeparator: { "@/:".contains($0) }).map(String.init)
  }

  static func replace(_ word: String, in text: String) -> String {
    text.split(separator: word, omittingEmptySubsequences: false).joined(separator: "***")
  }
}
