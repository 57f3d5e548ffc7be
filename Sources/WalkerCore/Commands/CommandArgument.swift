/// What can be typed after a command's name on the command line.
enum CommandArgument: String, Hashable, Sendable {
  case table, column, theme
  /// A word of PostgreSQL's on foreign keys.
  case term
  /// A foreign key's rule: `set null`, `on-update=cascade`.
  case action
  /// The name of a file to write.
  case file
  /// Words to narrow a list with.
  case text
  /// A column, an operator and a value, or a WHERE condition.
  case condition
  /// A statement without its first word.
  case statement

  /// As the command line shows it: `TABLE`.
  var placeholder: String { rawValue.uppercased() }
}
