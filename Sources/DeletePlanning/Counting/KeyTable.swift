/// Keys numbered from 0 as they come, their bytes kept side by side: some twenty bytes for each key
/// of a few digits.
struct KeyTable {
  private var bytes: [UInt8] = []
  /// Where each key ends in ``bytes``.
  private var ends: [UInt32] = []
  /// Open addressing: a key's number plus 1, or 0 for a free slot.
  ///
  /// Its size is a power of two.
  private var slots = [UInt32](repeating: 0, count: 64)

  var count: Int { ends.count }

  /// The number of a key, which is added where it is new.
  mutating func number(of key: UnsafeBufferPointer<UInt8>) -> Int {
    if (ends.count + 1) * 3 > slots.count * 2 { grow() }
    let slot = slot(for: key)
    if slots[slot] != 0 { return Int(slots[slot]) - 1 }
    bytes += key
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt32(ends.count)
    return ends.count - 1
  }

  /// The number of a key; nil where it is not known.
  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let slot = slot(for: key)
    return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
  }

  /// The bytes of a key.
  subscript(number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])]
  }

  /// The slot that holds a key, or the free one it belongs into.
  private func slot(for key: UnsafeBufferPointer<UInt8>) -> Int {
    let mask = slots.count - 1
    return slots.withUnsafeBufferPointer { slots in
      ends.withUnsafeBufferPointer { ends in
        bytes.withUnsafeBufferPointer { bytes in
          var slot = Self.hash(key) & mask
          while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            let start = number == 0 ? 0 : Int(ends[number - 1])
            let known = UnsafeBufferPointer(rebasing: bytes[start..<Int(ends[number])])
            if Self.areEqual(known, key) { break }
            slot = (slot + 1) & mask
          }
          return slot
        }
      }
    }
  }

  private static func areEqual(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    bytes.withUnsafeBufferPointer { all in
      var start = 0
      for (number, end) in ends.enumerated() {
        let key = UnsafeBufferPointer(rebasing: all[start..<Int(end)])
        var slot = Self.hash(key) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(number + 1)
        start = Int(end)
      }
    }
  }

  /// Numbers that follow one another lie in slots that do, mostly, which is what caches like;
  /// anything else is FNV-1a.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
    if let value = number(key) {
      return Int(truncatingIfNeeded: value &+ (value >> 7) &* 0x9e37_79b9_7f4a_7c15)
    }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in key { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32))
  }

  private static func number(_ key: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard key.count < 19 else { return nil }
    var value: UInt64 = 0
    for byte in key {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
    }
    return value
  }
}
