/// The commands as documentation shows them.
package enum CommandTable {
  /// A Markdown table of all keys, for the README.
  package static func markdown() -> String {
    let head = "| keys | what happens | where | command |\n| --- | --- | --- | --- |\n"
    return head + CommandEntry.all.map(row).joined()
  }

  private static func row(_ entry: CommandEntry) -> String {
    let labels = entry.keys.isEmpty ? [":\(entry.command.rawValue)"] : entry.keyLabels
    let keys = labels.map { "`\($0)`" }.joined(separator: " ")
    return "| \(keys) | \(entry.summary) | \(places(entry)) | `\(entry.command.rawValue)` |\n"
  }

  private static func places(_ entry: CommandEntry) -> String {
    let withoutConnecting = Set(PlaceKind.allCases).subtracting([.connecting])
    if entry.places.isEmpty || entry.places == withoutConnecting { return "everywhere" }
    return PlaceKind.allCases.filter(entry.places.contains).map(\.rawValue).joined(separator: ", ")
  }
}
