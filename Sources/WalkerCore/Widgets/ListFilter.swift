/// What a list is narrowed with, and the field where that is typed.
///
/// The list narrows with every letter; Enter keeps the filter, Esc takes it away.
struct ListFilter: Hashable, Sendable {
  /// The filter in force; empty shows all.
  private(set) var text: String
  /// The field being typed into; nil where keys are commands.
  private(set) var field: TextField?

  init(_ text: String = "") { self.text = text }

  var isEmpty: Bool { text.isEmpty }
  var words: WordFilter { WordFilter(text) }

  /// Begins typing.
  mutating func open() { field = TextField(text) }

  /// Shows all; returns whether less was shown before.
  mutating func clear() -> Bool {
    defer { text = "" }
    return !text.isEmpty
  }

  /// Takes in what was typed; returns whether the filter changed.
  mutating func edit(_ edit: TextField.Edit) -> Bool {
    switch edit {
    case .accept: field = nil
    case .abandon:
      field = nil
      return clear()
    default:
      guard var field, field.apply(edit) else { return false }
      (self.field, text) = (field, field.text)
      return true
    }
    return false
  }
}
