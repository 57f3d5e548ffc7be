import DeletePlanning
import SchemaModel
import SchemaReview
import TerminalCanvas

// Other rules for the foreign keys: what if, and how to get there.
extension PreviewState {
  /// Lets the person choose another rule for the selected foreign key.
  func chooseRule(_ turn: inout Turn) {
    guard let (name, key) = selectedRule(turn.graph) else {
      if !request.whatIf.isEmpty {
        return turn.show(MenuState(title: "what if", items: ownItems))
      }
      return turn.say(
        "Move to a foreign key; \(turn.keys[.whatIf]) then previews it with another rule.")
    }
    turn.show(
      MenuState(
        title: "what if \(SafeText.display(name)) were", items: ownItems + items(name, key),
        chosen: shownRule(name, key)))
  }

  /// What can be done about the rules that are supposed already.
  private var ownItems: [MenuState.Item] {
    guard !request.whatIf.isEmpty else { return [] }
    return [
      MenuState.Item(
        label: "as it is", detail: "undo all changed rules", choice: .submit("what-if as-is")),
      MenuState.Item(
        label: "the migration", detail: "the SQL that makes it so while others work on",
        choice: .run(.migration)),
    ]
  }

  private func items(_ name: String, _ key: ForeignKey) -> [MenuState.Item] {
    let shown = (request.whatIf[name] ?? RuleChange()).applied(to: key)
    return choices(key).map { change in
      let isShown = change.changes(to: shown).isEmpty
      let isReal = change.changes(to: key).isEmpty
      let state =
        isReal ? (isShown ? "as it is" : "as it is in the database") : isShown ? "supposed now" : ""
      return MenuState.Item(label: change.sql, detail: state, choice: choice(change))
    }
  }

  private func choice(_ change: RuleChange) -> MenuState.Choice {
    .submit("what-if \(change.option)")
  }

  /// What the preview goes by now: the first line of the menu that says so.
  private func shownRule(_ name: String, _ key: ForeignKey) -> MenuState.Choice? {
    let shown = (request.whatIf[name] ?? RuleChange()).applied(to: key)
    return choices(key).first { $0.changes(to: shown).isEmpty }.map(choice)
  }

  /// The rules that matter where the cursor is, one thing at a time: what becomes of rows whose parent
  /// goes, or changes; for a parent that is missing only when that is checked.
  private func choices(_ key: ForeignKey) -> [RuleChange] {
    let line = selectedLine
    let timings = [.notDeferrable, .initiallyImmediate, .initiallyDeferred].map {
      RuleChange(deferrability: $0)
    }
    if line?.blocker?.isMissingParent == true { return timings }
    if line?.blocker?.isOnUpdate ?? line?.step?.isOnUpdate == true {
      return ReferentialAction.allCases.map { RuleChange(onUpdate: $0) } + timings
    }
    let parts =
      key.referencingColumns.count > 1
      ? key.referencingColumns.map { RuleChange(onDelete: .setNull, setColumns: [$0]) } : []
    return ReferentialAction.allCases.map { RuleChange(onDelete: $0) } + parts + timings
  }

  mutating func apply(_ command: Command, to argument: String, _ turn: inout Turn) -> String? {
    guard command == .whatIf else { return "\(command.rawValue) takes nothing after its name" }
    if ["as-is", "as it is"].contains(argument.lowercased()) {
      request.whatIf = [:]
      start(&turn)
      turn.say("Previewing with the rules as they are.")
      return nil
    }
    guard let change = RuleChange(option: argument) else {
      return "there is no rule \(argument): \(RuleChange.forms)"
    }
    guard let (name, key) = selectedRule(turn.graph) else { return "move to a foreign key first" }
    suppose(name, change, of: key, &turn)
    return nil
  }

  /// The foreign key of the selected line as it really is, and its name, with its table where others
  /// have it too.
  private func selectedRule(_ graph: SchemaGraph) -> (name: String, key: ForeignKey)? {
    guard tab == .steps, let line = selectedLine else { return nil }
    let id = line.step?.constraintID ?? line.blocker?.declaredID
    let name = line.step?.constraint ?? line.blocker?.constraint
    // A saved or made-up report has names alone.
    guard
      let key = graph.foreignKeys.first(where: { $0.id == id })
        ?? name.flatMap({ graph.foreignKeys(named: $0).first })
    else { return nil }
    guard graph.foreignKeys.count(where: { $0.name == key.name }) > 1 else {
      return (key.name, key)
    }
    let table = key.referencing
    return ([table.schema, table.name, key.name].joined(separator: "."), key)
  }

  private mutating func suppose(
    _ name: String, _ change: RuleChange, of key: ForeignKey, _ turn: inout Turn
  ) {
    let all = (request.whatIf[name] ?? RuleChange()).merging(change).changes(to: key)
    request.whatIf[name] = all.isEmpty ? nil : all
    start(&turn)
    let rule =
      SafeText.display(name) + " " + (all.isEmpty ? "as it is." : SafeText.display(all.sql))
    turn.say(
      "Previewing with \(rule)"
        + (all.isEmpty
          ? ""
          : ". \(turn.keys[.whatIf]) changes it, \(turn.keys[.migration]) shows how to get there."))
  }

  /// Shows the SQL that makes the supposed rules real.
  func showMigration(_ turn: inout Turn) {
    guard !request.whatIf.isEmpty else {
      return turn.say(
        "No rule is changed here: \(turn.keys[.whatIf]) changes one, then this shows the SQL for it."
      )
    }
    let migrations = request.whatIf.sorted { $0.key < $1.key }.flatMap { name, change in
      turn.graph.foreignKeys(named: name).prefix(1).map {
        RuleMigration($0, change, in: turn.graph, version: report?.server?.version ?? 0)
      }
    }
    let script = RuleMigration.script(migrations)
    let lines = script.map { Line(SafeText.display($0), $0.hasPrefix("--") ? .muted : .text) }
    turn.show(
      PanelState(
        title: "the migration: a script to read and run yourself", lines: lines,
        document: SaveState(
          path: "fkwalk-migration.sql",
          contents: .text(script.map { $0 + "\n" }.joined()), what: "the migration")))
  }
}
