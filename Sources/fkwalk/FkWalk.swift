import ArgumentParser

@main
struct FkWalk: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fkwalk", subcommands: [DemoCommand.self])
}
