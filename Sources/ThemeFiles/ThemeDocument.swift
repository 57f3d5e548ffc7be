import TerminalCanvas

/// A theme file as written, its own part only.
struct ThemeDocument {
  /// What a file says about one token.
  struct Look: Hashable {
    var foreground: ColorName?
    var background: ColorName?
    var attributes: Set<Attribute> = []
    /// What monochrome shows instead of `attributes`; nil for the same.
    var monochromeAttributes: Set<Attribute>?
  }

  /// A colour as a look names it.
  enum ColorName: Hashable {
    case fixed(PaletteColor)
    /// A name of the palette, which may be that of an inherited file.
    case named(String)
  }

  /// The file's path, or the theme's id where there is no file.
  var file: String
  var name: String?
  var description = ""
  /// The id of the theme that gives what is missing here.
  var inherits: String?
  /// False for a theme that shows at every depth what it shows in monochrome; nil as inherited.
  var usesColors: Bool?
  var palette: [String: PaletteColor] = [:]
  var looks: [ThemeToken: Look] = [:]
}
