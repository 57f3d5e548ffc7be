package import SchemaModel

/// The steps of lessons that a person has done.
package struct LessonProgress: Hashable, Sendable {
  private static let format = "fkwalk.lessons/1"
  /// More than anyone has; what is beyond is dropped.
  private static let mostLessons = 1000

  /// The titles of steps by the names of lessons: numbers would shift when a lesson is rewritten.
  private var done: [String: Set<String>] = [:]

  package init() {}

  /// Notes that a step was done; returns whether that is news.
  @discardableResult
  package mutating func complete(_ step: LessonStep, of lesson: Lesson) -> Bool {
    done[lesson.name, default: []].insert(step.title).inserted
  }

  /// Whether a step was done, in this run or an earlier one.
  package func isDone(_ step: LessonStep, of lesson: Lesson) -> Bool {
    done[lesson.name]?.contains(step.title) == true
  }

  /// How many of a lesson's steps are done.
  package func count(of lesson: Lesson) -> Int {
    lesson.steps.count { isDone($0, of: lesson) }
  }

  /// The document to keep.
  package var json: JSONValue {
    .object([
      "format": .string(Self.format),
      "done": .object(done.mapValues { .array($0.sorted().map { .string($0) }) }),
    ])
  }

  /// Reads a document; nil where it is none.
  package init?(json: JSONValue) {
    guard case .object(let members) = json, members["format"] == .string(Self.format),
      case .object(let lessons)? = members["done"]
    else { return nil }
    for (name, steps) in lessons.prefix(Self.mostLessons) {
      guard case .array(let titles) = steps else { continue }
      done[name] = Set(
        titles.compactMap { title in
          guard case .string(let text) = title else { return nil }
          return text
        })
    }
  }
}
