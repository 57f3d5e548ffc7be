/// PostgreSQL's wordings of foreign-key violations, in the languages that its server speaks.
///
/// Texts of other languages are read by their shape, ``ShapeReader``.
enum MessageForms {
  static let all: [MessageForm] = String(decoding: PackageResources.wordings_txt, as: UTF8.self)
    .split(separator: "\n").compactMap(form)

  /// The wordings whose anchor starts with a byte.
  static let byFirstByte: [[MessageForm]] = all.reduce(
    into: Array(repeating: [], count: 256)
  ) { table, form in
    if let first = form.anchor.first { table[Int(first)].append(form) }
  }

  /// A line of `Texts/wordings.txt`: part, form, wording; nil for comments.
  private static func form(_ line: Substring) -> MessageForm? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let part = MessageForm.Part(rawValue: String(words[0])),
      let form = Violation.Form(rawValue: String(words[1]))
    else { return nil }
    return MessageForm(part, form, String(words[2]))
  }
}
