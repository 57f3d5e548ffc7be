import BuiltinThemes
package import TerminalCanvas

/// The themes there are: built-in ones and those of the person, who may replace a built-in one.
package struct ThemeCatalog: Sendable {
  /// One line of a list of themes.
  package struct Entry: Hashable, Sendable {
    /// What `--theme` takes.
    package var id: String
    /// The person's file; nil for a built-in theme.
    package var file: String?
    /// The theme, or why it cannot be used.
    package var theme: Result<Theme, ThemeFileError>
  }

  /// The theme for when nobody chose one; it is also where what a theme lacks comes from.
  package static let defaultID = "terminal"

  /// The directory of the person's themes; nil for none.
  package let userDirectory: String?

  /// Makes a catalog; nothing is read yet.
  package init(userDirectory: String?) {
    self.userDirectory = userDirectory
  }

  /// Makes a catalog with `$XDG_CONFIG_HOME/fkwalk/themes`, or that in `~/.config`.
  ///
  /// - Parameter environment: The environment's variables.
  package init(environment: [String: String]) {
    let base =
      if let configuration = environment["XDG_CONFIG_HOME"], configuration.hasPrefix("/") {
        configuration
      } else if let home = environment["HOME"], !home.isEmpty {
        home + "/.config"
      } else {
        String?.none
      }
    self.init(userDirectory: base.map { $0 + "/fkwalk/themes" })
  }

  /// All themes: the built-in ones in their own order, then the person's by id.
  package func entries() -> [Entry] {
    let files = userFiles()
    return ids(with: files).map { id in
      Entry(id: id, file: files[id], theme: Result { () throws(ThemeFileError) in try theme(id) })
    }
  }

  /// The theme with this id, or in this file where the text holds a `/` or ends in `.toml`.
  ///
  /// - Parameter name: What `--theme` says.
  /// - Returns: The theme with all that it inherits.
  /// - Throws: Why there is no such theme, or what is wrong in its file or one it inherits from.
  package func theme(_ name: String) throws(ThemeFileError) -> Theme {
    let (chain, id) = try chain(name)
    return try ThemeResolver.theme(from: chain, id: id)
  }

  /// A theme's document after those it inherits from, the root first, and its id.
  private func chain(_ name: String) throws(ThemeFileError) -> ([ThemeDocument], id: String) {
    let files = userFiles()
    let isFile = name.contains("/") || name.hasSuffix(".toml")
    let id = isFile ? ThemeFile.id(of: name) : name
    let own = try isFile ? ThemeFile.read(name) : document(id, among: files)
    guard let own else {
      let known = ids(with: files).joined(separator: ", ")
      throw ThemeFileError(file: name, message: "there is no such theme; there are \(known)")
    }
    return (try ancestors(of: own, id: id, among: files) + [own], id)
  }

  /// The tokens that neither a theme nor those it inherits from name, up to the default theme,
  /// where they then come from; none for the default theme and for themes without colours.
  ///
  /// - Parameter name: What `--theme` says.
  /// - Returns: The tokens' names in their own order.
  /// - Throws: As ``theme(_:)``.
  package func missingTokens(in name: String) throws(ThemeFileError) -> [String] {
    let (chain, id) = try chain(name)
    let own = chain.dropFirst()
    guard id != Self.defaultID, own.last?.usesColors != false else { return [] }
    return ThemeToken.all.filter { token in !own.contains { $0.looks[token] != nil } }
      .map(\.name)
  }

  /// The documents that `document` inherits from, the root first: the built-in default theme.
  private func ancestors(of document: ThemeDocument, id: String, among files: [String: String])
    throws(ThemeFileError) -> [ThemeDocument]
  {
    var chain: [ThemeDocument] = []
    var seen = [document.file]
    var (current, currentID) = (document, id)
    while current.file != ThemeFile.builtinName(Self.defaultID) {
      let parentID = current.inherits ?? Self.defaultID
      // A file that replaces a built-in theme may inherit from it.
      let isOwnName = parentID == currentID
      guard let parent = try self.document(parentID, among: isOwnName ? [:] : files) else {
        throw Self.wrongParent(of: current, "there is no theme \"\(parentID)\"")
      }
      guard !seen.contains(parent.file) else {
        throw Self.wrongParent(of: current, "this theme inherits from itself")
      }
      seen.append(parent.file)
      chain.append(parent)
      (current, currentID) = (parent, parentID)
    }
    return chain.reversed()
  }

  /// The theme file with this id, the person's before a built-in one; nil when there is neither.
  private func document(_ id: String, among files: [String: String]) throws(ThemeFileError)
    -> ThemeDocument?
  {
    if let file = files[id] { return try ThemeFile.read(file) }
    return try ThemeFile.builtin(id)
  }

  private func userFiles() -> [String: String] {
    userDirectory.map(ThemeFile.files(in:)) ?? [:]
  }

  private func ids(with files: [String: String]) -> [String] {
    let builtin = BuiltinThemes.all.map(\.id)
    return builtin + files.keys.filter { !builtin.contains($0) }.sorted()
  }

  private static func wrongParent(of document: ThemeDocument, _ message: String) -> ThemeFileError {
    ThemeFileError(file: document.file, keyPath: "inherits", message: message)
  }
}
