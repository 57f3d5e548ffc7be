import Glibc
import Testing

/// Random inputs made from good ones, the same each time for a seed.
///
/// Each target gets 300 inputs, or as many as it takes in `$FKWALK_FUZZ_SECONDS`;
/// `$FKWALK_FUZZ_SEED` begins elsewhere; and the input under trial is kept in the file that
/// `$FKWALK_FUZZ_INPUT` names, for when one ends the process.
struct Fuzzer {
  private let seeds: [[UInt8]]
  /// What the language is made of, to be put in anywhere.
  private let words: [[UInt8]]
  private var random: SplitMix

  init(_ seeds: [String], words: [String]) {
    self.seeds = seeds.map { Array($0.utf8) }
    self.words = (words + Self.odd).map { Array($0.utf8) }
    random = SplitMix(state: Self.setting("FKWALK_FUZZ_SEED").map { UInt64($0) } ?? 1)
  }

  /// What breaks most readers of text.
  private static let odd = [
    "\0", "\u{1b}[2J", "\u{202e}", "\u{feff}", "\r\n", "\"", "'", "$$", "\\", "{", "[", "(", ")",
    "\u{1f468}\u{200d}\u{1f469}", "9223372036854775808", "-1", "1e999", "e\u{301}", "\t", "%", "--",
    "/*", "*/", ";", ".", ",", "=",
  ]

  /// Tries a target for its inputs, or its time.
  ///
  /// - Parameter target: returns what is wrong; nil for nothing.
  mutating func run(_ target: ([UInt8]) throws -> String?) rethrows {
    let end = Self.setting("FKWALK_FUZZ_SECONDS").map { ContinuousClock.now + .seconds($0) }
    var count = 0
    while end.map({ .now < $0 }) ?? (count < max(300, seeds.count)) {
      let input = count < seeds.count ? seeds[count] : next()
      count += 1
      Self.keep(input)
      let start = Self.processorSeconds
      if let problem = try target(input) { return Self.record(problem, input) }
      // What takes so long would hang a person.
      if Self.processorSeconds - start > 20 { return Self.record("it hangs", input) }
    }
    print("\(count) inputs")
  }

  /// What this thread has used of a processor, however busy the machine is with other things.
  private static var processorSeconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec
  }

  private static func record(_ problem: String, _ input: [UInt8]) {
    Issue.record("\(problem)\ninput: \(String(decoding: input, as: UTF8.self).debugDescription)")
  }

  // MARK: Inputs

  private mutating func next() -> [UInt8] {
    var input = seeds[Int.random(in: seeds.indices, using: &random)]
    for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&input) }
    return input.count > 1 << 14 ? Array(input.prefix(1 << 14)) : input
  }

  private mutating func mutate(_ input: inout [UInt8]) {
    let range = self.range(of: input)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: input.removeSubrange(range)
    case 1: input.insert(contentsOf: input[range], at: range.upperBound)
    case 2: input.replaceSubrange(range, with: word)
    case 3, 4: input.insert(contentsOf: word, at: range.lowerBound)
    case 5:
      if !range.isEmpty { input[range.lowerBound] = UInt8.random(in: 0...255, using: &random) }
    case 6:
      let other = seeds[Int.random(in: seeds.indices, using: &random)]
      input.replaceSubrange(range, with: other[self.range(of: other)])
    case 7: input = Array(input[..<range.upperBound])
    default:
      let times = Int.random(in: 1...3, using: &random) == 1 ? 3000 : 20
      let piece = Bool.random(using: &random) ? word : Array(input[range].prefix(20))
      input.insert(contentsOf: (0..<times).flatMap { _ in piece }, at: range.lowerBound)
    }
  }

  private var word: [UInt8] {
    mutating get { words[Int.random(in: words.indices, using: &random)] }
  }

  private mutating func range(of input: [UInt8]) -> Range<Int> {
    let start = Int.random(in: 0...input.count, using: &random)
    let most = Bool.random(using: &random) ? 8 : 200
    return start..<min(input.count, start + Int.random(in: 0...most, using: &random))
  }

  // MARK: The environment

  static func setting(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }

  private static func keep(_ input: [UInt8]) {
    guard let path = getenv("FKWALK_FUZZ_INPUT") else { return }
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    _ = input.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
  }
}

/// Random numbers that are the same each time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
