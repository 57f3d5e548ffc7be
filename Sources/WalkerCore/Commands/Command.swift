/// Everything a person can ask the walker to do by a key.
///
/// The raw value is the name that help shows, key files use and the command line takes.
package enum Command: String, CaseIterable, Hashable, Sendable {
  // Moving within a screen.
  case moveUp = "up"
  case moveDown = "down"
  case pageUp = "page-up"
  case pageDown = "page-down"
  case halfPageUp = "half-page-up"
  case halfPageDown = "half-page-down"
  case first
  case last
  case left
  case right
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case pane1 = "pane-1"
  case pane2 = "pane-2"
  case pane3 = "pane-3"
  case pane4 = "pane-4"
  case pane5 = "pane-5"
  case open
  case expand

  // Narrowing and sorting.
  case filter
  case sort
  case columns
  case column

  // Rows.
  case follow
  case mark
  case markRange = "mark-range"
  case markUp = "mark-up"
  case markDown = "mark-down"
  case showMarked = "show-marked"
  case unmarkAll = "unmark-all"
  case count
  case previewDelete = "preview-delete"
  case delete
  case update
  case insert

  // The preview.
  case nextBlocker = "next-blocker"
  case previousBlocker = "previous-blocker"
  case openAll = "open-all"
  case closeAll = "close-all"
  case verify
  case wayPast = "way-past"
  case whatIf = "what-if"
  case migration

  // Errors.
  case explain

  // The whole schema.
  case review
  case order

  // Lessons.
  case lessons
  case nextStep = "next-step"
  case previousStep = "previous-step"
  case choose1 = "choose-1"
  case choose2 = "choose-2"
  case choose3 = "choose-3"
  case choose4 = "choose-4"
  case hint
  case answer
  case glossary

  // Taking something away from here.
  case why
  case copy
  case export
  case writeScreen = "write-screen"

  // Moving between screens.
  case escape
  case back
  case forward
  case lastPlace = "last-place"
  case resume
  case goToTable = "table"
  case goTables = "go-tables"
  case goParents = "go-parents"
  case goChildren = "go-children"
  case path

  // The program.
  case help
  case commandLine = "command-line"
  case stop
  case refresh
  case reload
  case themes = "theme"
  case toggleMouse = "toggle-mouse"
  case redraw
  case suspend
  case interrupt
  case quit
}
