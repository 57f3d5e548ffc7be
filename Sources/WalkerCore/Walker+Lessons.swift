import Lessons

// What lessons need of the walker as a whole.
extension Walker {
  mutating func openLessons() {
    open(LessonsState(course: options.course, runsHere: options.runsLessons))
  }

  /// Opens a lesson over the list of all.
  mutating func openLesson(_ number: Int) {
    guard options.course.indices.contains(number) else { return openLessons() }
    open(LessonsState(course: options.course, selected: number, runsHere: options.runsLessons))
    open(LessonState(course: options.course, lesson: number))
  }

  /// Notes steps that were done, and keeps that where it is news.
  mutating func complete(_ steps: [(LessonStep, Lesson)]) {
    var isNews = false
    for (step, lesson) in steps where progress.complete(step, of: lesson) { isNews = true }
    if isNews { effects.append(.keepProgress(progress)) }
  }
}
