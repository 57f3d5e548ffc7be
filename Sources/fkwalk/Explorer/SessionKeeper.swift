import FoundationEssentials
import SchemaModel
import UserFiles
import WalkerCore

/// Keeps where people were, between one run and the next.
enum SessionKeeper {
  private static var folders: UserFolders {
    UserFolders(environment: ProcessInfo.processInfo.environment)
  }

  /// What is to be said of the last session with a database; nothing where there was none.
  static func events(_ key: Session.Key) -> [Event] {
    do throws(UserFileError) {
      return try SessionFile.read(key, in: folders).map { [.sessionRead($0)] } ?? []
    } catch {
      return [.sessionUnreadable("Your last session is ignored: \(error)")]
    }
  }

  /// Keeps a session; where that cannot be done, says so once the screen is left.
  static func keep(_ json: JSONValue, _ key: Session.Key) {
    do throws(UserFileError) {
      try SessionFile.write(json, key, in: folders)
    } catch {
      StandardError.write("fkwalk: where you are could not be kept: \(error)\n")
    }
  }
}
