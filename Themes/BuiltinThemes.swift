/// The theme files of this directory, embedded in the program.
package enum BuiltinThemes {
  /// A theme file: its name without `.toml`, and its text in UTF-8.
  package typealias File = (id: String, text: [UInt8])

  /// All files, the default theme first.
  package static let all: [File] = [
    ("terminal", PackageResources.terminal_toml),
    ("harbour-dark", PackageResources.harbour_dark_toml),
    ("harbour-light", PackageResources.harbour_light_toml),
    ("high-contrast", PackageResources.high_contrast_toml),
    ("deuter", PackageResources.deuter_toml),
    ("tritan", PackageResources.tritan_toml),
    ("solarized-dark", PackageResources.solarized_dark_toml),
    ("solarized-light", PackageResources.solarized_light_toml),
    ("gruvbox", PackageResources.gruvbox_toml),
    ("nord", PackageResources.nord_toml),
    ("dracula", PackageResources.dracula_toml),
    ("amber", PackageResources.amber_toml),
    ("mono", PackageResources.mono_toml),
  ]
}
