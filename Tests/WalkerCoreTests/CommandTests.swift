import TerminalCanvas
import Testing

@testable import WalkerCore

/// The one list of commands.
@Suite struct CommandTests {
  @Test func allKeysExist() {
    for entry in CommandEntry.all {
      #expect(!entry.keys.isEmpty || entry.argument != nil)
      for keys in entry.keys {
        #expect(KeySequence.parse(keys) != nil, "\(entry.command.rawValue): \(keys)")
      }
    }
  }

  @Test func everyCommandIsInTheList() {
    let listed = Set(CommandEntry.all.map(\.command))
    #expect(Command.allCases.filter { !listed.contains($0) } == [])
  }

  @Test(arguments: PlaceKind.allCases) func noKeyMeansTwoThings(_ place: PlaceKind) {
    var seen: [String: Command] = [:]
    for entry in CommandEntry.all where entry.holds(in: place) {
      for keys in entry.keys {
        let before = seen.updateValue(entry.command, forKey: keys)
        #expect(before == nil || before == entry.command, "\(keys) in \(place)")
        #expect(
          Keymap.standard.meaning(of: KeySequence.parse(keys) ?? [], in: place)
            == .command(entry.command))
      }
    }
  }

  @Test(arguments: PlaceKind.allCases) func bottomLineAlwaysOffersHelp(_ place: PlaceKind) {
    for width in 40...200 {
      var canvas = CellBuffer(size: Size(columns: width, rows: 1))
      KeyHints(place: place, keymap: .standard, isEditing: false, glyphs: .unicode) { _ in true }
        .draw(y: 0, width: width, on: &canvas)
      let line = canvas.lines[0]
      #expect(line.contains("? help"), "\(place) at \(width): \(line)")
      #expect(!line.contains("…"))
    }
  }

  @Test func prefixesWaitForTheNextKey() {
    #expect(Keymap.standard.meaning(of: [.character("g")], in: .tables) == .prefix)
    #expect(
      Keymap.standard.meaning(of: [.character("g"), .character("t")], in: .rows)
        == .command(.goTables))
    #expect(Keymap.standard.meaning(of: [.character("ß")], in: .tables) == .nothing)
  }

  @Test func keyTableForTheReadmeHasEveryCommand() {
    let table = CommandTable.markdown()
    for command in Command.allCases {
      #expect(table.contains("`\(command.rawValue)`"))
    }
    #expect(table.contains("| `Space` | mark or unmark the row | rows | `mark` |"))
  }
}
