/// Text that is safe inside SQL: the only place where names and values are quoted.
package enum SQLText {
  /// A quoted identifier: `"weird ""name"""`.
  ///
  /// Always quoted, so that no keyword list is needed and no name is ever folded to lower case.
  package static func identifier(_ name: String) -> String {
    var quoted = "\""
    for scalar in name.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// An identifier as a person would write it: bare where PostgreSQL reads it back unchanged, and
  /// with escapes (`U&"\\000a"`) where it holds what no terminal should get.
  package static func readableIdentifier(_ name: String) -> String {
    let scalars = name.unicodeScalars
    if scalars.contains(where: isLooseByte) { return identifier(name) }
    if scalars.contains(where: isInvisible) { return escapedIdentifier(name) }
    guard let first = scalars.first, first == "_" || ("a"..."z").contains(first),
      scalars.allSatisfy({ isPlainIdentifierScalar($0) }), !reservedWords.contains(name)
    else { return identifier(name) }
    return name
  }

  /// A string literal that means the same whatever `standard_conforming_strings` says.
  ///
  /// `nil` becomes `NULL`. A text with a backslash takes the `E''` form.
  package static func literal(_ value: String?) -> String {
    guard let value else { return "NULL" }
    var quoted = ""
    var hasBackslash = false
    for scalar in value.unicodeScalars {
      switch scalar {
      case "'": quoted += "''"
      case "\\":
        quoted += "\\\\"
        hasBackslash = true
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return (hasBackslash ? " E'" : "'") + quoted + "'"
  }

  /// A text for a comment: `\u{1b}` for what no terminal should get.
  package static func visible(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      isInvisible(scalar) && !isLooseByte(scalar)
        ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }.joined()
  }

  /// U+10FF80 to U+10FFFF stand for bytes that are no UTF-8, and are written as these bytes.
  private static func isLooseByte(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x10FF80 }

  /// PostgreSQL manual, "Identifiers and Key Words".
  private static func escapedIdentifier(_ name: String) -> String {
    let inside = name.unicodeScalars.map { scalar in
      if scalar == "\"" || scalar == "\\" { return "\(scalar)\(scalar)" }
      guard isInvisible(scalar) else { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      let width = scalar.value > 0xFFFF ? 6 : 4
      return (width == 6 ? "\\+" : "\\") + String(repeating: "0", count: width - digits.count)
        + digits
    }
    return "U&\"\(inside.joined())\""
  }

  /// Controls, bidirectional marks and all else without a form of its own.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return scalar.value < 0x20 || scalar.value == 0x7F }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: false
    }
  }

  private static func isPlainIdentifierScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
  }

  /// PostgreSQL's reserved words (SQL Key Words, appendix C), which cannot stand bare as a name.
  private static let reservedWords: Set<String> = Set(
    """
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check \
    collate collation column concurrently constraint create cross current_catalog current_date \
    current_role current_schema current_time current_timestamp current_user default deferrable \
    desc distinct do else end except false fetch for foreign freeze from full grant group having \
    ilike in initially inner intersect into is isnull join lateral leading left like limit \
    localtime localtimestamp natural not notnull null offset on only or order outer overlaps \
    placing primary references returning right select session_user similar some symmetric \
    system_user table tablesample then to trailing true union unique user using variadic verbose \
    when where window with between bigint bit boolean char character coalesce dec decimal exists \
    extract float greatest grouping inout int integer interval least national nchar none \
    normalize nullif numeric out overlay position precision real row setof smallint substring \
    time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists \
    xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split(separator: " ").map(String.init))
}
