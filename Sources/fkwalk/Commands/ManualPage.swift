/// The manual page in the language of man(7).
struct ManualPage {
  let root: CommandDescription
  /// The options of every command that connects, described once.
  let common: [CommandDescription.Argument]
  let version: String

  var text: String {
    let lines =
      [
        #".TH FKWALK 1 "" "fkwalk \#(version)" "User Commands""#,
        ".SH NAME", "fkwalk \\- " + Self.plain(root.abstract ?? ""),
        ".SH SYNOPSIS", ".B fkwalk",
        "[\\fIDATABASE\\fR | \\fICONNINFO\\fR | \\fIURI\\fR] "
          + "[\\fIOPTIONS\\fR]", ".br", ".B fkwalk", "\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]",
        ".SH DESCRIPTION",
      ] + Self.paragraphs(root.discussion ?? "") + [".SH COMMANDS"]
      + (root.subcommands ?? []).filter(\.shouldDisplay).flatMap(command)
      + [".SH CONNECTING", "Every command that connects takes these, as psql does."]
      + common.flatMap(argument) + Self.rest
    return lines.joined(separator: "\n") + "\n"
  }

  private func command(_ command: CommandDescription) -> [String] {
    let own = command.shownArguments.filter { argument in
      !common.contains(argument) && argument.names?.first?.name != "version"
    }
    return [".SS fkwalk \(Self.plain(command.commandName))"]
      + Self.paragraphs(command.abstract ?? "") + own.flatMap(argument)
      + (command.discussion.map { [".PP"] + Self.paragraphs($0) } ?? [])
  }

  private func argument(_ argument: CommandDescription.Argument) -> [String] {
    let value = argument.valueName.map { "\\fI\(Self.plain($0))\\fR" } ?? ""
    let names = (argument.names ?? []).map { "\\fB\(Self.plain($0.text))\\fR" }
    let head: String
    switch argument.kind {
    case "positional": head = value
    case "option": head = names.joined(separator: ", ") + " " + value
    default: head = names.joined(separator: ", ")
    }
    return [".TP", head + (argument.isRepeating ? " ..." : "")]
      + [Self.guarded(Self.plain(argument.abstract ?? ""))]
  }

  /// Running text; indented lines are examples and stay as they are.
  private static func paragraphs(_ text: String) -> [String] {
    var lines: [String] = []
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let wantsExample = line.hasPrefix("  ") || (line.hasPrefix("fkwalk ") && !line.hasSuffix("."))
      if wantsExample != isExample { lines.append(wantsExample ? ".PP\n.nf" : ".fi") }
      isExample = wantsExample
      lines.append(line.isEmpty ? ".PP" : guarded(plain(String(line))))
    }
    return isExample ? lines + [".fi"] : lines
  }

  /// Text in which nothing is a command of the language but its dashes.
  private static func plain(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      default: result.append(character)
      }
    }
    return result
  }

  /// A line that starts with a control character would be taken for a request.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  private static let rest = [
    ".SH EXIT STATUS",
    ".TP", "0", "Done; of preview: PostgreSQL would carry the statement out.",
    ".TP", "1", "It could not be done; one line on standard error says what, and what to do.",
    ".TP", "3",
    "Of preview: PostgreSQL would refuse. Of lint, orphans and the like: something was "
      + "found.",
    ".TP", "4", "Of preview: the outcome cannot be told for certain; the caveats say why.",
    ".TP", "64", "Wrong usage.",
    ".TP", "130", "Interrupted.",
    ".SH ENVIRONMENT",
    ".TP", "PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSFILE, PGSERVICE and all that libpq reads",
    "Where and as whom to connect.",
    ".TP", "NO_COLOR", "If not empty: no colours.",
    ".TP", "FKWALK_THEME", "The theme to begin with.",
    ".TP", "FKWALK_PG_BIN", "Where the PostgreSQL programs for fkwalk demo are.",
    ".SH FILES",
    ".TP", "~/.config/fkwalk/keys.toml", "Your own keys.",
    ".TP", "~/.config/fkwalk/themes/", "Your own themes.",
    ".TP", "~/.local/state/fkwalk/", "Where you left which database; may be deleted.",
    ".SH SEE ALSO", "\\fBpsql\\fR(1), \\fBpg_dump\\fR(1)",
  ]
}
