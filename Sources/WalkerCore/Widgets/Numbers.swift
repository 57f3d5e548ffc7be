import SchemaModel
import TerminalCanvas

/// Numbers and their nouns as people read them.
enum Numbers {
  /// `1,204,331`.
  static func grouped(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
  }

  /// `23`, `≥100`, `?`.
  static func count(_ count: RowCount, _ glyphs: Glyphs) -> String {
    switch count {
    case .exact(let number): grouped(number)
    case .atLeast(let number): glyphs.atLeast + grouped(number)
    case .about(let number): glyphs.approximately + grouped(number)
    case .unknown: "?"
    }
  }

  /// `1 row`, `2 rows`, `≥100 rows`.
  static func rows(_ count: RowCount, _ glyphs: Glyphs) -> String {
    self.count(count, glyphs) + (count == .exact(1) ? " row" : " rows")
  }

  /// `3 of 1,005`, for the third.
  static func place(_ index: Int, of count: Int) -> String {
    "\(grouped(index + 1)) of \(grouped(count))"
  }

  /// `1 table`, `2 tables`.
  static func plural(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// `12 bytes`, `1.2 MB`, in steps of 1,000.
  static func bytes(_ count: Int) -> String {
    if count < 1000 { return plural(count, "byte") }
    let units = ["kB", "MB", "GB", "TB"]
    var (unit, tenths) = (0, count / 100)
    while tenths >= 10_000, unit + 1 < units.count { (unit, tenths) = (unit + 1, tenths / 1000) }
    let fraction = tenths >= 100 || tenths % 10 == 0 ? "" : ".\(tenths % 10)"
    return "\(tenths / 10)\(fraction) \(units[unit])"
  }

  /// `84 ms`, `1.2 s`.
  static func duration(_ milliseconds: Int) -> String {
    milliseconds < 1000
      ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
  }
}

extension RowCount {
  /// Whether no row is known of.
  var isNothing: Bool { self != .unknown && lowerBound == 0 }
}
