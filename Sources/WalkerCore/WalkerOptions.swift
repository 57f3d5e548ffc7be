package import TerminalCanvas

/// What a walker is started with.
package struct WalkerOptions: Hashable, Sendable {
  /// The terminal's size in cells.
  package var size: Size
  /// The signs to draw with: Unicode, or ASCII only.
  package var glyphs: Glyphs
  /// Where it connects to, for people and without secrets: `shop@localhost`.
  package var connection: String
  /// The table to start at, as typed; nil starts at the list of tables.
  package var startTable: String?
  /// Whether the database is a throw-away one that fkwalk made itself.
  package var isDemo: Bool

  package init(
    size: Size, glyphs: Glyphs = .unicode, connection: String, startTable: String? = nil,
    isDemo: Bool = false
  ) {
    self.size = size
    self.glyphs = glyphs
    self.connection = connection
    self.startTable = startTable
    self.isDemo = isDemo
  }
}
