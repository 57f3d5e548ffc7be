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
    #expect(value.text == #""\"\\/\b\f\n\r\t\u0001\u001f\u007f é 山 👍""#)
  }

  @Test func whatNoTerminalShouldGetIsEscaped() {
    let value = JSONValue.string("a\u{202E}\u{85}\u{200B}\u{10FFE9}é")
    #expect(value.text == #""a\u202e\u0085\u200b\udbff\udfe9é""#)
  }
}
