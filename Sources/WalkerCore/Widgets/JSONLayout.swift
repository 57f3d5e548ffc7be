/// JSON text laid out anew, without being understood: also where it was cut off or is not valid.
enum JSONLayout {
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let space = UInt8(ascii: " ")

  /// On one line, with a blank after each colon and comma.
  static func compact(_ text: String) -> String {
    var layout: [UInt8] = []
    walk(text) { byte, isText in
      if isText || !isBlank(byte) { layout.append(byte) }
      if !isText, byte == UInt8(ascii: ":") || byte == UInt8(ascii: ",") { layout.append(space) }
    }
    return String(decoding: layout, as: UTF8.self)
  }

  /// A member or element on each line, indented by two blanks; empty ones stay as they are.
  static func pretty(_ text: String) -> String { pretty(text, isJSON: true) }

  /// The same for an array as the server writes it: an element on each line, all of it as it is.
  static func prettyArray(_ text: String) -> String { pretty(text, isJSON: false) }

  private static func pretty(_ text: String, isJSON: Bool) -> String {
    func isBracket(_ byte: UInt8, _ curly: UInt8, _ square: UInt8) -> Bool {
      byte == curly || (isJSON && byte == square)
    }
    var layout: [UInt8] = []
    var depth = 0
    var isOpened = false
    func lineBreak() { layout += [UInt8(ascii: "\n")] + Array(repeating: space, count: depth * 2) }
    walk(text) { byte, isText in
      if !isText, isJSON, isBlank(byte) { return }
      let closes = !isText && isBracket(byte, UInt8(ascii: "}"), UInt8(ascii: "]"))
      if closes { depth = max(0, depth - 1) }
      // A break after an opening bracket and before a closing one, but not between the two.
      if isOpened != closes { lineBreak() }
      isOpened = false
      layout.append(byte)
      switch byte {
      case _ where isText: break
      case _ where isBracket(byte, UInt8(ascii: "{"), UInt8(ascii: "[")):
        depth = min(depth + 1, 40)
        isOpened = true
      case UInt8(ascii: ","): lineBreak()
      case UInt8(ascii: ":") where isJSON: layout.append(space)
      default: break
      }
    }
    return String(decoding: layout, as: UTF8.self)
  }

  /// Hands out each byte, and whether it belongs to a string.
  private static func walk(_ text: String, _ take: (UInt8, Bool) -> Void) {
    var isText = false
    var isEscaped = false
    for byte in text.utf8 {
      guard isText else {
        isText = byte == quote
        take(byte, isText)
        continue
      }
      take(byte, true)
      if isEscaped {
        isEscaped = false
      } else if byte == backslash {
        isEscaped = true
      } else if byte == quote {
        isText = false
      }
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == space || (9...13).contains(byte) }
}
