// Commands of the command line that only rows know.
extension RowsState {
  mutating func apply(_ command: Command, to argument: String, _ turn: inout Turn) -> String? {
    guard command == .column else { return "\(command.rawValue) takes nothing after its name" }
    let order = columnOrder(turn.graph).order
    let names = order.compactMap { number in shown?.columns[number] }
    guard
      let place = names.firstIndex(of: argument)
        ?? names.firstIndex(where: { $0.lowercased() == argument.lowercased() })
    else { return "there is no column \(argument)" }
    column = place
    return nil
  }
}
