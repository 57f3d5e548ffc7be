package import DeletePlanning
package import Lessons
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

  /// The preview to show without a database; nil connects to one.
  package var saved: SavedPreview?
  /// Whether to keep where the person is for the next time, and read what was kept.
  package var keepsSession: Bool
  /// Whether to begin where the person left, rather than only offer it.
  package var resumes: Bool
  /// The keys of this person.
  package var keymap: Keymap
  /// What to say first, as something of the person's could not be used; nil for nothing.
  package var warning: String?
  /// The themes to choose from.
  package var themes: [ThemeChoice]
  /// The theme it starts with.
  package var theme: String

  /// The lessons there are, in their order.
  package var course: [Lesson] = []
  /// Whether there is a throw-away server to run them on, which is what the connection leads to.
  package var runsLessons = false
  /// The lesson to begin with, as an index of ``course``; nil for none.
  package var startLesson: Int?
  /// What this person has done of the lessons.
  package var progress = LessonProgress()

  package init(
    size: Size, glyphs: Glyphs = .unicode, connection: String, startTable: String? = nil,
    isDemo: Bool = false, saved: SavedPreview? = nil, keepsSession: Bool = false,
    resumes: Bool = false, keymap: Keymap = .standard,
    warning: String? = nil,
    themes: [ThemeChoice] = [], theme: String = ""
  ) {
    self.size = size
    self.glyphs = glyphs
    self.connection = connection
    self.startTable = startTable
    self.isDemo = isDemo
    self.saved = saved
    self.keepsSession = keepsSession
    self.resumes = resumes
    self.keymap = keymap
    self.warning = warning
    self.themes = themes
    self.theme = theme
  }
}

/// A theme that can be chosen.
package struct ThemeChoice: Hashable, Sendable {
  /// As `--theme` takes it.
  package var id: String
  /// What it is, for people.
  package var summary: String

  package init(id: String, summary: String) {
    self.id = id
    self.summary = summary
  }
}
