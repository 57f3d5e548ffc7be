import TerminalCanvas

/// The tokens as `fkwalk themes --tokens` lists them.
package enum ThemeTokens {
  /// Every token with what it is for, in the order of theme files.
  package static let all: [(name: String, summary: String)] = ThemeToken.all.map {
    ($0.name, $0.summary)
  }
}

extension ThemeToken {
  /// What the token is for, in a few words.
  var summary: String {
    switch self {
    case .role(let role): role.summary
    case .highlight(.cursor): "over the selected line of the pane that has the keyboard"
    case .highlight(.inactiveCursor): "over the selected line of another pane"
    case .highlight(.mark): "over marked rows"
    case .highlight(.match): "over what a filter found"
    case .highlight(.none): "over nothing"
    }
  }
}

extension Role {
  fileprivate var summary: String {
    switch self {
    case .text: "plain text, and the background of everything"
    case .muted: "what matters less"
    case .title: "titles of panes and selected tabs"
    case .breadcrumb: "where one is"
    case .border: "lines around panes"
    case .borderFocus: "lines around the pane that has the keyboard"
    case .null: "NULL and the empty string"
    case .control: "control characters in data"
    case .hintKey: "keys in the bottom line and in help"
    case .hintText: "what those keys do"
    case .status: "the status line"
    case .warning: "what went wrong without harm"
    case .error: "errors"
    case .progress: "what is being waited for"
    case .input: "text being typed"
    case .readOnly: "the words READ ONLY"
    case .connectionLabel: "the database connected to"
    case .keyPrimary: "primary keys"
    case .keyForeign: "foreign keys"
    case .keyUnique: "unique keys"
    case .edgeParent: "the way to a parent"
    case .edgeChild: "the way to a child"
    case .effectDelete: "DELETE in the preview"
    case .effectSetNull: "SET NULL in the preview"
    case .effectSetDefault: "SET DEFAULT in the preview"
    case .effectBlock: "BLOCKS in the preview"
    case .effectMaybe: "what may or may not refuse"
    case .effectRepeat: "rows counted already"
    case .effectUnknown: "what is not known"
    case .actionCascade: "the word CASCADE"
    case .actionRestrict: "the word RESTRICT"
    case .actionNoAction: "the words NO ACTION"
    case .actionSetNull: "the words SET NULL"
    case .actionSetDefault: "the words SET DEFAULT"
    case .verdictSucceeds: "WOULD SUCCEED"
    case .verdictFails: "REFUSED"
    case .verdictUncertain: "CANNOT TELL"
    case .caution: "what deserves a look, beside other words: no index"
    }
  }
}
