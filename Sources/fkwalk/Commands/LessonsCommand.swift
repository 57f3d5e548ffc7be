import ArgumentParser
import CursesDriver
import Lessons
import PostgresAccess
import SchemaModel
import TerminalCanvas
import ThrowawayServer
import UserFiles

/// `fkwalk lessons`: what there is to learn, and whether lessons tell the truth.
struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons",
    abstract: "List the lessons on foreign keys; check the ones you write.",
    discussion: """
      fkwalk demo --lesson NAME opens a lesson on a throw-away server. A lesson is a Markdown \
      file: fkwalk lessons print NAME shows one to start from.
      """,
    subcommands: [List.self, Check.self, Print.self], defaultSubcommand: List.self)

  /// `fkwalk lessons`: all of them, with how far one has come.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List all lessons (also without the word list).")

    func run() {
      let progress = ProgressKeeper.read().progress
      let width = LessonCatalog.all.map(\.name.count).max() ?? 0
      Output.lines(
        LessonCatalog.all.map { lesson in
          let name = lesson.name + String(repeating: " ", count: width - lesson.name.count)
          let done = progress.count(of: lesson)
          let state =
            done == 0
            ? "" : done == lesson.steps.count ? "  (done)" : "  (\(done) of \(lesson.steps.count))"
          return "\(name)  \(lesson.title)\(state)"
        })
    }
  }

  /// `fkwalk lessons print`: the file of a lesson.
  struct Print: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the file of a lesson.")

    @Argument(help: "The lesson; fkwalk lessons lists them.")
    var name: String

    func run() throws {
      guard let text = LessonCatalog.text(named: name) else { throw LessonChoice.unknown(name) }
      print(text, terminator: "")
    }
  }

  /// `fkwalk lessons check`: lessons against a server.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run lessons on a throw-away server, and say where it differs from what they say.",
      discussion: """
        Every step's SQL is run and compared with the outcome that the file states, and every task \
        is solved with its answer. Exit status: 0 all is as stated, 3 something differs.
        """)

    @Argument(help: ArgumentHelp("Lesson files, or names; all there are.", valueName: "file"))
    var files: [String] = []

    @Option(
      help: ArgumentHelp("Load this file in place of the lessons' own setup.", valueName: "file"))
    var load: [String] = []

    @Option(help: ArgumentHelp("Where initdb and postgres are.", valueName: "dir"))
    var pgBin: String?

    func run() throws {
      let lessons = try files.isEmpty ? LessonCatalog.all : files.map(LessonChoice.find)
      let count: Int
      do {
        count = try check(lessons)
      } catch let error as ThrowawayServerError {
        throw CommandFailure("\(error)")
      } catch let failure as BlockingSession.Failure {
        throw CommandFailure(failure)
      }
      if count > 0 { throw ExitCode(3) }
    }

    /// Prints what differs; returns how much.
    private func check(_ lessons: [Lesson]) throws -> Int {
      let server = try ThrowawayServer.start(.init(binDirectory: pgBin))
      defer { server.stop() }
      let place = try LessonServer(server, lessons: lessons, files: load)
      let session = try LessonSession(place, limits: .init(interruption: Interruption.listen()))
      defer { session.close() }
      var count = 0
      for (number, lesson) in lessons.enumerated() {
        let found = try session.differences(in: lesson)
        count += found.count
        let name = files.isEmpty ? lesson.name : files[number]
        Output.lines(
          found.isEmpty
            ? ["\(name): \(lesson.steps.count) steps, all as stated"]
            : found.map { "\(name):\($0.line): \($0.message)" })
      }
      return count
    }
  }
}

/// Finds the lesson that people mean on the command line.
enum LessonChoice {
  /// A lesson that fkwalk comes with, or a file.
  ///
  /// - Throws: ``CommandFailure`` where there is neither, or the file is none of a lesson.
  static func find(_ name: String) throws -> Lesson {
    if let lesson = LessonCatalog.named(name) { return lesson }
    guard name.contains("/") || name.contains(".") else { throw unknown(name) }
    let text: String
    do {
      text = try LessonFile.read(name)
    } catch {
      throw CommandFailure("\(error)")
    }
    do {
      let file = name.split(separator: "/").last ?? "lesson"
      let stem = file.split(separator: ".").first.map(String.init) ?? name
      return try LessonParser.lesson(text, name: stem)
    } catch {
      throw CommandFailure("\(name):\(error.line): \(error.message)")
    }
  }

  static func unknown(_ name: String) -> CommandFailure {
    CommandFailure("there is no lesson '\(name)'; fkwalk lessons lists them")
  }
}
