package import SchemaModel
import TerminalCanvas

// Going on where one left another day.
extension Walker {
  /// Where the person is and has been, to be kept; nil where nothing is to be.
  package var session: (key: Session.Key, json: JSONValue)? {
    guard options.keepsSession, isReady, let server, connection != .none else { return nil }
    let session = Session(
      places: history.entries.map(\.place), index: history.index, recent: recent,
      lines: earlierLines.filter { CommandLine.isFreeOfData($0) })
    // Who looked at nothing keeps what was there to be resumed.
    guard session.isWorthwhile else { return nil }
    let key = Session.Key(server)
    return (key, session.json(key))
  }

  /// Takes what was kept of the last time.
  mutating func sessionRead(_ json: JSONValue) {
    guard let server, let session = Session(json: json, Session.Key(server)) else {
      notice = Notice(
        text: "What was kept of your last session is not readable and is ignored.", isWarning: true)
      return
    }
    if earlierLines.isEmpty { earlierLines = session.lines }
    offered = session.isWorthwhile ? session : nil
    if isReady { offer() }
  }

  /// Says that there is something to resume, or does so where that was asked for.
  mutating func offer() {
    guard let offered, notice == nil else { return }
    if options.resumes { return resume() }
    let place = offered.crumbs(options.glyphs.separator)
    notice = Notice(
      text: "Last time you left at \(place). \(keys[.resume]) goes on there.", isWarning: false)
  }

  mutating func resume() {
    guard let session = offered.map({ $0.pruned(shownGraph) }), !session.places.isEmpty else {
      notice = Notice(text: "There is no earlier session to go on with.", isWarning: false)
      return
    }
    let lost = (offered?.places.count ?? 0) - session.places.count
    offered = nil
    cancel(ledger.requests())
    history = History(session.places, index: session.index)
    recent = session.recent
    notice = Notice(
      text: lost > 0
        ? "Some places are gone with their tables." : "You are where you left.",
      isWarning: lost > 0)
    startCurrent()
  }

  /// Lets a place ask for what it shows, where it has not yet.
  mutating func startCurrent() {
    guard !history.isCurrentStarted else { return }
    history.markCurrentStarted()
    update(history.currentID) { state, turn in state.start(&turn) }
  }
}
