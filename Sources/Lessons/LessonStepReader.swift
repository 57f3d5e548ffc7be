/// Puts one step of a lesson together from its blocks.
struct LessonStepReader {
  /// The blocks that mean something in a step.
  static let words: Set<String> = [
    "tables", "question", "sql run", "outcome", "check", "hint", "sql answer",
  ]

  private var step: LessonStep
  private var sql: LessonSQL?
  private var outcome: LessonOutcome?
  private var checks: [LessonCheck] = []
  private var hint: String?
  private var answer: LessonSQL?

  init(_ step: LessonStep) { self.step = step }

  /// Text belongs before what is to be done, or after it.
  mutating func add(_ blocks: [LessonBlock]) {
    let isAfter =
      step.question != nil || sql != nil || outcome != nil || !checks.isEmpty || answer != nil
    if isAfter { step.afterwards += blocks } else { step.text += blocks }
  }

  mutating func add(
    _ word: String, _ body: [String], line: Int
  ) throws(LessonFileError) {
    let text = body.joined(separator: "\n")
    switch word {
    case "tables":
      step.tables = body.joined(separator: ",").split(separator: ",").map(\.trimmed)
        .filter { !$0.isEmpty }
    case "question":
      try once(step.question == nil, word, line)
      step.question = try question(body, line)
    case "sql run":
      try once(sql == nil, word, line)
      sql = LessonSQL(text: text, line: line + 1)
    case "outcome":
      try once(outcome == nil, word, line)
      outcome = try LessonOutcome(body, line: line + 1)
    case "check": checks.append(try LessonCheck(body, line: line + 1))
    case "hint":
      try once(hint == nil, word, line)
      hint = body.map(\.trimmed).joined(separator: " ")
    case "sql answer":
      try once(answer == nil, word, line)
      answer = LessonSQL(text: text, line: line + 1)
    default: throw LessonFileError(line: line, message: "\(word) does not belong into a step")
    }
  }

  func finish() throws(LessonFileError) -> LessonStep {
    var step = step
    func problem(_ message: String) -> LessonFileError {
      LessonFileError(line: step.line, message: "step '\(step.title)': \(message)")
    }
    switch (sql, outcome) {
    case (let sql?, let outcome?): step.experiment = LessonExperiment(sql: sql, outcome: outcome)
    case (nil, nil): break
    case (_, nil): throw problem("sql run needs an outcome block after it")
    case (nil, _): throw problem("outcome needs an sql run block before it")
    }
    if let answer {
      guard !checks.isEmpty else { throw problem("sql answer needs a check block") }
      step.task = LessonTask(checks: checks, hint: hint, answer: answer)
    } else if !checks.isEmpty || hint != nil {
      throw problem("a task needs an sql answer block, which solves it")
    }
    guard step.experiment == nil || step.task == nil else {
      throw problem("run and task belong into steps of their own")
    }
    return step
  }

  private func once(_ isFirst: Bool, _ word: String, _ line: Int) throws(LessonFileError) {
    guard isFirst else {
      throw LessonFileError(line: line, message: "a second \(word) in this step")
    }
  }

  private func question(
    _ body: [String], _ line: Int
  ) throws(LessonFileError) -> LessonQuestion {
    var text: [String] = []
    var choices: [(text: String, isRight: Bool)] = []
    for entry in body.map(\.trimmed) where !entry.isEmpty {
      if entry.hasPrefix("- [ ] ") || entry.hasPrefix("- [x] ") {
        choices.append((entry.dropFirst(6).trimmed, entry.hasPrefix("- [x]")))
      } else if let last = choices.popLast() {
        choices.append(("\(last.text) \(entry)", last.isRight))
      } else {
        text.append(entry)
      }
    }
    guard !text.isEmpty, (2...LessonQuestion.mostChoices).contains(choices.count),
      choices.count(where: \.isRight) == 1, let right = choices.firstIndex(where: \.isRight)
    else {
      throw LessonFileError(
        line: line,
        message: "a question has its text, then two to four choices as - [ ] text, "
          + "one of them right: - [x] text")
    }
    return LessonQuestion(
      text: text.joined(separator: " "), choices: choices.map(\.text), right: right)
  }
}
