/// The theme files of this directory, embedded in the program.
package enum BuiltinThemes {
  /// A theme file: its name without `.toml`, and its text in UTF-8.
  package typealias File = (id: String, text: [UInt8])

  /// All files, the default theme first.
  package static let all: [File] = [
    ("terminal", PackageResources.terminal_toml),
    ("harbour-dark", PackageResources.harbour_dark_toml),
    ("harbour-light", PackageResources.harbour_light_toml),
    ("mono", PackageResources.mono_toml),
  ]
}
