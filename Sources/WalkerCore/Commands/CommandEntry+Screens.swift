extension CommandEntry {
  /// Commands whose meaning or keys belong to certain screens.
  static let screenEntries: [CommandEntry] =
    tables + neighbourhood + path + rows + rowDetail + preview + explain + review + lessons
    + connecting

  private static let tables: [CommandEntry] = [
    .init(
      command: .open, keys: ["enter", "right", "l"], places: [.tables],
      summary: "show the table with its parents and children",
      hint: Hint(text: "open")),
    .init(
      command: .filter, keys: ["/"], places: [.tables],
      summary: "narrow the list as you type",
      explanation: "Words separated by blanks must all occur; !word must not. {escape} clears.",
      hint: Hint(text: "filter"), argument: .text),
    .init(
      command: .sort, keys: ["s"], places: [.tables],
      summary: "sort by name, rows, parents or children in turn",
      hint: Hint(text: "sort")),
  ]

  private static let neighbourhood: [CommandEntry] = [
    .init(
      command: .left, keys: ["left", "h"], places: [.neighbourhood],
      summary: "towards the parents; among them, walk to the selected one",
      explanation: "Left is always towards what is referenced, right towards what depends on it.",
      hint: Hint(text: "parents/children", partner: .right)),
    .init(
      command: .right, keys: ["right", "l"], places: [.neighbourhood],
      summary: "towards the children; among them, walk to the selected one"),
    .init(
      command: .open, keys: ["enter"], places: [.neighbourhood],
      summary: "walk to the selected table; in the middle, show its rows",
      hint: Hint(text: "rows, or walk there")),
    .init(
      command: .expand, keys: ["space"], places: [.neighbourhood],
      summary: "open the table's own parents or children here, or close them",
      explanation: "As many hops as you like. A table that is on the way already closes a circle.",
      hint: Hint(text: "open here")),
    .init(
      command: .openAll, keys: ["="], places: [.neighbourhood], summary: "open all, one hop more"),
    .init(command: .closeAll, keys: ["_"], places: [.neighbourhood], summary: "close all"),
    .init(
      command: .previewDelete, keys: ["d"], places: [.neighbourhood],
      summary: "pick rows whose deletion to preview",
      hint: Hint(text: "delete preview")),
    .init(
      command: .filter, keys: ["/"], places: [.neighbourhood],
      summary: "narrow parents and children as you type",
      hint: Hint(text: "filter"), argument: .text),
  ]

  private static let path: [CommandEntry] = [
    .init(
      command: .open, keys: ["enter", "right", "l"], places: [.path],
      summary: "walk to the selected table", hint: Hint(text: "walk there")),
    .init(
      command: .copy, keys: ["y"], places: [.path],
      summary: "copy the SELECT that joins the tables of this path",
      hint: Hint(text: "copy the join")),
  ]

  private static let rows: [CommandEntry] = [
    .init(
      command: .mark, keys: ["space"], places: [.rows],
      summary: "mark or unmark the row",
      explanation:
        "Marks stay while you page, filter and walk on, until {unmark-all} takes them away.",
      hint: Hint(text: "mark")),
    .init(
      command: .previewDelete, keys: ["d"], places: [.rows],
      summary: "preview deleting the marked rows, or this one",
      explanation: "Nothing is deleted. fkwalk reads what the foreign keys would do.",
      hint: Hint(text: "preview delete")),
    .init(
      command: .open, keys: ["enter"], places: [.rows],
      summary: "show the whole row with its parents and children",
      hint: Hint(text: "whole row")),
    .init(
      command: .filter, keys: ["/"], places: [.rows],
      summary: "show only some rows",
      explanation:
        "A column, an operator and a value (country = DE), any WHERE condition, or a word to find. "
        + "Tab completes.",
      hint: Hint(text: "filter"), argument: .condition),
    .init(
      command: .column, places: [.rows], summary: "go to a column by its name",
      argument: .column),
    .init(
      command: .sort, keys: ["s"], places: [.rows],
      summary: "sort by this column; again, the other way; again, by the key",
      explanation:
        "NULLs count as larger than all values. Pages stay as quick as the server sorts.",
      hint: Hint(text: "sort")),
    .init(
      command: .columns, keys: ["c"], places: [.rows],
      summary: "choose which columns show, and their order",
      explanation: "The columns of the key always show, in front.",
      hint: Hint(text: "columns")),
    .init(
      command: .left, keys: ["left", "h"], places: [.rows], summary: "one column left",
      hint: Hint(text: "column", partner: .right)),
    .init(command: .right, keys: ["right", "l"], places: [.rows], summary: "one column right"),
    .init(
      command: .follow, keys: ["f"], places: [.rows],
      summary: "follow this column's reference to the parent row",
      hint: Hint(text: "follow")),
    .init(
      command: .markRange, keys: ["v"], places: [.rows],
      summary: "start a range; again, mark it",
      explanation: "The range may be longer than what shows: page, jump or sort in between."),
    .init(
      command: .markDown, keys: ["shift-down"], places: [.rows],
      summary: "mark the row and go down"),
    .init(
      command: .markUp, keys: ["shift-up"], places: [.rows], summary: "mark the row and go up"),
    .init(
      command: .showMarked, keys: ["M"], places: [.rows],
      summary: "show the marked rows alone"),
    .init(command: .unmarkAll, keys: ["U"], places: [.rows], summary: "take all marks away"),
    .init(
      command: .copy, keys: ["y"], places: [.rows, .rowDetail],
      summary: "copy the selected value"),
  ]

  private static let rowDetail: [CommandEntry] = [
    .init(
      command: .left, keys: ["left", "h"], places: [.rowDetail],
      summary: "towards the parents; among them, walk to the parent row",
      hint: Hint(text: "parents/children", partner: .right)),
    .init(
      command: .right, keys: ["right", "l"], places: [.rowDetail],
      summary: "towards the children; among them, show the rows that reference this one"),
    .init(
      command: .open, keys: ["enter"], places: [.rowDetail],
      summary: "walk to the parent row or the child rows; in the middle, show a value whole",
      hint: Hint(text: "walk")),
    .init(
      command: .previewDelete, keys: ["d"], places: [.rowDetail],
      summary: "preview deleting this row",
      explanation: "Nothing is deleted. fkwalk reads what the foreign keys would do.",
      hint: Hint(text: "preview delete")),
    .init(
      command: .count, keys: ["#"], places: [.rows, .rowDetail],
      summary: "count exactly how many rows reference this one",
      explanation: "Counts stop at 100 unless asked for exactly.",
      hint: Hint(text: "count exactly")),
  ]

  private static let preview: [CommandEntry] = [
    .init(
      command: .nextBlocker, keys: ["b"], places: [.preview],
      summary: "next step that refuses the delete",
      explanation: "PostgreSQL names only the first; fkwalk finds all. Goes round at the end.",
      hint: Hint(text: "blocker", partner: .previousBlocker)),
    .init(
      command: .previousBlocker, keys: ["B"], places: [.preview],
      summary: "previous step that refuses the delete"),
    .init(
      command: .open, keys: ["enter"], places: [.preview],
      summary: "show the rows of this step, or the row",
      explanation: "Exactly the rows that this foreign key reaches, as they are now.",
      hint: Hint(text: "rows")),
    .init(
      command: .wayPast, keys: ["p"], places: [.preview],
      summary: "the SQL script that gets past what refuses",
      explanation:
        "Deletes what is in the way first, children before parents. fkwalk never runs it.",
      hint: Hint(text: "script")),
    .init(
      command: .whatIf, keys: ["c"], places: [.preview],
      summary: "change the selected rule: preview as if the foreign key had another one",
      explanation:
        "In the preview only: ON DELETE, ON UPDATE, or when it is checked.",
      hint: Hint(text: "change rule"), argument: .action),
    .init(
      command: .export, keys: ["e"], places: [.preview],
      summary: "save the report: text, JSON, Markdown, SQL or a graph",
      hint: Hint(text: "save")),
    .init(
      command: .verify, keys: ["V"], places: [.preview],
      summary: "run the statement, roll it back, and compare",
      explanation:
        "Asks first, and says what it means: triggers fire and rows are locked meanwhile.",
      hint: Hint(text: "verify")),
    .init(
      command: .left, keys: ["left", "h"], places: [.preview],
      summary: "close the line, or go to the step before it",
      hint: Hint(text: "close/open", partner: .right)),
    .init(
      command: .right, keys: ["right", "l"], places: [.preview],
      summary: "open the line: its steps, then its example rows"),
    .init(
      command: .filter, keys: ["/"], places: [.preview],
      summary: "narrow steps, tables and notes as you type",
      explanation: "Words separated by blanks must all occur; !word must not. {escape} clears.",
      hint: Hint(text: "filter"), argument: .text),
    .init(
      command: .migration, keys: ["M"], places: [.preview],
      summary: "the SQL that makes the changed rules real",
      explanation:
        "Step by step, with the lock of each, so that others can work on. fkwalk never runs it."),
    .init(
      command: .copy, keys: ["y"], places: [.preview],
      summary: "copy the report as text, or a note's CREATE INDEX"),
    .init(command: .openAll, keys: ["="], places: [.preview], summary: "open all lines"),
    .init(command: .closeAll, keys: ["_"], places: [.preview], summary: "close all lines"),
  ]

  private static let explain: [CommandEntry] = [
    .init(
      command: .filter, keys: ["/", "p"], places: [.explain],
      summary: "read another text: paste it, or type it and press Enter",
      hint: Hint(text: "paste another")),
    .init(
      command: .open, keys: ["enter"], places: [.explain],
      summary: "go to what the line is about: the rows, the constraint, the preview",
      hint: Hint(text: "go there, open the SQL")),
    .init(
      command: .previewDelete, keys: ["d"], places: [.explain],
      summary: "preview deleting the parent row", hint: Hint(text: "preview delete")),
    .init(
      command: .copy, keys: ["y"], places: [.explain],
      summary: "copy the line's SQL, or the whole explanation", hint: Hint(text: "copy")),
    .init(
      command: .nextPane, keys: ["tab"], places: [.explain],
      summary: "the next of several errors", hint: Hint(text: "next error")),
    .init(
      command: .previousPane, keys: ["back-tab"], places: [.explain],
      summary: "the error before"),
  ]

  private static let lessons: [CommandEntry] = [
    .init(
      command: .open, keys: ["enter", "right", "l"], places: [.lessons],
      summary: "begin the lesson", hint: Hint(text: "begin")),
    .init(
      command: .copy, keys: ["y"], places: [.lessons],
      summary: "copy the command that starts the lesson", hint: Hint(text: "copy command")),
    .init(
      command: .open, keys: ["enter"], places: [.lesson],
      summary: "go on: run the SQL, type your own, or take the next step",
      explanation: "A question is answered first. Your SQL runs once a line ends with ;",
      hint: Hint(text: "go on")),
    .init(
      command: .choose1, keys: ["1"], places: [.lesson], summary: "take the first answer",
      hint: Hint(text: "answer", partner: .choose2)),
    .init(
      command: .choose2, keys: ["2"], places: [.lesson], summary: "take the second answer"),
    .init(command: .choose3, keys: ["3"], places: [.lesson], summary: "take the third answer"),
    .init(command: .choose4, keys: ["4"], places: [.lesson], summary: "take the fourth answer"),
    .init(
      command: .hint, keys: ["h"], places: [.lesson], summary: "a hint for the task",
      hint: Hint(text: "hint")),
    .init(
      command: .answer, keys: ["a"], places: [.lesson], summary: "show the answer",
      hint: Hint(text: "answer")),
    .init(
      command: .previewDelete, keys: ["d"], places: [.lesson],
      summary: "preview the step's DELETE as on any database",
      hint: Hint(text: "preview")),
    .init(
      command: .nextStep, keys: ["n"], places: [.lesson], summary: "next step, or next lesson",
      hint: Hint(text: "next/previous", partner: .previousStep)),
    .init(
      command: .previousStep, keys: ["N", "p"], places: [.lesson], summary: "the step before"),
    .init(
      command: .refresh, keys: ["r"], places: [.lesson],
      summary: "begin the step anew, with fresh tables", hint: Hint(text: "anew")),
    .init(command: .copy, keys: ["y"], places: [.lesson], summary: "copy the step's SQL"),
  ]

  private static let review: [CommandEntry] = [
    .init(
      command: .open, keys: ["enter", "right", "l"], places: [.review],
      summary: "go to the table, or preview deleting the row", hint: Hint(text: "go there")),
    .init(
      command: .filter, keys: ["/"], places: [.review], summary: "narrow the list as you type",
      hint: Hint(text: "filter")),
    .init(
      command: .copy, keys: ["y"], places: [.review],
      summary: "copy the line's SQL, or the whole list", hint: Hint(text: "copy SQL")),
    .init(
      command: .export, keys: ["e"], places: [.review],
      summary: "save the list; an order as an SQL script", hint: Hint(text: "save")),
  ]

  private static let connecting: [CommandEntry] = [
    .init(
      command: .reload, keys: ["R"], places: [.connecting], summary: "try again",
      hint: Hint(text: "try again")),
    .init(
      command: .quit, keys: ["q"], places: [.connecting], summary: "leave fkwalk",
      hint: Hint(text: "quit")),
  ]
}
