import Testing
import WalkerCore

@testable import UserFiles

/// Keys as people write them down.
@Suite struct KeyFileTests {
  @Test func emptyFilesChangeNothing() throws {
    for text in ["", "# nothing\n", "[rows]\n", "[everywhere]\n"] {
      #expect(try KeyFile.keymap(text: text, file: "keys.toml") == .standard)
    }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let text = KeyFile.text(of: .standard)
    #expect(try KeyFile.keymap(text: text, file: "keys.toml") == .standard)
    let changed = try KeyFile.keymap(
      text: """
        # Mine.
        [everywhere]
        next-blocker = ["n", "g b"]
        "previous-blocker" = "N"

        [rows]
        mark = ["m", "\\\\"]
        quit = []
        """, file: "keys.toml")
    #expect(changed != .standard)
    #expect(try KeyFile.keymap(text: KeyFile.text(of: changed), file: "x") == changed)
  }

  @Test(arguments: [
    ("[rows\n", "keys.toml:1: "), ("\n[=x]", "keys.toml:2: [ must be followed by a name"),
    ("\u{feff}[%a]", "keys.toml:1: [ must be followed by a name"),
    ("[.a]", "keys.toml:1: ["), ("[rows]\nmark = [\"a\"}", "keys.toml:2: }"),
    ("[rows]\nmark = [\n\"]\", # ]\n}", "keys.toml:4: }"), ("[[;]]", "keys.toml:1: ["),
    ("a = 1\n\0[b]", "keys.toml:2: it holds"),
    ("[rows]\nmark = \"x\n", "keys.toml:2: "),
    ("\n[rowz]\nmark = \"x\"", "keys.toml:3: there is no screen rowz"),
    ("\n[rowz]\n", "keys.toml:2: there is no screen rowz"),
    ("mark = \"x\"", "keys.toml:1: mark must stand below [everywhere]"),
    ("[rows]\n# a\nmark = 5", "keys.toml:3: mark takes a key in quotes"),
    ("[rows]\nmark = [\"x\", 5]", "keys.toml:2: mark takes a key in quotes"),
    ("[rows]\nmrak = \"x\"", "keys.toml:2: there is no command mrak"),
    ("[rows]\n  mark=\"ctlr-x\"", "keys.toml:2: \"ctlr-x\" is no key"),
    ("[rows]\nmark = \"z\"\n\n[everywhere]\nquit = \"z\"", "keys.toml:5: z is already the key of"),
    ("[rows]\nmark = \"z\"\nmark = \"y\"", "keys.toml:3: "),
  ])
  func errorsNameTheLine(text: String, start: String) {
    let error = #expect(throws: UserFileError.self) {
      _ = try KeyFile.keymap(text: text, file: "keys.toml")
    }
    let line = error?.description ?? ""
    #expect(line.hasPrefix(start), "\(line)")
    #expect(!line.contains("\n"))
  }

  @Test func foldersFollowTheEnvironment() {
    let own = UserFolders(environment: ["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"])
    #expect(own.settings == "/c/fkwalk" && own.state == "/s/fkwalk")
    let home = UserFolders(environment: ["HOME": "/h", "XDG_STATE_HOME": "relative"])
    #expect(home.settings == "/h/.config/fkwalk" && home.state == "/h/.local/state/fkwalk")
    #expect(UserFolders(environment: [:]).settings == nil)
  }
}
