import ErrorExplaining
import SchemaModel
import TerminalCanvas

/// What a line after `:` can be about: what there is to complete and to run.
struct CommandLine {
  /// One way to go on with a line.
  struct Candidate: Hashable, Sendable {
    /// The whole line once it is taken.
    var line: String
    /// What shows of it.
    var label: String
    /// What it is or does, in a few words.
    var detail: String
  }

  /// A line that can be run.
  struct Invocation: Hashable, Sendable {
    var command: Command
    /// What stood after the name; empty for nothing.
    var argument: String
  }

  /// A line that cannot be run.
  enum Problem: Error, Hashable {
    case empty
    /// Why, in one line for people.
    case wrong(String)
  }

  let keymap: Keymap
  let place: PlaceKind
  let graph: SchemaGraph
  /// The table whose columns can be named; nil where there is none.
  let table: TableName?
  /// Tables that were looked at, the last one first.
  let recent: [TableName]
  let themes: [ThemeChoice]

  /// The ways to go on with a line, best first.
  func candidates(_ text: String) -> [Candidate] {
    let (word, rest) = Self.split(text)
    guard let rest else { return commands(word) }
    guard let entry = keymap.entry(named: word, in: place), let argument = entry.argument else {
      return []
    }
    return values(argument, rest).map { value, detail in
      Candidate(line: "\(word) \(value)", label: value, detail: detail)
    }
  }

  /// Reads a line: a command's name, or as much of it as tells it apart, and what follows.
  func read(_ text: String) throws(Problem) -> Invocation {
    let (word, rest) = Self.split(text)
    guard !word.isEmpty else { throw .empty }
    let entry = try entry(word)
    let argument = WordFilter.trimmed(rest ?? "")
    guard !argument.isEmpty else {
      if let missing = entry.argument, entry.keys.isEmpty {
        throw .wrong("\(entry.command.rawValue) needs a \(missing.placeholder) after it")
      }
      return Invocation(command: entry.command, argument: "")
    }
    guard entry.argument != nil else {
      throw .wrong("\(entry.command.rawValue) takes nothing after its name")
    }
    return Invocation(command: entry.command, argument: argument)
  }

  /// Whether a line names tables, columns and the like at most, and nothing that may come from rows.
  static func isFreeOfData(_ text: String) -> Bool {
    let (word, rest) = split(text)
    guard let rest, !rest.isEmpty else { return true }
    let entries = CommandEntry.all.filter { $0.command.rawValue.hasPrefix(word) }
    return !entries.isEmpty
      && entries.allSatisfy { entry in
        switch entry.argument {
        case .table, .column, .theme, .term, .action, .file: true
        case .text, .condition, .statement, nil: false
        }
      }
  }

  private func entry(_ word: String) throws(Problem) -> CommandEntry {
    if let entry = keymap.entry(named: word, in: place) { return entry }
    let near = commands(word).map(\.label).filter { $0.hasPrefix(word) }
    if near.count == 1, let entry = keymap.entry(named: near[0], in: place) { return entry }
    guard near.isEmpty else {
      let others = near.count > 5 ? " and others" : ""
      throw .wrong("\(word) could be \(near.prefix(5).joined(separator: ", "))\(others)")
    }
    let isElsewhere = Command(rawValue: word) != nil
    throw .wrong(
      isElsewhere
        ? "\(word) means nothing on this screen" : "there is no command \(SafeText.display(word))")
  }

  /// Commands whose names begin with the word, then those that have it anywhere or in what they do.
  private func commands(_ word: String) -> [Candidate] {
    var seen: Set<Command> = []
    let entries = keymap.entries.filter {
      $0.holds(in: place) && $0.command != .commandLine && seen.insert($0.command).inserted
    }
    let beginning = entries.filter { $0.command.rawValue.hasPrefix(word.lowercased()) }
    let words = WordFilter(word)
    let others = entries.filter {
      let text = word.count < 3 ? "" : " " + $0.summary
      return !beginning.contains($0) && words.matches($0.command.rawValue + text)
    }
    return (beginning + others).map { entry in
      let name = entry.command.rawValue
      let label = entry.argument.map { "\(name) \($0.placeholder)" } ?? name
      return Candidate(
        line: entry.argument == nil ? name : name + " ", label: word.isEmpty ? label : name,
        detail: entry.summary)
    }
  }

  private func values(_ argument: CommandArgument, _ text: String) -> [(String, String)] {
    switch argument {
    case .table:
      return TableFinder(recent: recent, graph: graph).find(text).map {
        ($0.displayName, recent.contains($0) ? "seen" : "")
      }
    case .column: return columns(text)
    case .condition: return text.contains(" ") ? [] : columns(text)
    case .theme: return named(themes.map { ($0.id, SafeText.display($0.summary)) }, text)
    case .action:
      let actions = ReferentialAction.allCases
      let rules =
        actions.map { RuleChange(onDelete: $0) } + actions.map { RuleChange(onUpdate: $0) }
        + [.notDeferrable, .initiallyImmediate, .initiallyDeferred].map {
          RuleChange(deferrability: $0)
        }
      return named(rules.map { ($0.option, $0.sql) } + [("as-is", "undo")], text)
    case .term: return named(Glossary.all.map { ($0.name, "") }, text)
    case .file, .text, .statement: return []
    }
  }

  private func columns(_ text: String) -> [(String, String)] {
    let columns = table.flatMap { graph.table($0)?.columns } ?? []
    return named(columns.map { ($0.name, SafeText.display($0.type)) }, text)
  }

  /// Those that begin with the text, then those that have it anywhere.
  private func named(_ all: [(String, String)], _ text: String) -> [(String, String)] {
    let text = text.lowercased()
    let beginning = all.filter { $0.0.lowercased().hasPrefix(text) }
    return beginning
      + all.filter { !$0.0.lowercased().hasPrefix(text) && $0.0.lowercased().contains(text) }
  }

  /// The command's name, and what follows it; nil while the name is still being typed.
  private static func split(_ text: String) -> (word: String, rest: String?) {
    let line = text.drop { $0 == " " || $0 == ":" }
    guard let blank = line.firstIndex(of: " ") else { return (String(line), nil) }
    return (String(line[..<blank]), String(line[blank...].drop { $0 == " " }))
  }
}

extension Keymap {
  /// The command with this name on a screen; nil where there is none.
  fileprivate func entry(named name: String, in place: PlaceKind) -> CommandEntry? {
    Command(rawValue: name).flatMap { entry(for: $0, in: place) }
  }
}
