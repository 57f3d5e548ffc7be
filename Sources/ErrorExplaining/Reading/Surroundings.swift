/// The lines around a message that can belong to it.
struct Surroundings {
  /// Those above it, and what stands before it on its own line.
  var before: [Substring] = []
  /// What stands behind it on its own line, and those below.
  var after: [Substring] = []

  private static let most = 60

  /// - Parameters:
  ///   - before: the text before the message.
  ///   - after: the text behind it.
  init(before: String, after: String) {
    let above = before.split(separator: "\n", omittingEmptySubsequences: false)
    let own = above.last ?? ""
    let process = LogLine.process(in: own.prefix(200))
    self.before = Self.above(above.dropLast(), process: process) + [own]
    self.after = Self.below(after.split(separator: "\n", omittingEmptySubsequences: false), process)
  }

  /// Up to the parts of the record before.
  private static func above(_ lines: ArraySlice<Substring>, process: Substring?) -> [Substring] {
    var found: [Substring] = []
    for line in lines.suffix(12).reversed() {
      let mark = LogLine(line)
      if let process, let other = mark.process, other != process { continue }
      if mark.kind == .error || mark.kind == .statement || mark.kind == .detail { break }
      found.append(line)
    }
    return found.reversed()
  }

  /// Down to the next record; lines of other processes are left out.
  private static func below(_ lines: [Substring], _ process: Substring?) -> [Substring] {
    var found = Array(lines.prefix(1))
    var isForeign = false
    for line in lines.dropFirst().prefix(most) {
      let mark = LogLine(line)
      if let process {
        // A line without a mark goes on with the line above it.
        if let other = mark.process { isForeign = other != process }
        if isForeign { continue }
      }
      if mark.kind == .error || mark.kind == .log { break }
      found.append(line)
    }
    return found
  }
}
