import DeletePlanning
import SchemaModel
import TerminalCanvas

// Lines typed after `:`.
extension Walker {
  /// More lines than this are not kept.
  private static let mostLines = 100

  /// What lines can be about here.
  var commandLine: CommandLine {
    CommandLine(
      keymap: options.keymap, place: kind, graph: shownGraph,
      table: isReady ? history.current.state.columnsOf : nil, recent: recent,
      themes: options.themes)
  }

  /// Runs a line; where that cannot be done, keeps it and says why.
  mutating func submit(_ text: String) {
    do throws(CommandLine.Problem) {
      let invocation = try commandLine.read(text)
      overlay = nil
      remember(line: text)
      if let problem = run(invocation) { complain(problem, about: text) }
    } catch {
      switch error {
      case .empty: overlay = nil
      case .wrong(let problem): complain(problem, about: text)
      }
    }
  }

  private mutating func complain(_ problem: String, about text: String) {
    var state = CommandLineState(earlier: earlierLines)
    state.edit(.insert(text))
    state.problem = problem
    show(state)
  }

  private mutating func remember(line: String) {
    earlierLines.removeAll { $0 == line }
    earlierLines.insert(line, at: 0)
    if earlierLines.count > Self.mostLines { earlierLines.removeLast() }
  }

  /// Returns why it could not be done; nil where it was.
  private mutating func run(_ invocation: CommandLine.Invocation) -> String? {
    let argument = invocation.argument
    guard !argument.isEmpty else {
      run(invocation.command)
      return nil
    }
    if let obstacle = obstacle(to: invocation.command) { return "not here: \(obstacle)" }
    switch invocation.command {
    case .goToTable: return goToTable(named: argument)
    case .path: return openPath(to: argument)
    case .themes: return chooseTheme(argument)
    case .delete, .update, .insert:
      return previewStatement("\(invocation.command.rawValue.uppercased()) \(argument)")
    case .explain:
      open(ExplainState(text: argument, origin: "typed text"))
      return nil
    case .glossary:
      show(GlossaryState(search: argument))
      return nil
    case .writeScreen: return writeScreen(to: argument)
    case .filter:
      update(history.currentID) { state, turn in
        _ = state.apply(.filter, &turn)
        for edit in [.end, .clear, .insert(argument), .accept] as [TextField.Edit] {
          state.edit(edit, &turn)
        }
      }
      return nil
    default:
      return update(history.currentID) { state, turn in
        state.apply(invocation.command, to: argument, &turn)
      } ?? nil
    }
  }

  private mutating func goToTable(named name: String) -> String? {
    let found = shownGraph.tables(matching: name)
    guard found.count == 1 else {
      let names = found.prefix(3).map { Summaries.name($0.name) }.joined(separator: ", ")
      return found.isEmpty
        ? "there is no table \(name)" : "\(found.count) tables are called so: \(names)"
    }
    open(NeighbourhoodState(table: found[0].name))
    return nil
  }

  /// The table named, or else the one most like it.
  private mutating func openPath(to name: String) -> String? {
    guard let start = history.current.state.columnsOf else { return "there is no table here" }
    let exact = shownGraph.tables(matching: name).map(\.name)
    let near = TableFinder(recent: recent, graph: shownGraph).find(name)
    guard let end = exact.count == 1 ? exact.first : near.first else {
      return "there is no table \(name)"
    }
    open(PathState(from: start, to: end))
    return nil
  }

  private mutating func chooseTheme(_ id: String) -> String? {
    guard options.themes.contains(where: { $0.id == id }) else { return "there is no theme \(id)" }
    setTheme(id, closes: true)
    return nil
  }

  private mutating func previewStatement(_ text: String) -> String? {
    do throws(StatementError) {
      _ = try ChangeStatement(text)
      open(PreviewState(request: DeleteRequest(target: .statement(text))))
      return nil
    } catch {
      return error.message
    }
  }

  private mutating func writeScreen(to path: String) -> String? {
    effects.append(.writeFile(path: path, contents: .text(screenText), overwrite: false))
    return nil
  }
}
