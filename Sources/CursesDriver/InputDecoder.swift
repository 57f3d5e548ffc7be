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
  /// More bytes than this of one paste are dropped.
  var pasteLimit = 1 << 20
  private static let pasteEnd = Array("\u{1b}[201~".unicodeScalars)

  private var paste: String?
  /// The last scalars of a paste, those that are dropped included.
  private var pasteTail: ArraySlice<Unicode.Scalar> = []
  /// The beginning of a sequence whose rest has not come yet.
  private var unfinished: [RawInput] = []
  /// Whether the last thing that came was Escape alone.
  private var endsInEscape = false
  private var read: [RawInput] = []
  private var position = 0

  /// The events in everything that is there now; what is cut off is kept for the next call.
  mutating func decode(_ input: [RawInput]) -> [InputEvent] {
    read = unfinished + input
    unfinished = []
    position = 0
    dropOrphan()
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
    switch input {
    case .code(KeyCode.pasteEnd), .scalar("\u{3}"):  // Ctrl-C: a way out when the end got lost
      return endPaste(dropping: 0)
    case .code: break
    case .scalar(let scalar):
      // In place: a copy of what is there for each piece would take minutes for a megabyte.
      if paste?.utf8.count ?? 0 < pasteLimit { paste?.unicodeScalars.append(scalar) }
      pasteTail = pasteTail.suffix(Self.pasteEnd.count - 1) + [scalar]
    }
    // The end comes in pieces over a slow line; curses then does not recognise it.
    guard pasteTail.elementsEqual(Self.pasteEnd) else { return nil }
    let isKept = paste?.unicodeScalars.suffix(Self.pasteEnd.count).elementsEqual(Self.pasteEnd)
    return endPaste(dropping: isKept == true ? Self.pasteEnd.count : 0)
  }

  private mutating func endPaste(dropping count: Int) -> String? {
    defer { (paste, pasteTail) = (nil, []) }
    return paste.map { String($0.unicodeScalars.dropLast(count)) }
  }

  /// What follows Escape at once: nothing, a key with Alt, or a sequence that curses did not take
  /// for one, be it that it does not know it or that it came in pieces.
  private mutating func escape() -> [Key] {
    let start = position - 1
    guard position < read.count, case .scalar(let next) = read[position] else {
      endsInEscape = position == read.count
      return [.escape]
    }
    position += 1
    if position < read.count {
      switch next {
      case "[", "O": return controlSequence(from: start).map { [$0] } ?? []
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

  /// Takes parameters up to the final letter; nil for a sequence that means no key here.
  private mutating func controlSequence(from start: Int) -> Key? {
    var text = ""
    for case .scalar(let scalar) in read[start..<position] { text.unicodeScalars.append(scalar) }
    while let input = take() {
      guard case .scalar(let scalar) = input else { return nil }
      text.unicodeScalars.append(scalar)
      if (0x40...0x7E).contains(scalar.value) { return KeyCode.key(ofSequence: text) }
    }
    unfinished = Array(read[start...])
    return nil
  }

  /// Drops the rest of a sequence whose Escape came alone and has already acted as the key.
  ///
  /// Nobody types `[A` in one piece, and its letters must not act as keys.
  private mutating func dropOrphan() {
    guard endsInEscape, !read.isEmpty else { return }
    endsInEscape = false
    guard read.count > 1, read[0] == .scalar("[") || read[0] == .scalar("O") else { return }
    let final = read.dropFirst().firstIndex { input in
      guard case .scalar(let scalar) = input else { return true }
      return (0x40...0x7E).contains(scalar.value)
    }
    if let final, read[0] == .scalar("[") || read.count == 2 { position = final + 1 }
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
