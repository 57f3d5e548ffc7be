import DeletePlanning
import SchemaModel
import TerminalCanvas

/// The kinds of screens, which decide what the keys mean.
///
/// The raw value names a screen in help, key files, the README and sessions.
enum PlaceKind: String, CaseIterable, Hashable, Sendable {
  case connecting
  case tables
  case neighbourhood = "table"
  case rows
  case rowDetail = "row"
  case preview
  case path
  case explain
  case lessons
  case lesson
  case review
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
  /// What a session keeps of it, besides which kind it is; nil where that would need more than keys.
  var record: [String: JSONValue]? { get }

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
  var record: [String: JSONValue]? { nil }
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
struct Place: Hashable, Sendable {
  var state: any PlaceState

  init(_ state: any PlaceState) { self.state = state }

  static func == (left: Place, right: Place) -> Bool {
    AnyHashable(left.state) == AnyHashable(right.state)
  }

  func hash(into hasher: inout Hasher) { state.hash(into: &hasher) }
}
