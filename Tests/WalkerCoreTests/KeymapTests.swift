import TerminalCanvas
import Testing

@testable import WalkerCore

/// Keys as a person wants them.
@Suite struct KeymapTests {
  private static func binding(
    _ section: String, _ command: String, _ keys: [String], line: Int = 2
  ) -> KeyBinding {
    KeyBinding(section: section, command: command, keys: keys, line: line)
  }

  private static func meaning(
    _ keymap: Keymap, _ keys: String, _ place: PlaceKind
  ) -> Keymap.Meaning {
    keymap.meaning(of: KeySequence.parse(keys) ?? [], in: place)
  }

  @Test func nothingChangedIsTheStandard() throws {
    #expect(try Keymap.standard(changedBy: []) == .standard)
  }

  @Test func aCommandGetsOtherKeysOnAllItsScreens() throws {
    let keymap = try Keymap.standard(changedBy: [
      Self.binding("everywhere", "next-blocker", ["n", "g n"])
    ])
    #expect(Self.meaning(keymap, "n", .preview) == .command(.nextBlocker))
    #expect(Self.meaning(keymap, "g n", .preview) == .command(.nextBlocker))
    #expect(Self.meaning(keymap, "b", .preview) == .nothing)
    #expect(Self.meaning(keymap, "n", .rows) != .command(.nextBlocker))
  }

  @Test func aScreenCanDifferFromTheOthers() throws {
    let keymap = try Keymap.standard(changedBy: [
      Self.binding("everywhere", "quit", ["Q"]), Self.binding("rows", "quit", ["ctrl-q"], line: 5),
    ])
    #expect(Self.meaning(keymap, "Q", .tables) == .command(.quit))
    #expect(Self.meaning(keymap, "ctrl-q", .rows) == .command(.quit))
    #expect(Self.meaning(keymap, "Q", .rows) == .nothing)
  }

  @Test func aKeyIsTakenFromTheCommandItCameWith() throws {
    let keymap = try Keymap.standard(changedBy: [Self.binding("rows", "mark", ["x", "g"])])
    #expect(Self.meaning(keymap, "x", .rows) == .command(.mark))
    #expect(Self.meaning(keymap, "g", .rows) == .command(.mark))
    #expect(Self.meaning(keymap, "x", .tables) == .command(.stop))
    #expect(Self.meaning(keymap, "g t", .tables) == .command(.goTables))
  }

  @Test func keysCanBeTakenAway() throws {
    let keymap = try Keymap.standard(changedBy: [Self.binding("everywhere", "suspend", [])])
    for place in PlaceKind.allCases { #expect(Self.meaning(keymap, "ctrl-z", place) == .nothing) }
  }

  @Test(arguments: [
    (binding("rowz", "mark", ["x"]), "there is no screen rowz"),
    (binding("rows", "mork", ["x"]), "there is no command mork"),
    (binding("tables", "mark", ["x"]), "mark means nothing on the screen tables"),
    (binding("rows", "mark", ["ctlr-x"]), "\"ctlr-x\" is no key"),
    (binding("rows", "mark", [""]), "\"\" is no key"),
    (binding("rows", "mark", ["ctrl-c"]), "ctrl-c always stops"),
  ])
  func errorsSayWhatIsWrong(binding: KeyBinding, message: String) {
    let error = #expect(throws: KeyBindingError.self) {
      _ = try Keymap.standard(changedBy: [binding])
    }
    #expect(error?.line == 2 && error?.message.hasPrefix(message) == true, "\(error as Any)")
  }

  @Test(arguments: [("z", "z is already the key of mark"), ("z z", "z z clashes with z")])
  func twoCommandsCannotHaveOneKey(key: String, message: String) {
    let error = #expect(throws: KeyBindingError.self) {
      _ = try Keymap.standard(changedBy: [
        Self.binding("rows", "mark", ["z"], line: 3),
        Self.binding("everywhere", "theme", [key], line: 9),
      ])
    }
    #expect(error?.line == 9 && error?.message.hasPrefix(message) == true, "\(error as Any)")
    #expect(error?.message.contains("(line 3)") == true)
  }

  @Test func helpAndBottomLineShowThem() throws {
    let keymap = try Keymap.standard(changedBy: [
      Self.binding("tables", "sort", ["f7"]), Self.binding("everywhere", "help", ["f2"]),
    ])
    var walker = Walker(
      options: WalkerOptions(
        size: Size(columns: 100, rows: 30), connection: "shop", keymap: keymap))
    _ = walker.handle(.connected(Shop.facts))
    _ = walker.handle(.catalogLoaded(Shop.graph, milliseconds: 1))
    let line = walker.render().buffer.lines.last ?? ""
    #expect(line.contains("F7 sort") && line.contains("F2 help"), "\(line)")
    _ = walker.handle(.input(.key(.function(2))))
    let help = walker.render().buffer.lines.joined(separator: "\n")
    #expect(help.contains("F7") && help.contains("sort by name"))
  }

  @Test func whatTheKeyFileShowsCanBeReadBack() throws {
    #expect(try Keymap.standard(changedBy: Keymap.standard.bindings) == .standard)
  }
}
