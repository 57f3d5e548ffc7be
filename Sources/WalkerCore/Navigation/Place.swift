import DeletePlanning
import SchemaModel
import TerminalCanvas

/// The kinds of screens, which decide what the keys mean.
enum PlaceKind: String, CaseIterable, Hashable, Sendable {
  case connecting
  case tables
  case neighbourhood
  case rows
  case rowDetail
  case preview
  case path
  case explain
  case lessons
  case lesson
  case review

  /// As help and the README name it.
  var title: String {
    switch self {
    case .connecting: "connecting"
    case .tables: "tables"
    case .neighbourhood: "table"
    case .rows: "rows"
    case .rowDetail: "row"
    case .preview: "preview"
    case .path: "path"
    case .explain: "explain"
    case .lessons: "lessons"
    case .lesson: "lesson"
    case .review: "review"
    }
  }
}

/// What every screen can do: answer for itself, change, and draw itself.
protocol PlaceState: Hashable, Sendable {
  var kind: PlaceKind { get }
  /// The steps of the breadcrumb that lead here, after the database.
  var crumbs: [String] { get }
  /// The text field being typed into; nil where keys are commands.
  var editing: TextField? { get }
  /// What stands before the text field.
  var prompt: String { get }
  /// The table whose columns can be named on the command line; nil where there is none.
  var columnsOf: TableName? { get }

  /// Asks for what the screen shows; called once, on arrival.
  mutating func start(_ turn: inout Turn)
  /// Carries out a command; false where it means nothing here, so that it can mean going back.
  mutating func apply(_ command: Command, _ turn: inout Turn) -> Bool
  /// Carries out a command with what was typed after it.
  ///
  /// - Returns: why it could not be done, in one line for people; nil where it was.
  mutating func apply(_ command: Command, to argument: String, _ turn: inout Turn) -> String?
  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn)
  /// Does what a question that the screen showed was answered with yes about.
  mutating func agree(_ turn: inout Turn)
  /// Shows columns as they were chosen.
  mutating func arrange(_ layout: ColumnLayout, _ turn: inout Turn)
  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn)
  /// Forgets a request that was stopped.
  mutating func stopped(_ id: RequestID)
  /// Asks again for what the screen shows, once the connection is regained.
  mutating func reconnected(_ turn: inout Turn)
  /// Takes up a catalog that was read again.
  mutating func catalogChanged(_ turn: inout Turn)
  /// Whether it would ask for more about the selected line once the cursor rests there.
  func awaitsRest(_ graph: SchemaGraph) -> Bool
  /// Asks for more about the selected line, where the cursor rests there since the last time.
  mutating func rest(_ turn: inout Turn)
  /// Brings cursor and scrolling back into range after anything has changed.
  mutating func settle(_ turn: Turn)
  /// Puts the cursor where the mouse was clicked, in body coordinates.
  ///
  /// - Returns: whether that is on the line that was selected before, which opens it.
  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool
  /// Gives the keyboard to the pane under the mouse.
  mutating func point(at point: Point, _ turn: Turn)

  /// The right end of the breadcrumb line.
  func note(_ view: ViewContext) -> String
  /// The status line while there is nothing more pressing to say, in parts; where there is too
  /// little room, those without keys go first, from the last.
  func status(_ view: ViewContext) -> [Line]
  /// Draws the body; returns the place of the cursor for screen readers.
  func draw(_ view: ViewContext, in area: Rect, on canvas: inout CellBuffer) -> Point?
  /// What the selected line means, in plain words; empty where there is nothing to say.
  func why(_ view: ViewContext) -> [Line]
  /// Why a command can do nothing here now; nil where it can.
  func obstacle(to command: Command, _ view: ViewContext) -> String?
}

extension PlaceState {
  var editing: TextField? { nil }
  var prompt: String { "/" }
  var columnsOf: TableName? { nil }
  mutating func start(_ turn: inout Turn) {}
  mutating func apply(_ command: Command, to argument: String, _ turn: inout Turn) -> String? {
    "\(command.rawValue) takes nothing after its name here"
  }
  mutating func edit(_ edit: TextField.Edit, _ turn: inout Turn) {}
  mutating func agree(_ turn: inout Turn) {}
  mutating func arrange(_ layout: ColumnLayout, _ turn: inout Turn) {}
  mutating func receive(_ answer: Answer, to id: RequestID, _ turn: inout Turn) {}
  mutating func stopped(_ id: RequestID) {}
  mutating func reconnected(_ turn: inout Turn) { _ = apply(.refresh, &turn) }
  mutating func catalogChanged(_ turn: inout Turn) {}
  func awaitsRest(_ graph: SchemaGraph) -> Bool { false }
  mutating func rest(_ turn: inout Turn) {}
  mutating func click(_ point: Point, _ turn: inout Turn) -> Bool { false }
  mutating func point(at point: Point, _ turn: Turn) {}
  func note(_ view: ViewContext) -> String { "" }
  func why(_ view: ViewContext) -> [Line] { [] }
  func obstacle(to command: Command, _ view: ViewContext) -> String? { nil }
}

/// A screen with all its state.
enum Place: Hashable, Sendable {
  case tables(TablesState)
  case neighbourhood(NeighbourhoodState)
  case rows(RowsState)
  case rowDetail(RowDetailState)
  case preview(PreviewState)
  case path(PathState)
  case explain(ExplainState)
  case lessons(LessonsState)
  case lesson(LessonState)
  case review(ReviewState)

  /// The state behind whichever screen it is.
  var state: any PlaceState {
    switch self {
    case .tables(let state): state
    case .neighbourhood(let state): state
    case .rows(let state): state
    case .rowDetail(let state): state
    case .preview(let state): state
    case .path(let state): state
    case .explain(let state): state
    case .lessons(let state): state
    case .lesson(let state): state
    case .review(let state): state
    }
  }

  /// Changes the state behind whichever screen it is.
  mutating func update<Result>(_ change: (inout any PlaceState) -> Result) -> Result {
    var changed = state
    let result = change(&changed)
    switch changed {
    case let state as TablesState: self = .tables(state)
    case let state as NeighbourhoodState: self = .neighbourhood(state)
    case let state as RowsState: self = .rows(state)
    case let state as RowDetailState: self = .rowDetail(state)
    case let state as PreviewState: self = .preview(state)
    case let state as PathState: self = .path(state)
    case let state as ExplainState: self = .explain(state)
    case let state as LessonsState: self = .lessons(state)
    case let state as LessonState: self = .lesson(state)
    case let state as ReviewState: self = .review(state)
    default: break
    }
    return result
  }
}
