import ArgumentParser
import FoundationEssentials
import TerminalCanvas
import UserFiles
import WalkerCore

/// `fkwalk keys`: which key does what, in the form of a key file.
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys",
    abstract: "Print the explorer's keys, as a key file to change.",
    discussion: """
      What it prints can be saved as keys.toml in fkwalk's settings folder and changed there: \
      several keys for a command are a list, [] takes all away, and [rows] or another screen's \
      name says that it holds on that screen only.

        fkwalk keys --defaults > ~/.config/fkwalk/keys.toml
      """)

  @Flag(help: "The keys as fkwalk comes, whatever your own file says.")
  var defaults = false

  func run() throws {
    let folders = UserFolders(environment: ProcessInfo.processInfo.environment)
    do throws(UserFileError) {
      let keymap = try defaults ? .standard : KeyFile.keymap(in: folders)
      if let path = KeyFile.path(in: folders) {
        print("# Your own keys go to \(SafeText.escaped(path))\n")
      }
      print(KeyFile.text(of: keymap), terminator: "")
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
