import CNcurses
import TerminalCanvas

/// The codes that curses gives for keys, its own and those that are taught to it here.
enum KeyCode {
  /// The beginning of an SGR mouse report; its numbers follow as text.
  static let mouse: Int32 = 0x700
  static let pasteBegin: Int32 = 0x701
  static let pasteEnd: Int32 = 0x702
  private static let firstTaught: Int32 = 0x710

  /// The key of a code; nil for KEY_RESIZE and others that mean nothing here.
  static func key(of code: Int32) -> Key? {
    let taught = Int(code) - Int(firstTaught)
    if sequences.indices.contains(taught) { return sequences[taught].key }
    if code > KEY_F0, code <= KEY_F0 + 63 { return .function(Int(code - KEY_F0)) }
    return keys[code]
  }

  /// The key of a whole escape sequence; nil for one that means nothing here.
  static func key(ofSequence text: String) -> Key? {
    sequences.first { $0.text == text }?.key
  }

  /// Teaches curses the sequences that the terminal's description may lack.
  static func teach() {
    define_key("\u{1b}[<", mouse)
    define_key("\u{1b}[200~", pasteBegin)
    define_key("\u{1b}[201~", pasteEnd)
    for (offset, sequence) in sequences.enumerated() where keys[key_defined(sequence.text)] == nil {
      define_key(sequence.text, firstTaught + Int32(offset))
    }
  }

  private static let keys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_SR: .shiftUp,
    KEY_SF: .shiftDown,
    KEY_SLEFT: .left, KEY_SRIGHT: .right, KEY_HOME: .home, KEY_END: .end, KEY_SHOME: .home,
    KEY_SEND: .end, KEY_FIND: .home, KEY_SELECT: .end, KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown,
    KEY_SPREVIOUS: .pageUp, KEY_SNEXT: .pageDown, KEY_IC: .insert, KEY_DC: .delete,
    KEY_SDC: .delete, KEY_BACKSPACE: .backspace, KEY_ENTER: .enter, KEY_BTAB: .backTab,
    KEY_A1: .home, KEY_A3: .pageUp, KEY_C1: .end, KEY_C3: .pageDown,
  ]

  /// xterm's sequences, both forms, with every modifier.
  private static let sequences: [(text: String, key: Key)] = {
    let letters: [(String, Key)] = [
      ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
    ]
    let numbers: [(String, Key)] = [
      ("1", .home), ("2", .insert), ("3", .delete), ("4", .end), ("5", .pageUp), ("6", .pageDown),
      ("7", .home), ("8", .end),
    ]
    let functionNumbers = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24]
    var all: [(text: String, key: Key)] = [("\u{1b}[Z", .backTab), ("\u{1b}OM", .enter)]
    for (index, number) in functionNumbers.enumerated() {
      all.append(("\u{1b}[\(number)~", .function(index + 1)))
    }
    for (index, letter) in ["P", "Q", "R", "S"].enumerated() {
      all.append(("\u{1b}O\(letter)", .function(index + 1)))
    }
    for (letter, key) in letters {
      all += [("\u{1b}[\(letter)", key), ("\u{1b}O\(letter)", key)]
      for modifiers in 2...8 {
        all.append(("\u{1b}[1;\(modifiers)\(letter)", modified(key, modifiers)))
      }
    }
    for (number, key) in numbers {
      all.append(("\u{1b}[\(number)~", key))
      for modifiers in 2...8 { all.append(("\u{1b}[\(number);\(modifiers)~", key)) }
    }
    return all
  }()

  /// Shift alone, which is 2, matters with up and down, Alt and Ctrl with left and right.
  private static func modified(_ key: Key, _ modifiers: Int) -> Key {
    switch (key, modifiers > 2) {
    case (.up, false): .shiftUp
    case (.down, false): .shiftDown
    case (.left, true): .altLeft
    case (.right, true): .altRight
    default: key
    }
  }
}
