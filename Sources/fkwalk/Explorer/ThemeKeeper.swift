import FoundationEssentials
import UserFiles

/// Keeps which theme was chosen, between one run and the next.
enum ThemeKeeper {
  private static var folders: UserFolders {
    UserFolders(environment: ProcessInfo.processInfo.environment)
  }

  /// The theme chosen last; nil where there is none, or it cannot be read: that is no reason not to
  /// start.
  static func read() -> String? { try? ThemeChoiceFile.read(in: folders) }

  /// Keeps it; returns why it could not be kept.
  static func keep(_ theme: String) -> String? {
    do throws(UserFileError) {
      try ThemeChoiceFile.write(theme, in: folders)
      return nil
    } catch {
      return "The theme could not be kept: \(error)"
    }
  }
}
