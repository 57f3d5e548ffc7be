import Testing

@testable import SchemaModel

/// Documents as text, byte for byte.
@Suite struct JSONTextTests {
  @Test func membersAreInOrderAndIndented() {
    let value = JSONValue.object([
      "b": .array([.int(-1), .null, .bool(true)]), "a": .object([:]), "c": .array([]),
      "B": .object(["x": .array([.array([.bool(false)])])]),
    ])
    let text = """
      {
        "B" : {
          "x" : [
            [
              false
            ]
          ]
        },
        "a" : {

        },
        "b" : [
          -1,
          null,
          true
        ],
        "c" : [

        ]
      }
      """
    #expect(value.text == text)
  }

  @Test func whatJSONReservesIsEscaped() {
    let value = JSONValue.string("\"\\/\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f} é 山 👍")
    #expect(value.text == #""\"\\/\b\f\n\r\t\u0001\u001f"# + "\u{7f} é 山 👍\"")
  }
}
