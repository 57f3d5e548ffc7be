import CNcurses
import Glibc

/// Whether the terminal is written to in UTF-8; sets the process's locale.
enum CharacterSet {
  /// Takes the locale of the environment, and C.UTF-8 for characters where that has no UTF-8.
  ///
  /// Numbers stay as C writes them. False when only ASCII can be shown.
  static func enterLocale() -> Bool {
    setlocale(LC_ALL, "")
    setlocale(LC_NUMERIC, "C")
    if isUTF8 { return true }
    return setlocale(LC_CTYPE, "C.UTF-8") != nil && isUTF8
  }

  private static var isUTF8: Bool {
    guard let name = nl_langinfo(nl_item(CODESET)) else { return false }
    return String(cString: name) == "UTF-8"
  }
}
