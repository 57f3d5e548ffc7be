/// What is wrong with a theme file, and where.
package struct ThemeFileError: Error, Hashable, CustomStringConvertible {
  /// The file's path, or the theme's name where there is no file.
  package var file: String
  /// The line, from 1, where the text is not TOML; nil for what is wrong beyond that.
  package var line: Int?
  /// The key that is wrong, from the top: `effect.delete.foreground`; nil for the whole file.
  package var keyPath: String?
  /// What is wrong with it, for people.
  package var message: String

  /// `FILE:12: message` or `FILE: effect.delete.foreground: message`.
  package var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return ([place] + [keyPath].compactMap { $0 } + [message]).joined(separator: ": ")
  }
}
