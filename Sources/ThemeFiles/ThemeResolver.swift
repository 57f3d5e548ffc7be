import TerminalCanvas

/// Puts a theme together from its file and those it inherits from.
struct ThemeResolver {
  private var palette: [String: PaletteColor] = [:]
  private var looks: [ThemeToken: ThemeDocument.Look] = [:]
  private var usesColors = true

  /// The theme of the last document, each one inheriting from the one before it.
  ///
  /// - Parameters:
  ///   - documents: The root first; none gives a theme without any look.
  ///   - id: What the theme is called.
  /// - Returns: The theme at every depth.
  /// - Throws: The first colour that no palette so far has.
  static func theme(from documents: [ThemeDocument], id: String) throws(ThemeFileError) -> Theme {
    var resolver = ThemeResolver()
    for document in documents { try resolver.add(document) }
    return try resolver.theme(id: id, document: documents.last ?? ThemeDocument(file: id))
  }

  private mutating func add(_ document: ThemeDocument) throws(ThemeFileError) {
    palette.merge(document.palette) { $1 }
    looks.merge(document.looks) { $1 }
    usesColors = document.usesColors ?? usesColors
    // So that an error names the file it is in: the palette only grows from here.
    for (token, look) in document.looks { _ = try paints(of: look, token, in: document) }
  }

  private func theme(id: String, document: ThemeDocument) throws(ThemeFileError) -> Theme {
    var roles: [Role: [ColorDepth: Theme.Paint]] = [:]
    var highlights: [Highlight: [ColorDepth: Theme.Paint]] = [:]
    for (token, look) in looks {
      let paints = try paints(of: look, token, in: document)
      switch token {
      case .role(let role): roles[role] = paints
      case .highlight(let highlight): highlights[highlight] = paints
      }
    }
    return Theme(
      id: id, name: document.name ?? id, description: document.description, roles: roles,
      highlights: highlights)
  }

  private func paints(
    of look: ThemeDocument.Look, _ token: ThemeToken, in document: ThemeDocument
  ) throws(ThemeFileError) -> [ColorDepth: Theme.Paint] {
    let foreground = try color(look.foreground, "\(token.name).foreground", in: document)
    let background = try color(look.background, "\(token.name).background", in: document)
    let monochrome = Theme.Paint(attributes: look.monochromeAttributes ?? look.attributes)
    guard usesColors else {
      return [.monochrome: monochrome, .ansi16: monochrome, .ansi256: monochrome]
    }
    return [
      .monochrome: monochrome,
      .ansi16: Theme.Paint(
        foreground: foreground?.in16, background: background?.in16, attributes: look.attributes),
      .ansi256: Theme.Paint(
        foreground: foreground?.in256, background: background?.in256, attributes: look.attributes),
    ]
  }

  private func color(_ name: ThemeDocument.ColorName?, _ path: String, in document: ThemeDocument)
    throws(ThemeFileError) -> PaletteColor?
  {
    switch name {
    case nil: return nil
    case .fixed(let color): return color
    case .named(let name):
      if let color = palette[name] { return color }
      let known = palette.keys.sorted().joined(separator: ", ")
      throw ThemeFileError(
        file: document.file, keyPath: path,
        message: "unknown colour \"\(name)\"; the palette has \(known.isEmpty ? "none" : known)")
    }
  }
}
