import TerminalCanvas

/// A name that a theme file can give a look: a role or a highlight.
enum ThemeToken: Hashable {
  case role(Role)
  case highlight(Highlight)

  /// Every token, roles first.
  static let all: [ThemeToken] =
    Role.allCases.map { .role($0) }
    + Highlight.allCases.filter { $0 != .none }.map { .highlight($0) }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  init?(name: String) {
    guard let token = Self.byName[name] else { return nil }
    self = token
  }

  var name: String {
    switch self {
    case .role(let role): role.rawValue
    case .highlight(let highlight): highlight.rawValue
    }
  }
}
