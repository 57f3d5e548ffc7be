import TOMLKit
import TOMLReading
import TerminalCanvas

extension ThemeDocument {
  /// Reads a theme file's text.
  ///
  /// - Parameters:
  ///   - text: The file's content.
  ///   - file: What errors call it.
  /// - Throws: What is wrong first.
  init(text: String, file: String) throws(ThemeFileError) {
    self.init(file: file)
    let table: TOMLTable
    do throws(TOMLProblem) {
      table = try TOMLDocument.table(in: text)
    } catch {
      throw ThemeFileError(file: file, line: error.line, message: error.message)
    }
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      try read(key, value)
    }
  }

  private mutating func read(_ key: String, _ value: any TOMLValueConvertible)
    throws(ThemeFileError)
  {
    switch key {
    case "name": name = try text(value, at: key)
    case "description": description = try text(value, at: key)
    case "inherits": inherits = try text(value, at: key)
    case "colors":
      guard let isOn = value.bool else { throw wrong(key, "must be true or false") }
      usesColors = isOn
    case "palette":
      for (name, value) in try members(value, at: key) {
        palette[name] = try paletteColor(value, at: "\(key).\(name)")
      }
    default:
      guard value.table != nil else { throw unknown(key) }
      try readLooks(value, at: key)
    }
  }

  /// Reads a table that is a token's look, or holds more tokens, or both (`ui.border.focus`).
  private mutating func readLooks(_ value: any TOMLValueConvertible, at path: String)
    throws(ThemeFileError)
  {
    let token = ThemeToken(name: path)
    var look = Look()
    for (key, member) in try members(value, at: path) {
      let memberPath = "\(path).\(key)"
      switch key {
      case "foreground" where token != nil: look.foreground = try colorName(member, at: memberPath)
      case "background" where token != nil: look.background = try colorName(member, at: memberPath)
      case "attributes" where token != nil: look.attributes = try attributes(member, at: memberPath)
      case "mono" where token != nil:
        look.monochromeAttributes = try attributes(member, at: memberPath)
      default:
        guard member.table != nil else { throw unknown(memberPath) }
        try readLooks(member, at: memberPath)
      }
    }
    if let token {
      looks[token] = look
    } else if !ThemeToken.all.contains(where: { $0.name.hasPrefix(path + ".") }) {
      throw unknown(path)
    }
  }

  private func paletteColor(_ value: any TOMLValueConvertible, at path: String)
    throws(ThemeFileError) -> PaletteColor
  {
    guard let forms = value.array else { return try fixedColor(value, at: path) }
    guard forms.count == 3 else {
      throw wrong(path, "must be one colour, or three: \"#rrggbb\", 0 to 255, one of the 16 names")
    }
    _ = try fixedColor(forms[0], at: path)
    return PaletteColor(
      in256: try fixedColor(forms[1], at: path).in256,
      in16: try fixedColor(forms[2], at: path).in16)
  }

  private func colorName(_ value: any TOMLValueConvertible, at path: String)
    throws(ThemeFileError) -> ColorName
  {
    if let name = value.string, !name.hasPrefix("#"), PaletteColor(name: name) == nil {
      return .named(name)
    }
    return .fixed(try fixedColor(value, at: path))
  }

  /// A colour that needs no palette: one of the 16 names, `default`, `#rrggbb` or a number.
  private func fixedColor(_ value: any TOMLValueConvertible, at path: String)
    throws(ThemeFileError) -> PaletteColor
  {
    let color =
      if let number = value.int {
        PaletteColor(index: number)
      } else if let text = value.string {
        PaletteColor(name: text) ?? PaletteColor(hex: text)
      } else {
        PaletteColor?.none
      }
    guard let color else {
      throw wrong(path, "is no colour: \"#rrggbb\", 0 to 255, \"default\" or one of the 16 names")
    }
    return color
  }

  private func attributes(_ value: any TOMLValueConvertible, at path: String)
    throws(ThemeFileError) -> Set<Attribute>
  {
    let known = Attribute.allCases.map(\.rawValue).joined(separator: ", ")
    guard let names = value.array else { throw wrong(path, "must be a list of \(known)") }
    var attributes: Set<Attribute> = []
    for name in names {
      guard let attribute = name.string.flatMap(Attribute.init(rawValue:)) else {
        throw wrong(path, "unknown attribute \(name.debugDescription); there are \(known)")
      }
      attributes.insert(attribute)
    }
    return attributes
  }

  private func text(_ value: any TOMLValueConvertible, at path: String) throws(ThemeFileError)
    -> String
  {
    guard let text = value.string else { throw wrong(path, "must be a text") }
    return text
  }

  /// The keys and values of a table, in the order of the keys.
  private func members(_ value: any TOMLValueConvertible, at path: String) throws(ThemeFileError)
    -> [(key: String, value: any TOMLValueConvertible)]
  {
    guard let table = value.table else { throw wrong(path, "must be a table") }
    return table.keys.sorted().compactMap { key in table[key].map { (key, $0) } }
  }

  private func unknown(_ path: String) -> ThemeFileError {
    wrong(path, "unknown; themes have name, description, inherits, colors, palette and the tokens")
  }

  private func wrong(_ path: String, _ message: String) -> ThemeFileError {
    ThemeFileError(file: file, keyPath: path, message: message)
  }
}
