// swift-tools-version: 6.2
import PackageDescription

/// Set by .ci/run: a newer compiler's warnings should not keep anyone else from building.
let warningsAreErrors: [SwiftSetting] =
  Context.environment["FKWALK_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// The language settings of every Swift target: Swift 6, and imports that say what they expose.
let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + warningsAreErrors

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let orderedCollections: Target.Dependency = .product(
  name: "OrderedCollections", package: "swift-collections")
let tomlKit: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")

let package = Package(
  name: "fkwalk",
  products: [.executable(name: "fkwalk", targets: ["fkwalk"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // System libraries and C shims.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(name: "CTerminalRestore"),
    .target(name: "CProcess"),

    // The pure core: the standard library and collections only; no I/O, no clock, no globals.
    .target(name: "SchemaModel", dependencies: [orderedCollections], swiftSettings: strict),
    .target(
      name: "DeletePlanning", dependencies: ["SchemaModel", deque, orderedCollections],
      swiftSettings: strict),
    .target(
      name: "SchemaReview", dependencies: ["SchemaModel", orderedCollections],
      swiftSettings: strict),
    .target(
      name: "ErrorExplaining", dependencies: ["DeletePlanning", "SchemaModel", "SchemaReview"],
      resources: [.embedInCode("Texts")], swiftSettings: strict),
    .target(
      name: "Lessons", dependencies: ["SchemaModel"],
      resources: [.embedInCode("Texts")], swiftSettings: strict),
    .target(name: "TerminalCanvas", swiftSettings: strict),
    .target(
      name: "WalkerCore",
      dependencies: [
        "SchemaModel", "DeletePlanning", "ErrorExplaining", "Lessons", "SchemaReview",
        "TerminalCanvas",
        orderedCollections,
      ],
      swiftSettings: strict),

    // The shell: everything that touches a file, a socket, a process or the terminal.
    .target(
      name: "BuiltinThemes", path: "Themes",
      resources: [
        .embedInCode("terminal.toml"), .embedInCode("harbour-dark.toml"),
        .embedInCode("harbour-light.toml"), .embedInCode("mono.toml"),
        .embedInCode("high-contrast.toml"),
        .embedInCode("deuter.toml"),
        .embedInCode("tritan.toml"),
        .embedInCode("solarized-dark.toml"),
        .embedInCode("solarized-light.toml"),
        .embedInCode("gruvbox.toml"),
        .embedInCode("nord.toml"),
        .embedInCode("dracula.toml"),
        .embedInCode("amber.toml"),
      ], swiftSettings: strict),
    .target(
      name: "TOMLReading", dependencies: [tomlKit], swiftSettings: strict),
    .target(
      name: "ThemeFiles",
      dependencies: ["BuiltinThemes", "TerminalCanvas", "TOMLReading", tomlKit],
      swiftSettings: strict),
    .target(
      name: "UserFiles",
      dependencies: [
        "DeletePlanning", "Lessons", "SchemaModel", "TOMLReading", "WalkerCore", tomlKit,
      ], swiftSettings: strict),
    .target(
      name: "PostgresAccess",
      dependencies: [
        "CLibPQ", "CProcess", "SchemaModel", "DeletePlanning", "Lessons", "SchemaReview",
        "ThrowawayServer", deque,
      ],
      swiftSettings: strict),
    .target(
      name: "ThrowawayServer", dependencies: ["CProcess"],
      resources: [.embedInCode("supervisor.sh"), .embedInCode("Scenarios")],
      swiftSettings: strict),
    .target(
      name: "CursesDriver", dependencies: ["CNcurses", "CTerminalRestore", "TerminalCanvas"],
      swiftSettings: strict),
    .executableTarget(
      name: "fkwalk",
      dependencies: [
        argumentParser, "CursesDriver", "DeletePlanning", "ErrorExplaining", "Lessons",
        "PostgresAccess", "SchemaModel", "SchemaReview", "TerminalCanvas", "ThemeFiles",
        "ThrowawayServer",
        "UserFiles", "WalkerCore",
      ],
      swiftSettings: strict),

    // What tests share, and the tests.
    .target(
      name: "ProcessTesting", dependencies: ["PostgresAccess", "ThrowawayServer"],
      path: "Tests/ProcessTesting",
      swiftSettings: strict),
    .testTarget(
      name: "SchemaModelTests", dependencies: ["SchemaModel"], swiftSettings: strict),
    .testTarget(
      name: "DeletePlanningTests",
      dependencies: ["DeletePlanning", "SchemaModel", orderedCollections], swiftSettings: strict),
    .testTarget(
      name: "SchemaReviewTests",
      dependencies: [
        "SchemaReview", "DeletePlanning", "SchemaModel", "PostgresAccess", "ThrowawayServer",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ErrorExplainingTests", dependencies: ["ErrorExplaining", "SchemaModel"],
      exclude: ["Corpus"],
      swiftSettings: strict),
    .testTarget(
      name: "LessonsTests",
      dependencies: ["Lessons", "PostgresAccess", "SchemaModel", "ThrowawayServer"],
      swiftSettings: strict),
    .testTarget(
      name: "TerminalCanvasTests", dependencies: ["CursesDriver", "TerminalCanvas", "ThemeFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "UserFilesTests",
      dependencies: ["DeletePlanning", "Lessons", "SchemaModel", "UserFiles", "WalkerCore"],
      swiftSettings: strict),
    .testTarget(
      name: "WalkerCoreTests",
      dependencies: [
        "DeletePlanning", "Lessons", "SchemaModel", "SchemaReview", "TerminalCanvas", "ThemeFiles",
        "WalkerCore",
      ],
      exclude: ["Screens"], swiftSettings: strict),
    .testTarget(
      name: "PostgresAccessTests",
      dependencies: [
        "DeletePlanning", "PostgresAccess", "ProcessTesting", "SchemaModel", "SchemaReview",
        "ThrowawayServer",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ThrowawayServerTests", dependencies: ["ThrowawayServer", "ProcessTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["fkwalk", "Lessons", "PostgresAccess", "ThrowawayServer", "ProcessTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "OracleTests",
      dependencies: ["DeletePlanning", "PostgresAccess", "SchemaModel", "ThrowawayServer"],
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "CursesDriver", "DeletePlanning", "ErrorExplaining", "SchemaModel", "TerminalCanvas",
        "ThemeFiles", "UserFiles", "WalkerCore",
      ], swiftSettings: strict),
    .testTarget(name: "ArchitectureTests", swiftSettings: strict),
  ]
)
