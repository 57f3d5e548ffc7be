/// The size of a screen or buffer in terminal cells.
///
/// Each side is kept between 0 and ``limit``, so that no arithmetic on it can overflow.
package struct Size: Hashable, Sendable {
  /// The largest side there is; no terminal comes near it.
  package static let limit = 10_000

  /// Cells in a row.
  package var columns: Int { didSet { columns = Self.clamped(columns) } }
  /// Rows of cells.
  package var rows: Int { didSet { rows = Self.clamped(rows) } }

  /// Makes a size, each side clamped to 0 … ``limit``.
  package init(columns: Int, rows: Int) {
    self.columns = Self.clamped(columns)
    self.rows = Self.clamped(rows)
  }

  private static func clamped(_ side: Int) -> Int { min(max(0, side), limit) }
}

/// A cell's place: 0-based, from the top left; it may lie outside the screen.
package struct Point: Hashable, Sendable {
  /// The column.
  package var x: Int
  /// The row.
  package var y: Int

  /// Makes a point.
  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A rectangle of cells; it may lie partly or wholly outside the screen.
///
/// Coordinates and sides are clamped, so that no arithmetic on them can overflow, and sides are
/// never negative.
package struct Rect: Hashable, Sendable {
  /// The left column.
  package var x: Int { didSet { x = Rect.clampedCoordinate(x) } }
  /// The top row.
  package var y: Int { didSet { y = Rect.clampedCoordinate(y) } }
  /// Columns.
  package var width: Int { didSet { width = Rect.clampedSide(width) } }
  /// Rows.
  package var height: Int { didSet { height = Rect.clampedSide(height) } }

  /// Makes a rectangle from its top left cell and its sides.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = Self.clampedCoordinate(x)
    self.y = Self.clampedCoordinate(y)
    self.width = Self.clampedSide(width)
    self.height = Self.clampedSide(height)
  }

  /// All of a screen of this size.
  package init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.columns, height: size.rows)
  }

  /// The column after the last one.
  package var maxX: Int { x + width }
  /// The row after the last one.
  package var maxY: Int { y + height }
  /// Whether it has no cells.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// The rectangle without a border of `margin` cells on each side; empty when nothing is left.
  package func inset(by margin: Int) -> Rect {
    let margin = Self.clampedCoordinate(margin)
    return Rect(
      x: x + min(margin, width), y: y + min(margin, height),
      width: width - 2 * margin, height: height - 2 * margin)
  }

  /// Whether the cell at `point` belongs to it.
  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The part that both cover; empty when they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// The top `rows` rows, at most all, and the rest below.
  package func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(0, rows), height)
    return (
      Rect(x: x, y: y, width: width, height: taken),
      Rect(x: x, y: y + taken, width: width, height: height - taken)
    )
  }

  /// The bottom `rows` rows, at most all, and the rest above.
  package func splitBottom(_ rows: Int) -> (bottom: Rect, rest: Rect) {
    let (rest, bottom) = splitTop(height - min(max(0, rows), height))
    return (bottom, rest)
  }

  /// The left `columns` columns, at most all, and the rest on the right.
  package func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let taken = min(max(0, columns), width)
    return (
      Rect(x: x, y: y, width: taken, height: height),
      Rect(x: x + taken, y: y, width: width - taken, height: height)
    )
  }

  /// The right `columns` columns, at most all, and the rest on the left.
  package func splitRight(_ columns: Int) -> (right: Rect, rest: Rect) {
    let (rest, right) = splitLeft(width - min(max(0, columns), width))
    return (right, rest)
  }

  static func clampedCoordinate(_ value: Int) -> Int { min(max(-1_000_000, value), 1_000_000) }
  private static func clampedSide(_ value: Int) -> Int { min(max(0, value), 1_000_000) }
}
