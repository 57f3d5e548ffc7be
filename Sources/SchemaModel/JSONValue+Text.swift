extension JSONValue {
  /// The document as text: indented, members in name order.
  package var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes, indentation: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8], indentation: Int) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .int(let number): bytes += String(number).utf8
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let values):
      Self.write(values, between: ("[", "]"), to: &bytes, indentation) { value, bytes in
        value.write(to: &bytes, indentation: indentation + 1)
      }
    case .object(let members):
      let members = members.sorted { $0.key < $1.key }
      Self.write(members, between: ("{", "}"), to: &bytes, indentation) { member, bytes in
        Self.write(member.key, to: &bytes)
        bytes += " : ".utf8
        member.value.write(to: &bytes, indentation: indentation + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between brackets: (Unicode.Scalar, Unicode.Scalar),
    to bytes: inout [UInt8], _ indentation: Int, _ write: (Element, inout [UInt8]) -> Void
  ) {
    func breakLine(_ indentation: Int) {
      bytes.append(UInt8(ascii: "\n"))
      bytes += repeatElement(UInt8(ascii: " "), count: 2 * indentation)
    }
    bytes.append(UInt8(ascii: brackets.0))
    for (number, element) in elements.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(indentation + 1)
      write(element, &bytes)
    }
    if elements.isEmpty { bytes.append(UInt8(ascii: "\n")) }
    breakLine(indentation)
    bytes.append(UInt8(ascii: brackets.1))
  }

  /// Escapes what JSON wants escaped (RFC 8259, section 7), and what no terminal should get.
  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy({ $0 < 0x7F }) {
      write(text.utf8, to: &bytes)
    } else {
      for scalar in text.unicodeScalars {
        if scalar.value >= 0x7F, SQLText.isInvisible(scalar) {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            bytes += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8
          }
        } else {
          write(String(scalar).utf8, to: &bytes)
        }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func write(_ text: String.UTF8View, to bytes: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case 0x08: bytes += "\\b".utf8
      case 0x0c: bytes += "\\f".utf8
      case 0..<0x20:
        bytes += (byte < 0x10 ? "\\u000" : "\\u00").utf8
        bytes += String(byte, radix: 16).utf8
      default: bytes.append(byte)
      }
    }
  }
}
