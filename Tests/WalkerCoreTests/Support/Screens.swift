import SchemaModel
import SchemaReview
import TerminalCanvas

@testable import WalkerCore

/// One of each screen and of what may lie over it, over sane and over hostile data.
enum Screens {
  static let all: [Driver] = starting + walking + previews + lessons + reviews + hostile

  private static let starting: [Driver] =
    [Driver(), .ready(), .ready(table: "orders"), .rows(), .rowDetail(), explaining]
    + ["g l", "c", "l s", "/ c o"].map { pressed($0, on: .rows()) }

  private static let walking: [Driver] = [
    pressed("l = =", on: .ready(table: "customers")),
    pressed("p c o u n t r enter", on: .ready(table: "orders")),
    pressed("p t e a m s enter", on: .ready(table: "settings")),
  ]

  private static let previews: [Driver] =
    [.preview(Shop.refused), .preview(Shop.growing), pressed("q", on: .preview(Shop.growing))]
    + ["2", "3", "?", "i", "ctrl-p", "e", "e enter", "V", "c", "w", "t", ":", "g e", "g w"]
    .map { pressed($0, on: .preview(Shop.refused)) }

  private static let lessons: [Driver] = ["", "2 enter", "n n enter"].flatMap { keys in
    [Shop.refused, Hostile.report].map { report in
      let answer: (inout Driver) -> Void = { driver in
        driver.answerLesson(before: Course.before, run: Course.typed("no"))
        driver.answerPreview(report)
      }
      var driver = Driver.teaching()
      answer(&driver)
      return answered(keys, on: driver, answer)
    }
  }

  private static let reviews: [Driver] = ["", "2", "5", "5 /"].map { keys in
    var driver = pressed("g i", on: .ready())
    driver.answerReview(.findings(ReviewTests.findings))
    driver.press(keys)
    if keys.hasPrefix("5") { driver.answerReview(.reach(ReviewTests.reach)) }
    return driver
  }

  private static let hostile: [Driver] = [
    "", "enter", "enter enter", "enter enter enter", "enter enter d", "enter enter d b i",
    "enter enter d 3", "/", "enter enter /", "enter enter c", "enter p a enter", "g o", "g i 3",
    "ctrl-p", "g e",
  ].map { keys in
    answered(keys, on: .ready(Hostile.graph)) { driver in
      driver.answerRows(Hostile.page)
      driver.answerPreview(Hostile.report)
    }
  }

  private static let explaining: Driver = {
    var driver = pressed("g e", on: .ready())
    driver.send(.input(.paste(ExplainTests.missing)))
    return driver
  }()

  private static func pressed(_ keys: String, on driver: Driver) -> Driver {
    answered(keys, on: driver) { _ in }
  }

  /// Presses keys, each one followed by what the server says.
  private static func answered(
    _ keys: String, on driver: Driver, _ answer: (inout Driver) -> Void
  ) -> Driver {
    var driver = driver
    for key in keys.split(separator: " ") {
      driver.press(String(key))
      answer(&driver)
    }
    return driver
  }
}
