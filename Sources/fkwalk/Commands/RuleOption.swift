import ArgumentParser
import SchemaModel
import TerminalCanvas

/// `CONSTRAINT=RULE` as commands take it.
enum RuleOption {
  /// The rules wanted, by constraint; several for one are laid over each other.
  static func changes(_ words: [String]) throws -> [String: RuleChange] {
    var changes: [String: RuleChange] = [:]
    for word in words {
      guard let (name, change) = RuleChange.named(word) else {
        throw ValidationError(
          "'\(SafeText.escaped(word))' is not CONSTRAINT=RULE, where RULE is \(RuleChange.forms).")
      }
      changes[name] = (changes[name] ?? RuleChange()).merging(change)
    }
    return changes
  }
}
