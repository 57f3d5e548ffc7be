import FoundationEssentials
import Lessons
import UserFiles

/// Keeps which lessons were done, between one run and the next.
enum ProgressKeeper {
  private static var folders: UserFolders {
    UserFolders(environment: ProcessInfo.processInfo.environment)
  }

  /// What was kept; where it cannot be read, nothing and why.
  static func read() -> (progress: LessonProgress, warning: String?) {
    do throws(UserFileError) {
      return (try ProgressFile.read(in: folders), nil)
    } catch {
      return (LessonProgress(), "What you did of the lessons is not known: \(error)")
    }
  }

  /// Keeps it; returns why it could not be kept.
  static func keep(_ progress: LessonProgress) -> String? {
    do throws(UserFileError) {
      try ProgressFile.write(progress, in: folders)
      return nil
    } catch {
      return "What you did of the lessons could not be kept: \(error)"
    }
  }
}
