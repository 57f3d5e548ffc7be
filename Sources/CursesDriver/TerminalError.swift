/// Why there can be no screen; the terminal was not touched.
package enum TerminalError: Error, Hashable, CustomStringConvertible {
  /// Standard input or output (the name is given) is a file or a pipe.
  case notATerminal(String)
  /// TERM is not set.
  case noType
  /// No description of this TERM is installed.
  case unknownType(String)
  /// This TERM (`dumb`, a printer) cannot move the cursor.
  case unusableType(String)

  /// What happened, for people.
  package var description: String {
    switch self {
    case .notATerminal(let stream): "\(stream) is not a terminal"
    case .noType: "the environment variable TERM is not set"
    case .unknownType(let type): "the terminal type \"\(type)\" (TERM) is not known here"
    case .unusableType(let type): "the terminal type \"\(type)\" (TERM) cannot move the cursor"
    }
  }

  /// What to do about it, for people.
  package var advice: String {
    switch self {
    case .notATerminal: "fkwalk preview works without one"
    case .noType, .unknownType: "TERM=xterm-256color fits most terminals"
    case .unusableType:
      "where it can after all, set TERM to its type; fkwalk preview works anywhere"
    }
  }
}
