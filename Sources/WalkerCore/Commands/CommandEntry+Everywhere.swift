extension CommandEntry {
  /// How to move within a screen.
  static let moving: [CommandEntry] = [
    .init(command: .moveUp, keys: ["up", "k"], summary: "one line up"),
    .init(command: .moveDown, keys: ["down", "j"], summary: "one line down"),
    .init(command: .pageUp, keys: ["page-up"], summary: "one page up"),
    .init(command: .pageDown, keys: ["page-down"], summary: "one page down"),
    .init(command: .halfPageUp, keys: ["ctrl-u"], summary: "half a page up"),
    .init(command: .halfPageDown, keys: ["ctrl-d"], summary: "half a page down"),
    .init(command: .first, keys: ["home", "g g"], summary: "first line"),
    .init(command: .last, keys: ["end", "G"], summary: "last line"),
    .init(
      command: .nextPane, keys: ["tab"], places: panes, summary: "next pane",
      hint: Hint(text: "pane")),
    .init(command: .previousPane, keys: ["back-tab"], places: panes, summary: "previous pane"),
    .init(command: .pane1, keys: ["1"], places: panes, summary: "first pane"),
    .init(command: .pane2, keys: ["2"], places: panes, summary: "second pane"),
    .init(command: .pane3, keys: ["3"], places: panes, summary: "third pane"),
    .init(command: .pane4, keys: ["4"], places: [.review], summary: "fourth pane"),
    .init(command: .pane5, keys: ["5"], places: [.review], summary: "fifth pane"),
  ]

  private static let panes: Set<PlaceKind> = [.neighbourhood, .rowDetail, .preview, .review]
  private static let withCatalog = Set(PlaceKind.allCases).subtracting([.connecting])

  /// What holds in every screen.
  static let everywhere: [CommandEntry] = [
    .init(
      command: .why, keys: ["i"], places: withCatalog,
      summary: "explain the selected line in plain words", hint: Hint(text: "why")),
    .init(
      command: .goToTable, keys: ["ctrl-p"], places: withCatalog,
      summary: "go to a table by a few letters of its name",
      hint: Hint(text: "go to table"), argument: .table),
    .init(
      command: .delete, places: withCatalog,
      summary: "preview a DELETE statement typed here",
      explanation: "Any single DELETE, with USING and WHERE; it is never run.",
      argument: .statement),
    .init(
      command: .update, places: withCatalog,
      summary: "preview an UPDATE statement typed here",
      explanation: "Which ON UPDATE rules fire, and which parents are missing; it is never run.",
      argument: .statement),
    .init(
      command: .insert, places: withCatalog,
      summary: "preview an INSERT statement typed here",
      explanation: "Which parents are missing; it is never run.",
      argument: .statement),
    .init(
      command: .escape, keys: ["escape"],
      summary: "close, clear the filter, or go back; never quits"),
    .init(
      command: .back, keys: ["H", "backspace", "alt-left"], places: withCatalog,
      summary: "back to where you came from, as you left it",
      hint: Hint(text: "back/forward", partner: .forward)),
    .init(
      command: .forward, keys: ["L", "alt-right"], places: withCatalog, summary: "forward again"),
    .init(
      command: .lastPlace, keys: ["-"], places: withCatalog,
      summary: "the place seen last, and back"),
    .init(
      command: .explain, keys: ["g e"], places: withCatalog,
      summary: "explain a foreign-key error: pasted, typed, or the preview's",
      explanation: "A message, a log or a stack trace; with what the database says now.",
      argument: .text),
    .init(
      command: .glossary, keys: ["g w"], places: withCatalog,
      summary: "what a word means",
      explanation:
        "CASCADE, DEFERRABLE, MATCH FULL: a few sentences on each, with the section of PostgreSQL's manual.",
      argument: .term),
    .init(
      command: .review, keys: ["g i"], places: withCatalog,
      summary: "review the schema: lint, orders, orphans, reach of deletes"),
    .init(
      command: .order, keys: ["g o"], places: withCatalog,
      summary: "in which order to insert into the tables, or delete from them"),
    .init(
      command: .lessons, keys: ["g l"], places: withCatalog,
      summary: "lessons"),
    .init(
      command: .goTables, keys: ["g t"], places: withCatalog,
      summary: "list of tables"),
    .init(
      command: .resume, keys: ["g r"], places: withCatalog,
      summary: "go on where you left this database last time",
      explanation: "Kept are names of tables and columns, keys of rows, and filters; no other data."
    ),
    .init(
      command: .goParents, keys: ["g p"], places: [.neighbourhood, .rowDetail, .rows],
      summary: "this table's parents"),
    .init(
      command: .goChildren, keys: ["g c"], places: [.neighbourhood, .rowDetail, .rows],
      summary: "this table's children"),
    .init(
      command: .path, keys: ["p"], places: [.path, .neighbourhood, .rows, .rowDetail],
      summary: "find a path from this table to another",
      explanation: "The fewest foreign keys between them, in either direction.",
      hint: Hint(text: "path"), argument: .table),
    .init(
      command: .copy, keys: ["y"], places: [.tables, .neighbourhood],
      summary: "copy the name or definition of the selected line"),
    .init(
      command: .writeScreen, keys: ["w"], summary: "write this screen to a file",
      explanation: "As plain text, as it is shown.", argument: .file),
    .init(
      command: .stop, keys: ["x"], summary: "stop what is running, on the server too",
      hint: Hint(text: "stop")),
    .init(command: .refresh, keys: ["r"], summary: "ask the database again"),
    .init(
      command: .reload, keys: ["R"], places: withCatalog,
      summary: "read the catalog again, or reconnect", hint: Hint(text: "reconnect")),
    .init(
      command: .themes, keys: ["t"], summary: "choose a theme; shown as you move",
      hint: Hint(text: "theme"), argument: .theme),
    .init(
      command: .toggleMouse, keys: ["m"], summary: "mouse on or off",
      explanation: "With the mouse on, hold Shift to select text in the terminal."),
    .init(command: .redraw, keys: ["ctrl-l"], summary: "paint the screen again"),
    .init(command: .suspend, keys: ["ctrl-z"], summary: "suspend, as any program"),
    .init(
      command: .interrupt, keys: ["ctrl-c"], summary: "stop what is running; twice quits"),
    .init(
      command: .quit, keys: ["q"], summary: "leave fkwalk",
      explanation: "Asks only while a preview runs."),
    .init(
      command: .commandLine, keys: [":"], places: withCatalog,
      summary: "type a command by its name, with completion",
      explanation: "Tab completes, the up arrow brings back earlier lines.",
      hint: Hint(text: "command")),
    .init(
      command: .help, keys: ["?", "f1"], summary: "help: search all commands, run one",
      hint: Hint(text: "help")),
  ]
}
