/// One wording of PostgreSQL for a foreign-key violation, with the places of its names.
///
/// Written with `{child}`, `{parent}`, `{constraint}`, `{columns}` and `{values}` where the server
/// fills in (`ri_ReportViolation` and `RI_PartitionRemove_Check` in `ri_triggers.c`).
struct MessageForm: Sendable {
  enum Part: String, Hashable, Sendable {
    case message
    case detail
  }

  /// What a wording leaves open.
  enum Field: String, Hashable, Sendable {
    case child, parent, constraint, columns, values
  }

  enum Piece: Hashable, Sendable {
    case literal([UInt8])
    case field(Field)
  }

  let part: Part
  let form: Violation.Form
  let pieces: [Piece]
  /// The piece to look for first: the longest literal.
  let pivot: Int
  /// The bytes of that literal without spaces and quotes at its start.
  let anchor: [UInt8]
  /// How far into the literal the anchor starts.
  let anchorOffset: Int

  init(_ part: Part, _ form: Violation.Form, _ wording: String) {
    self.part = part
    self.form = form
    let pieces = Self.pieces(of: wording)
    var pivot = 0
    var longest: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      if case .literal(let bytes) = piece, bytes.count > longest.count {
        (pivot, longest) = (index, bytes)
      }
    }
    let leading = longest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\"") }.count
    self.pieces = pieces
    self.pivot = pivot
    anchor = Array(longest.dropFirst(leading).prefix { $0 != UInt8(ascii: " ") })
    anchorOffset = leading
  }

  private static func pieces(of wording: String) -> [Piece] {
    var pieces: [Piece] = []
    for part in wording.split(separator: "{", omittingEmptySubsequences: false) {
      guard let close = part.firstIndex(of: "}"),
        let field = Field(rawValue: String(part[..<close]))
      else {
        if !part.isEmpty { pieces.append(.literal(Array(part.utf8))) }
        continue
      }
      pieces.append(.field(field))
      let rest = part[part.index(after: close)...]
      if !rest.isEmpty { pieces.append(.literal(Array(rest.utf8))) }
    }
    return pieces
  }
}
