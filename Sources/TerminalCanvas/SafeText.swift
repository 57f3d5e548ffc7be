/// Makes text from outside harmless: nothing in it can move the cursor, change colours or reorder.
package enum SafeText {
  /// The text for a screen, with everything invisible made visible.
  ///
  /// Control characters become pictures (`␊ ␉ ␛`); bidirectional controls, lone marks and all else
  /// without a form of its own become `\u{202e}`; flags become their letters. Joiners and variation
  /// selectors inside a character stay.
  package static func display(_ value: String) -> String {
    if isPlain(value) { return value }
    var text = ""
    for character in value {
      var isFirst = true
      for scalar in character.unicodeScalars {
        append(scalar, startsCharacter: isFirst, to: &text)
        isFirst = false
      }
    }
    return text
  }

  /// The text for plain output and for ASCII screens: `\n`, `\t`, `\x1b`, `\u{202e}` and so on.
  ///
  /// A backslash stays as it is: this is for reading, not for reading back.
  package static func escaped(_ value: String) -> String {
    if isPlain(value) { return value }
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        text += "\\x" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      case _ where isUnsafe(scalar): text += code(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The picture of a C0 control character or DEL; nil for anything else.
  static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value)
    case 0x7F: "\u{2421}"
    default: nil
    }
  }

  /// A text for a screen that can only show ASCII: pictures of control characters become what
  /// ``escaped(_:)`` has for them, and the other signs that fkwalk puts into texts their ASCII forms.
  static func withoutPictures(_ text: String) -> String {
    if isPlain(text) { return text }
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x2400..<0x2420: plain += escaped(String(UnicodeScalar(UInt8(scalar.value - 0x2400))))
      case 0x2421: plain += "\\x7f"
      case 0x2026: plain += Glyphs.ascii.ellipsis
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }

  private static func append(
    _ scalar: Unicode.Scalar, startsCharacter: Bool, to text: inout String
  ) {
    if let picture = picture(of: scalar) {
      text.unicodeScalars.append(picture)
    } else if (0x1F1E6...0x1F1FF).contains(scalar.value) {
      text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0x1F1E6 + 0x41)))
    } else if isUnsafe(scalar) || (startsCharacter && DisplayWidth.of(scalar) == 0) {
      text += code(scalar)
    } else {
      text.unicodeScalars.append(scalar)
    }
  }

  /// Whether a scalar acts on a terminal or on the text around it, wherever it stands.
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D: false  // joiners shape letters and emoji and do no harm
    case 0xE0020...0xE007F: false  // the tags in some flags
    case 0x10FF80...0x10FFFF: true  // bytes that were no text
    default: isInvisible(scalar.properties.generalCategory) && scalar != "\u{AD}"
    }
  }

  private static func isInvisible(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }

  private static func isPlain(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  /// U+10FF80 to U+10FFFF stand for bytes that were no text, as `\xe9`.
  private static func code(_ scalar: Unicode.Scalar) -> String {
    if scalar.value >= 0x10FF80 { return "\\x" + String(scalar.value & 0xFF, radix: 16) }
    return "\\u{" + String(scalar.value, radix: 16) + "}"
  }
}
