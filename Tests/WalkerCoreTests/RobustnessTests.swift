import DeletePlanning
import SchemaModel
import TerminalCanvas
import Testing

@testable import WalkerCore

/// No keys and no events, in whatever order, may trap or leave a screen that does not fit.
@Suite struct RobustnessTests {
  @Test(arguments: 1...16) func randomKeysNeverTrap(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var driver = Screens.all[Int.random(in: 0..<Screens.all.count, using: &random)]
    for number in 0..<120 {
      step(&driver, &random)
      if number % 4 == 0 { #expect(ScreenCheck.trouble(driver) == nil) }
    }
  }

  private func step(_ driver: inout Driver, _ random: inout SeededGenerator) {
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      driver.resize(
        Size(
          columns: Int.random(in: 0...120, using: &random),
          rows: Int.random(in: 0...40, using: &random)))
    case 1: driver.answerRows(Shop.customers)
    case 2: driver.answerPreview(Bool.random(using: &random) ? Shop.refused : Shop.growing)
    case 3 where Bool.random(using: &random):
      driver.answerLesson(before: Course.before, run: Course.typed(nil))
    case 3:
      driver.click(
        Int.random(in: -1...120, using: &random), Int.random(in: -1...40, using: &random))
    case 4: driver.send(Self.events.randomElement(using: &random) ?? .interrupted)
    default:
      if let key = Self.keys.randomElement(using: &random) { driver.send(.input(.key(key))) }
    }
  }

  static let keys: [KeyPress] =
    CommandEntry.all.flatMap { $0.keys.compactMap(KeySequence.parse).flatMap { $0 } }
    + "abc '%ü山".map { .character($0) } + [.delete, .insert, .function(5), .alt("x")]

  private static let events: [Event] = [
    .tick(milliseconds: 5000), .connected(Shop.facts), .connectionLost(message: "gone"),
    .connectionFailed(message: "no", advice: "yes"),
    .catalogLoaded(Shop.graph, milliseconds: 1),
    .catalogLoaded(SchemaGraph(tables: [], foreignKeys: []), milliseconds: 1),
    .catalogFailed(ServerError(sqlstate: "42501", message: "denied")),
    .answered(RequestID(3), .rows(Shop.customers(1..<300, hasEarlier: true, hasLater: true))),
    .answered(RequestID(2), .failed(ServerError(sqlstate: "57014", message: "cancelled"))),
    .answered(RequestID(5), .count(.unknown)),
    .answered(RequestID(6), .failed(ServerError(sqlstate: "", message: "no"))),
    .fileFailed(path: "x", message: "exists"), .fileWritten(path: "x"), .copied("x", how: "OSC 52"),
    .input(.paste("a\nb\u{1b}[31m")), .input(.mouse(x: 5, y: 5, action: .wheelUp)),
    .interrupted,
    .answered(
      RequestID(4), .rows(RowPage(columns: [], rows: [], hasEarlier: false, hasLater: false))),
  ]
}

/// Random numbers that are the same each time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
