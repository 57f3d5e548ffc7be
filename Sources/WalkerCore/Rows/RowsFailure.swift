import SchemaModel
import TerminalCanvas

// What is wrong with a condition, and where.
extension RowsState {
  /// How much of a condition shows on each side of what is wrong.
  private static let surroundings = 28

  /// Where in the text typed the error lies, in characters before it; nil where it is not known.
  func failurePlace(_ graph: SchemaGraph) -> Int? {
    guard case .failed(let error) = window, let place = place(of: error),
      RowCondition.sql(filter, table: graph.table(table)) == filter,
      place < filter.unicodeScalars.count
    else { return nil }
    let scalars = filter.unicodeScalars
    let index = scalars.index(scalars.startIndex, offsetBy: place)
    return filter.distance(from: filter.startIndex, to: index)
  }

  /// The condition as it was sent, and a sign below the place of the error.
  func conditionLines(_ error: ServerError, _ view: ViewContext) -> [Line] {
    guard let sql = RowCondition.sql(filter, table: view.graph.table(table)) else { return [] }
    guard var place = place(of: error) else {
      return [.blank, Line("WHERE ", .muted).then(SafeText.display(String(sql.prefix(200))))]
    }
    place = min(place, sql.unicodeScalars.count)
    let scalars = Array(sql.unicodeScalars)
    func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: part)
      return SafeText.display(String(view))
    }
    let isCut = place > Self.surroundings
    let before = text(scalars[..<place].suffix(Self.surroundings))
    let after = text(scalars[place...].prefix(Self.surroundings))
    let start = isCut ? "\(view.glyphs.ellipsis) " : "WHERE "
    let indent = DisplayWidth.of(start) + DisplayWidth.of(before)
    return [
      .blank, Line(start, .muted).then(before).then(after), Line("^", .error, indent: indent),
    ]
  }

  /// In characters of the condition that the filter makes, from 0.
  private func place(of error: ServerError) -> Int? {
    guard let position = error.position else { return nil }
    let place = position - 1 - scope.charactersBeforeFilter
    return place >= 0 ? place : nil
  }
}
