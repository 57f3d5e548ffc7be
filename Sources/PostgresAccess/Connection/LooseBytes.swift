import Glibc

/// Text of databases that take any bytes for text (SQL_ASCII), without loss.
///
/// A byte that is no UTF-8 is kept as the private scalar U+10FF00 plus its value, U+10FF80 to
/// U+10FFFF, and becomes the byte again on its way back, so that a row is found by its key.
package enum LooseBytes {
  private static let base: UInt32 = 0x10FF00

  /// The text in some bytes.
  package static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = String(decoding: bytes, as: UTF8.self)
    let isWhole = text.withUTF8 { decoded in
      guard let start = bytes.baseAddress, let other = decoded.baseAddress else { return true }
      return decoded.count == bytes.count && memcmp(start, other, bytes.count) == 0
    }
    return isWhole ? text : repaired(bytes)
  }

  /// The bytes of a text, ended by a zero as C wants it.
  ///
  /// - Parameters:
  ///   - text: what to send.
  ///   - isLoose: whether the server takes any bytes; else the text goes as UTF-8.
  /// - Returns: the bytes to send.
  package static func bytes(_ text: String, isLoose: Bool) -> [CChar] {
    guard isLoose, text.unicodeScalars.contains(where: { byte($0) != nil }) else {
      return Array(text.utf8CString)
    }
    let bytes = text.unicodeScalars.flatMap { scalar in
      byte(scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
    return bytes.map { CChar(bitPattern: $0) } + [0]
  }

  /// Whether a scalar stands for a byte.
  package static func isByte(_ scalar: Unicode.Scalar) -> Bool { byte(scalar) != nil }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= base + 0x80 ? UInt8(truncatingIfNeeded: scalar.value - base) : nil
  }

  private static func repaired(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = ""
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var position = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let encoded):
        text.unicodeScalars.append(Unicode.UTF8.decode(encoded))
        position += encoded.count
      case .error(let length):
        for byte in bytes[position..<min(position + length, bytes.count)] {
          text.unicodeScalars.append(Unicode.Scalar(base + UInt32(byte)) ?? "\u{FFFD}")
        }
        position += length
      case .emptyInput: return text
      }
    }
  }
}
