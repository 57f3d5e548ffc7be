import TerminalCanvas

/// What curses hands over: a typed scalar, or the code of a key it recognised.
enum RawInput: Hashable {
  case scalar(Unicode.Scalar)
  case code(Int32)
}

/// Turns what curses hands over into keys, pastes and mouse events.
///
/// Escape sequences that nobody knows are swallowed whole, so that no part of them acts as a key.
struct InputDecoder {
  /// More than this of one paste is dropped.
  private static let pasteLimit = 1 << 20
  private static let pasteEnd = "\u{1b}[201~"

  private var paste: String?
  /// The beginning of a sequence whose rest has not come yet.
  private var unfinished: [RawInput] = []
  private var read: [RawInput] = []
  private var position = 0

  /// The events in everything that is there now; what is cut off is kept for the next call.
  mutating func decode(_ input: [RawInput]) -> [InputEvent] {
    read = unfinished + input
    unfinished = []
    position = 0
    var events: [InputEvent] = []
    while let next = take() {
      if paste != nil {
        if let text = continuePaste(next) { events.append(.paste(text)) }
      } else {
        events += begin(next)
      }
    }
    return events
  }

  private mutating func take() -> RawInput? {
    guard position < read.count else { return nil }
    position += 1
    return read[position - 1]
  }

  private mutating func begin(_ input: RawInput) -> [InputEvent] {
    switch input {
    case .code(KeyCode.pasteBegin): paste = ""
    case .code(KeyCode.mouse): return mouseReport().map { [$0] } ?? []
    case .code(let code): return KeyCode.key(of: code).map { [.key($0)] } ?? []
    case .scalar("\u{1b}"): return escape().map(InputEvent.key)
    case .scalar(let scalar): return [.key(Self.typed(scalar))]
    }
    return []
  }

  /// Takes one more piece of a paste; gives the text when that ends it.
  private mutating func continuePaste(_ input: RawInput) -> String? {
    guard var text = paste else { return nil }
    switch input {
    case .code(KeyCode.pasteEnd), .scalar("\u{3}"):  // Ctrl-C: a way out when the end got lost
      paste = nil
      return text
    case .code: break
    case .scalar(let scalar):
      if text.utf8.count < Self.pasteLimit || scalar == "~" { text.unicodeScalars.append(scalar) }
    }
    // The end comes in pieces over a slow line; curses then does not recognise it.
    guard input == .scalar("~"), text.hasSuffix(Self.pasteEnd) else {
      paste = text
      return nil
    }
    paste = nil
    return String(text.dropLast(Self.pasteEnd.count))
  }

  /// What follows Escape at once: nothing, a key with Alt, or a sequence to swallow.
  private mutating func escape() -> [Key] {
    let start = position - 1
    guard position < read.count, case .scalar(let next) = read[position] else { return [.escape] }
    position += 1
    if position < read.count {
      switch next {
      case "[", "O":
        swallowControlSequence(from: start)
        return []
      case "]", "P":
        swallowString()
        return []
      default: break
      }
    }
    switch Self.typed(next) {
    case .character(let character): return [.alt(character)]
    case let key: return [.escape, key]
    }
  }

  /// Skips parameters up to the final letter.
  private mutating func swallowControlSequence(from start: Int) {
    while let input = take() {
      guard case .scalar(let scalar) = input, !(0x40...0x7E).contains(scalar.value) else { return }
    }
    unfinished = Array(read[start...])
  }

  /// Skips a terminal's answer up to BEL or ESC `\`.
  private mutating func swallowString() {
    while case .scalar(let scalar)? = take(), scalar != "\u{7}" {
      if scalar == "\u{1b}" {
        _ = take()
        return
      }
    }
  }

  /// Reads `button;column;row` and `M` or `m`; nil for what is of no use here.
  private mutating func mouseReport() -> InputEvent? {
    let start = position - 1
    var numbers = [0]
    while let input = take() {
      switch input {
      case .scalar(let digit) where ("0"..."9").contains(digit):
        let number = numbers[numbers.count - 1] * 10 + Int(digit.value) - 48
        numbers[numbers.count - 1] = min(number, 1_000_000)
      case .scalar(";"): numbers.append(0)
      case .scalar("M"): return numbers.count == 3 ? Self.mouse(numbers) : nil
      default: return nil
      }
    }
    unfinished = Array(read[start...])
    return nil
  }

  private static func mouse(_ numbers: [Int]) -> InputEvent? {
    // 4, 8 and 16 are Shift, Alt and Ctrl; 32 is motion.
    let actions: [Int: MouseAction] = [0: .press, 64: .wheelUp, 65: .wheelDown]
    guard let action = actions[numbers[0] & ~28] else { return nil }
    return .mouse(x: max(0, numbers[1] - 1), y: max(0, numbers[2] - 1), action: action)
  }

  private static func typed(_ scalar: Unicode.Scalar) -> Key {
    switch scalar.value {
    case 8, 0x7F: .backspace
    case 9: .tab
    case 10, 13: .enter
    case 0x1B: .escape
    case 0: .control(" ")
    case 1...26: .control(letter(scalar.value + 0x60))
    case 0x1C...0x1F: .control(letter(scalar.value + 0x40))
    default: .character(Character(scalar))
    }
  }

  private static func letter(_ ascii: UInt32) -> Character {
    Character(Unicode.Scalar(UInt8(truncatingIfNeeded: ascii)))
  }
}
