import CNcurses
import Glibc

/// Whether the terminal is written to in UTF-8; sets the process's locale.
enum CharacterSet {
  /// Takes the locale of the environment.
  ///
  /// C.UTF-8 stands in where the environment names none, and for one with UTF-8 that is not installed.
  /// Whoever asks for another character set, be it by LANG=C, gets ASCII. Numbers stay as C writes
  /// them.
  ///
  /// - Returns: False when only ASCII can be shown.
  static func enterLocale() -> Bool {
    setlocale(LC_ALL, "")
    setlocale(LC_NUMERIC, "C")
    if isUTF8 { return true }
    guard allowsUTF8(["LC_ALL", "LC_CTYPE", "LANG"].map { environment($0) }) else { return false }
    return setlocale(LC_CTYPE, "C.UTF-8") != nil && isUTF8
  }

  /// Whether the variables that name the locale, the strongest first, speak of UTF-8 or of nothing.
  static func allowsUTF8(_ names: [String?]) -> Bool {
    guard let name = names.compactMap(\.self).first(where: { !$0.isEmpty }) else { return true }
    return name.uppercased().filter { $0 != "-" }.contains("UTF8")
  }

  private static var isUTF8: Bool {
    guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
    return String(cString: name) == "UTF-8"
  }
}
