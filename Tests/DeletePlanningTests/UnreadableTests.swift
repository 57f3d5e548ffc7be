import SchemaModel
import Testing

@testable import DeletePlanning

/// Tables that the role cannot read, and rows that are not there yet.
struct UnreadableTests {
  private static let denied = ServerError(
    sqlstate: "42501", message: "permission denied for table c")

  @Test(arguments: [ReferentialAction.cascade, .setNull, .restrict])
  func unreadableChildrenHaveAStep(_ action: ReferentialAction) {
    var fixture = Fixture()
    let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "p_id"))
    fixture.addKey("c_p", c, "p_id", to: p, onDelete: action)
    let root = fixture.addRow(p, 1)
    fixture.linkRows()
    fixture.facts.unreadable[c] = Self.denied
    let simulation = fixture.run(deleting: [root])
    let request = DeleteRequest(target: .statement("DELETE FROM p"))
    let report = ReportBuilder(book: fixture.book, simulation: simulation, request: request)
      .report(from: DeleteReport(statement: "DELETE FROM p", rootTable: Fixture.table("p")))
    #expect(report.steps.map(\.effect) == [.delete, .unknown])
    #expect(report.steps.last?.rows == .unknown && report.steps.last?.action == action)
    #expect(report.blockers.isEmpty && report.totalDeleted == .atLeast(1))
    let estimate = report.asEstimate(but: [Fixture.table("p")])
    #expect(estimate.steps.map(\.rows) == [.exact(1), .unknown])
  }

  @Test func blockersKnowWhetherNullWouldDo() {
    func canBeNull(notNull: Set<String>) -> Bool? {
      var fixture = Fixture()
      let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "p_id", notNull: notNull))
      fixture.addKey("c_p", c, "p_id", to: p)
      let root = fixture.addRow(p, 1)
      _ = fixture.addRow(c, 100, 1)
      fixture.linkRows()
      let simulation = fixture.run(deleting: [root])
      let request = DeleteRequest(target: .statement("DELETE FROM p"))
      return ReportBuilder(book: fixture.book, simulation: simulation, request: request)
        .report(from: DeleteReport(statement: "", rootTable: Fixture.table("p"))).blockers
        .first?.canBeNull
    }
    #expect(canBeNull(notNull: []) == true)
    #expect(canBeNull(notNull: ["p_id"]) == false)
  }
}
