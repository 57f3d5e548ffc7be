import CProcess

/// Passwords that people wrote into connection strings, as they are spelled there.
package enum SpelledPasswords {
  /// A text for people, with `***` for each password.
  package static func masked(_ text: String) -> String {
    var masked = ""
    var rest = text.startIndex
    for range in ranges(in: text, endingAt: \.isWhitespace) where range.lowerBound >= rest {
      masked += text[rest..<range.lowerBound] + "***"
      rest = range.upperBound
    }
    return masked + text[rest...]
  }

  /// Takes passwords out of this process's arguments as others see them, for the rest of its time.
  ///
  /// - Parameter arguments: the command line.
  package static func hide(in arguments: [String]) {
    for argument in arguments {
      for range in ranges(in: argument, endingAt: { _ in false }) {
        fk_hide_in_arguments(String(argument[range]))
      }
    }
  }

  /// - Parameters:
  ///   - text: may hold connection strings.
  ///   - isEnd: whether a URI ends before a character.
  /// - Returns: in order; none is empty.
  private static func ranges(
    in text: String, endingAt isEnd: (Character) -> Bool
  ) -> [Range<String.Index>] {
    let inURIs = text.ranges(of: "://").compactMap {
      userPassword(after: $0.upperBound, text, isEnd)
    }
    let named = text.ranges(of: "password").compactMap { setting(after: $0.upperBound, text) }
    return (inURIs + named).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// `user:PASSWORD@host`, up to the last `@`, as a password may hold one that is not escaped.
  private static func userPassword(
    after start: String.Index, _ text: String, _ isEnd: (Character) -> Bool
  ) -> Range<String.Index>? {
    let uri = text[start...].prefix { !isEnd($0) }
    guard let end = uri.lastIndex(of: "@"), let colon = uri[..<end].firstIndex(of: ":") else {
      return nil
    }
    return uri.index(after: colon)..<end
  }

  /// `password=PASSWORD`, `password = 'PASSWORD'`.
  private static func setting(after start: String.Index, _ text: String) -> Range<String.Index>? {
    let sign = text[start...].drop { $0 == " " }
    guard sign.first == "=" else { return nil }
    let value = sign.dropFirst().drop { $0 == " " }
    guard value.first == "'" else {
      let word = value.prefix { $0 != "&" && !$0.isWhitespace }
      return word.startIndex..<word.endIndex
    }
    var end = value.index(after: value.startIndex)
    var isEscaped = false
    while end < text.endIndex, text[end] != "'" || isEscaped {
      isEscaped = text[end] == "\\" && !isEscaped
      end = text.index(after: end)
    }
    return value.index(after: value.startIndex)..<end
  }
}
