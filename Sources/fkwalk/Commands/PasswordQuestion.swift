import CursesDriver

/// Asks for a password on the terminal.
enum PasswordQuestion {
  /// The password typed, or nil where there is no terminal or the person gave up.
  static func ask() -> String? { try? PasswordPrompt.read(prompt: "Password: ") }
}
