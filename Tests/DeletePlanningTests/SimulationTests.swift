import OrderedCollections
import SchemaModel
import Testing

@testable import DeletePlanning

/// The trigger queue, by values: no database, the rule book's cases in small.
struct SimulationTests {
  @Test func cascadesFollowEachOther() {
    var fixture = Fixture()
    let (a, b, c) = (
      fixture.addTable("a"), fixture.addTable("b", "a_id"), fixture.addTable("c", "b_id")
    )
    fixture.addKey("b_a", b, "a_id", to: a, onDelete: .cascade)
    fixture.addKey("c_b", c, "b_id", to: b, onDelete: .cascade)
    let root = fixture.addRow(a, 1)
    _ = (fixture.addRow(b, 10, 1), fixture.addRow(b, 11, 2))
    _ = (fixture.addRow(c, 100, 10), fixture.addRow(c, 101, 11))
    fixture.linkRows()
    let simulation = fixture.run(deleting: [root])
    #expect(simulation.trace.error == nil)
    #expect(simulation.deleted(b) == ["10"])
    #expect(simulation.deleted(c) == ["100"])
    #expect(simulation.trace.steps.map(\.level) == [0, 1, 2])
  }

  @Test func theFirstTriggerByNameDecidesADiamond() {
    func outcome(cascadeFirst: Bool) -> String? {
      var fixture = Fixture()
      let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "x", "y"))
      if cascadeFirst { fixture.addKey("cascading", c, "x", to: p, onDelete: .cascade) }
      fixture.addKey("refusing", c, "y", to: p)
      if !cascadeFirst { fixture.addKey("cascading", c, "x", to: p, onDelete: .cascade) }
      let root = fixture.addRow(p, 1)
      _ = fixture.addRow(c, 100, 1, 1)
      fixture.linkRows()
      return fixture.run(deleting: [root]).trace.error?.fields.constraint
    }
    #expect(outcome(cascadeFirst: true) == nil)
    #expect(outcome(cascadeFirst: false) == "refusing")
  }

  @Test func aDeferredCheckFailsAtCommitAndAfterImmediateOnes() {
    func trace(withImmediate: Bool) -> Trace {
      var fixture = Fixture()
      let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "x", "y"))
      fixture.addKey("later", c, "x", to: p, isDeferred: true)
      if withImmediate { fixture.addKey("now", c, "y", to: p, onDelete: .restrict) }
      let root = fixture.addRow(p, 1)
      _ = fixture.addRow(c, 100, 1, 1)
      fixture.linkRows()
      return fixture.run(deleting: [root]).trace
    }
    #expect(trace(withImmediate: false).error?.moment == .commit)
    let both = trace(withImmediate: true)
    #expect(both.error?.fields.constraint == "now")
    #expect(both.error?.moment == .statement)
    #expect(both.blockers.map(\.moment) == [.statement, .commit])
  }

  @Test func theWordsAreThoseOfPostgreSQL() {
    var fixture = Fixture()
    let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "p_id"))
    fixture.addKey("c_p_id_fkey", c, "p_id", to: p, onDelete: .restrict)
    let root = fixture.addRow(p, 1)
    _ = fixture.addRow(c, 100, 1)
    fixture.linkRows()
    let error = fixture.run(deleting: [root]).trace.error?.fields
    #expect(error?.sqlstate == "23503")
    #expect(
      error?.message
        == "update or delete on table \"p\" violates foreign key constraint \"c_p_id_fkey\" on table \"c\""
    )
    #expect(error?.detail == "Key (id)=(1) is still referenced from table \"c\".")
    fixture.book.serverVersion = 180_006
    let newer = fixture.run(deleting: [root]).trace.error?.fields
    #expect(newer?.sqlstate == "23001")
    #expect(newer?.detail == "Key (id)=(1) is referenced from table \"c\".")
  }

  @Test func aNullIntoANotNullColumnNeedsTheWholeRow() {
    var fixture = Fixture()
    let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "p_id", notNull: ["p_id"]))
    fixture.addKey("c_p", c, "p_id", to: p, onDelete: .setNull)
    let root = fixture.addRow(p, 1)
    _ = fixture.addRow(c, 100, 1)
    fixture.linkRows()
    let place = RowPlace(relation: c, tupleID: 100)
    #expect(fixture.run(deleting: [root]).needs == [.wholeRow(place)])
    fixture.facts.wholeRows[place] = [
      ColumnValue(column: "id", value: "100"), ColumnValue(column: "p_id", value: "1"),
    ]
    let simulation = fixture.run(deleting: [root])
    #expect(simulation.needs.isEmpty)
    #expect(simulation.trace.error?.fields.sqlstate == "23502")
    #expect(simulation.trace.error?.fields.detail == "Failing row contains (100, null).")
  }

  @Test func theOrderOfRowsCanDecide() {
    var fixture = Fixture()
    let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "x", "y"))
    fixture.addKey("cascading", c, "x", to: p, onDelete: .cascade)
    fixture.addKey("refusing", c, "y", to: p)
    let roots = [fixture.addRow(p, 1), fixture.addRow(p, 2)]
    _ = fixture.addRow(c, 100, 1, 2)
    fixture.linkRows()
    let forwards = fixture.run(deleting: roots)
    let backwards = fixture.run(deleting: roots, isReversed: true)
    #expect(forwards.trace.error == nil)
    #expect(backwards.trace.error?.fields.constraint == "refusing")
    #expect(!forwards.agrees(with: backwards))
  }

  @Test func anErrorBeforeAPersonsTriggerIsCertain() {
    func isCertain(_ name: String) -> Bool {
      var fixture = Fixture()
      let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "p_id"))
      fixture.addKey("refusing", c, "p_id", to: p)
      fixture.addUserTrigger(
        name, p,
        UserTrigger(
          timing: .after, isForEachRow: true, operations: [.delete], columns: [],
          body: .unknown))
      let root = fixture.addRow(p, 1)
      _ = fixture.addRow(c, 100, 1)
      fixture.linkRows()
      return fixture.run(deleting: [root]).trace.isCertain
    }
    #expect(isCertain("a_later"))
    #expect(!isCertain("A_earlier"))
  }

  @Test func cyclesEnd() {
    var fixture = Fixture()
    let (a, b) = (fixture.addTable("a", "b_id"), fixture.addTable("b", "a_id"))
    fixture.addKey("a_b", a, "b_id", to: b, onDelete: .cascade)
    fixture.addKey("b_a", b, "a_id", to: a, onDelete: .cascade)
    let root = fixture.addRow(a, 1, 10)
    _ = (fixture.addRow(a, 2, 10), fixture.addRow(b, 10, 1), fixture.addRow(b, 11, 2))
    fixture.linkRows()
    let simulation = fixture.run(deleting: [root])
    #expect(simulation.deleted(a) == ["1", "2"])
    #expect(simulation.deleted(b) == ["10", "11"])
  }

  @Test func missingFactsAreAskedFor() {
    var fixture = Fixture()
    let (p, c) = (fixture.addTable("p"), fixture.addTable("c", "p_id"))
    fixture.addKey("c_p", c, "p_id", to: p)
    let root = fixture.addRow(p, 1)
    let key = fixture.book.constraints.keys.sorted()[0]
    #expect(
      fixture.run(deleting: [root]).needs == [.referencingRows(constraint: key, key: ["1"])])
  }
}
