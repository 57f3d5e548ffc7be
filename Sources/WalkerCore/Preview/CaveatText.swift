import DeletePlanning
import TerminalCanvas

/// What limits a preview, in a few sentences: what there is, what it can do, what can be done.
struct CaveatText {
  let caveat: Caveat
  let keys: Keys

  var lines: [Line] {
    let place = [caveat.table.map(Summaries.name), caveat.object.map { SafeText.display($0) }]
      .compactMap { $0 }.joined(separator: ": ")
    return [Line(SafeText.display(caveat.message))]
      + (place.isEmpty ? [] : [Line("About \(place).", .muted)])
      + [
        Line(SafeText.display(caveat.meaning) + advice),
        Line(caveat.consequence, caveat.isDecisive ? .warning : .muted),
      ]
      + [section?.line].compactMap { $0 }
  }

  /// What to press, where that helps.
  private var advice: String {
    switch caveat.code {
    case .truncated: " \(keys[.refresh]) reads on anew."
    case .timeout, .cancelled: " \(keys[.refresh]) starts again."
    default: ""
    }
  }

  private var section: Manual? {
    switch caveat.code {
    case .userTrigger: .triggers
    case .rule: .rules
    case .rowSecurity: .rowSecurity
    case .noSelectPrivilege, .notExamined: .privileges
    case .foreignTable: .foreignData
    case .disabledTrigger: .alterTable
    case .replicaRole: .clientSettings
    case .notEnforced: .createTable
    case .volatileDefault: .defaults
    case .volatileFunction: .volatility
    case .inheritance: .inheritance
    case .orderDependent, .serverProduct, .truncated, .timeout, .cancelled, .unsupported: nil
    }
  }
}
