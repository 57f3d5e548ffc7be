/// Where a person's files are, after the XDG base directory specification.
package struct UserFolders: Sendable {
  /// Settings: `$XDG_CONFIG_HOME/fkwalk`, or that in `~/.config`; nil where there is no home.
  package let settings: String?
  /// What fkwalk remembers: `$XDG_STATE_HOME/fkwalk`, or that in `~/.local/state`.
  package let state: String?

  /// Finds the folders; nothing is read or made.
  ///
  /// - Parameter environment: The environment's variables.
  package init(environment: [String: String]) {
    func folder(_ variable: String, _ fallback: String) -> String? {
      if let base = environment[variable], base.hasPrefix("/") { return base + "/fkwalk" }
      guard let home = environment["HOME"], !home.isEmpty else { return nil }
      return "\(home)/\(fallback)/fkwalk"
    }
    settings = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
  }
}

/// What is wrong with one of a person's files, in one line for people.
package struct UserFileError: Error, Hashable, CustomStringConvertible {
  package var file: String
  /// From 1; nil for the whole file.
  package var line: Int?
  package var message: String

  /// `FILE:12: message`.
  package var description: String {
    "\(line.map { "\(file):\($0)" } ?? file): \(message)"
  }
}
