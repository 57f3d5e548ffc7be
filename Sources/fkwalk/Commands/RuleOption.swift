import ArgumentParser
import SchemaModel
import TerminalCanvas

/// `CONSTRAINT=RULE` as commands take it.
enum RuleOption {
  /// The rules wanted, by constraint; several for one are taken together.
  static func changes(_ words: [String]) throws -> [String: RuleChange] {
    var changes: [String: RuleChange] = [:]
    for word in words {
      guard let (name, change) = RuleChange.named(word) else {
        throw ValidationError(
          "'\(SafeText.escaped(word))' is not CONSTRAINT=RULE, where RULE is \(RuleChange.forms), "
            + "or several of them that agree.")
      }
      let before = changes[name] ?? RuleChange()
      guard !before.contradicts(change) else {
        throw ValidationError(
          "\(SafeText.escaped(name)) cannot be both \(before.sql) and \(change.sql).")
      }
      changes[name] = before.merging(change)
    }
    return changes
  }
}
