package import Lessons

/// The files of lessons, which may be anyone's.
package enum LessonFile {
  /// Reads a lesson's file.
  ///
  /// - Returns: all of it.
  /// - Throws: why it cannot be read.
  package static func read(_ path: String) throws(UserFileError) -> String {
    guard let text = try FileText.read(path, limit: LessonParser.mostBytes) else {
      throw UserFileError(file: path, message: "there is no such file")
    }
    return text
  }
}

/// What is kept of lessons that were done: one file, which only its owner can read.
package enum ProgressFile {
  private static let sizeLimit = 1 << 20

  private static func path(_ folders: UserFolders) -> String? {
    folders.state.map { "\($0)/lessons.json" }
  }

  /// What was kept; nothing done where there is none.
  ///
  /// - Throws: why it cannot be read.
  package static func read(in folders: UserFolders) throws(UserFileError) -> LessonProgress {
    guard let path = path(folders), let json = try FileText.readJSON(path, limit: sizeLimit) else {
      return LessonProgress()
    }
    guard let progress = LessonProgress(json: json) else {
      throw UserFileError(file: path, message: "it is not what fkwalk keeps of lessons")
    }
    return progress
  }

  /// Keeps what was done in place of what was kept before, whole or not at all.
  ///
  /// - Throws: why it was not kept.
  package static func write(
    _ progress: LessonProgress, in folders: UserFolders
  ) throws(UserFileError) {
    guard let path = path(folders) else { return }
    try FileText.writeJSON(progress.json, to: path)
  }
}
