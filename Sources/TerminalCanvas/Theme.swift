/// How each role and highlight looks, designed for each colour depth.
package struct Theme: Hashable, Sendable {
  /// A colour that a theme asks for.
  package enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case terminal
    /// A number in the palette of the colour depth.
    case index(Int)
  }

  /// What a token changes of the style below it.
  package struct Paint: Hashable, Sendable {
    /// The text's colour; nil leaves what is below.
    package var foreground: Color?
    /// The colour behind the text; nil leaves what is below.
    package var background: Color?
    /// Attributes that are added; `reverse` over `reverse` cancels out.
    package var attributes: Set<Attribute>

    /// Makes a paint; by default one that changes nothing.
    package init(
      foreground: Color? = nil, background: Color? = nil, attributes: Set<Attribute> = []
    ) {
      self.foreground = foreground
      self.background = background
      self.attributes = attributes
    }
  }

  /// What `--theme` takes.
  package var id: String
  /// What people read.
  package var name: String
  /// One sentence on what it is for; may be empty.
  package var description: String
  private var rolePaints: [Role: [ColorDepth: Paint]]
  private var highlightPaints: [Highlight: [ColorDepth: Paint]]

  /// Makes a theme; roles and highlights without a paint look like plain text.
  package init(
    id: String, name: String, description: String = "",
    roles: [Role: [ColorDepth: Paint]] = [:], highlights: [Highlight: [ColorDepth: Paint]] = [:]
  ) {
    self.id = id
    self.name = name
    self.description = description
    rolePaints = roles
    highlightPaints = highlights
  }

  /// How a cell looks: the role's paint over that of `ui.text`, the highlight's over both.
  package func style(for role: Role, highlight: Highlight, depth: ColorDepth) -> Style {
    var style = Style()
    let layers = [
      rolePaints[.text]?[depth], role == .text ? nil : rolePaints[role]?[depth],
      highlightPaints[highlight]?[depth],
    ]
    for case let paint? in layers { style.apply(paint) }
    return style
  }

  /// How a cell looks; no highlight draws a line below a blank, which would run on where the text
  /// has ended.
  package func style(for cell: Cell, depth: ColorDepth) -> Style {
    var style = style(for: cell.role, highlight: cell.highlight, depth: depth)
    let plain = self.style(for: cell.role, highlight: .none, depth: depth)
    if cell.isBare, !plain.attributes.contains(.underline) { style.attributes.remove(.underline) }
    return style
  }
}

extension Style {
  fileprivate mutating func apply(_ paint: Theme.Paint) {
    if let color = paint.foreground { foreground = color.index }
    if let color = paint.background { background = color.index }
    let isDoublyReversed = attributes.contains(.reverse) && paint.attributes.contains(.reverse)
    attributes.formUnion(paint.attributes)
    if isDoublyReversed { attributes.remove(.reverse) }
  }
}

extension Theme.Color {
  /// The palette number; nil for the terminal's own colour.
  fileprivate var index: Int? {
    switch self {
    case .terminal: nil
    case .index(let index): index
    }
  }
}
