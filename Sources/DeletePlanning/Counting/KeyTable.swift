/// Keys numbered from 0 as they come.
///
/// Plain numbers are kept as such, as long as all keys are: twelve to twenty bytes for each. Other
/// keys have their bytes side by side.
struct KeyTable {
  private var isNumeric = true
  private var values: [UInt64] = []
  private var bytes: [UInt8] = []
  /// Where each key ends in ``bytes``.
  private var ends: [UInt32] = []
  /// Open addressing: a key's number plus 1, or 0 for a free slot.
  ///
  /// Its size is a power of two.
  private var slots = [UInt32](repeating: 0, count: 64)

  var count: Int { isNumeric ? values.count : ends.count }

  /// Makes room for so many keys.
  mutating func reserve(_ count: Int) {
    if isNumeric { values.reserveCapacity(count) }
    while slots.count * 2 < count * 3 { grow(by: max(1, (count * 3 / 2) / slots.count)) }
  }

  /// The number of a key, which is added where it is new.
  mutating func number(of key: UnsafeBufferPointer<UInt8>) -> Int {
    if isNumeric, let value = Self.value(key) { return number(of: value) }
    if isNumeric { spellOut() }
    if (ends.count + 1) * 3 > slots.count * 2 { grow(by: 2) }
    let slot = slot(for: key)
    if slots[slot] != 0 { return Int(slots[slot]) - 1 }
    bytes += key
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt32(ends.count)
    return ends.count - 1
  }

  /// The number of a key that is a plain number itself.
  mutating func number(of value: UInt64) -> Int {
    guard isNumeric else {
      return Array(String(value).utf8).withUnsafeBufferPointer { number(of: $0) }
    }
    if (values.count + 1) * 3 > slots.count * 2 { grow(by: 2) }
    let slot = slot(for: value)
    if slots[slot] != 0 { return Int(slots[slot]) - 1 }
    values.append(value)
    slots[slot] = UInt32(values.count)
    return values.count - 1
  }

  /// The numbers of many keys that are plain numbers, which are added where they are new.
  mutating func numbers(of keys: [UInt64]) -> [UInt32] {
    guard isNumeric else { return keys.map { UInt32(number(of: $0)) } }
    // No growing on the way, as if all of them were new.
    let wanted = (values.count + keys.count + 1) * 3
    if wanted > slots.count * 2 { grow(by: (wanted + slots.count * 2 - 1) / (slots.count * 2)) }
    let mask = slots.count - 1
    // Out of the table for as long as they change, so that no other access is in the way.
    var known = values
    values = []
    defer { values = known }
    return slots.withUnsafeMutableBufferPointer { slots in
      [UInt32](unsafeUninitializedCapacity: keys.count) { numbers, count in
        for key in keys {
          var slot = Self.hash(key) & mask
          while slots[slot] != 0, known[Int(slots[slot]) - 1] != key { slot = (slot + 1) & mask }
          if slots[slot] == 0 {
            known.append(key)
            slots[slot] = UInt32(known.count)
          }
          numbers[count] = slots[slot] - 1
          count += 1
        }
      }
    }
  }

  /// Appends the bytes of a key to others.
  func append(_ number: Int, to text: inout [UInt8]) {
    guard isNumeric else { return text += self[number] }
    var value = values[number]
    let start = text.count
    repeat {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
      value /= 10
    } while value > 0
    var (left, right) = (start, text.count - 1)
    while left < right {
      text.swapAt(left, right)
      (left, right) = (left + 1, right - 1)
    }
  }

  /// The number of a key; nil where it is not known.
  func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let slot: Int
    if isNumeric {
      guard let value = Self.value(key) else { return nil }
      slot = self.slot(for: value)
    } else {
      slot = self.slot(for: key)
    }
    return slots[slot] == 0 ? nil : Int(slots[slot]) - 1
  }

  /// The bytes of a key.
  subscript(number: Int) -> ArraySlice<UInt8> {
    if isNumeric { return Array(String(values[number]).utf8)[...] }
    return bytes[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])]
  }

  // MARK: Slots

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

  private func slot(for value: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Self.hash(value) & mask
    while slots[slot] != 0, values[Int(slots[slot]) - 1] != value { slot = (slot + 1) & mask }
    return slot
  }

  private static func areEqual(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  /// Makes the slots some times as many, rounded up to a power of two.
  private mutating func grow(by factor: Int) {
    var count = slots.count * 2
    while count < slots.count * factor { count *= 2 }
    slots = [UInt32](repeating: 0, count: count)
    fillSlots()
  }

  /// Puts all keys into empty slots.
  private mutating func fillSlots() {
    let mask = slots.count - 1
    for number in 0..<count {
      var slot = hash(number) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number + 1)
    }
  }

  /// Goes over to keys of any kind.
  private mutating func spellOut() {
    for value in values {
      bytes += Array(String(value).utf8)
      ends.append(UInt32(bytes.count))
    }
    values = []
    isNumeric = false
    slots = [UInt32](repeating: 0, count: slots.count)
    fillSlots()
  }

  // MARK: Hashes

  private func hash(_ number: Int) -> Int {
    if isNumeric { return Self.hash(values[number]) }
    let start = number == 0 ? 0 : Int(ends[number - 1])
    return bytes.withUnsafeBufferPointer {
      Self.hash(UnsafeBufferPointer(rebasing: $0[start..<Int(ends[number])]))
    }
  }

  /// Numbers that follow one another lie in slots that do, mostly, which is what caches like.
  private static func hash(_ value: UInt64) -> Int {
    Int(truncatingIfNeeded: value &+ (value >> 7) &* 0x9e37_79b9_7f4a_7c15)
  }

  /// As of a number where it is one; anything else eight bytes at a time.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
    if let value = value(key) { return hash(value) }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var (word, shift): (UInt64, UInt64) = (0, 0)
    for byte in key {
      word |= UInt64(byte) << shift
      shift += 8
      if shift == 64 {
        hash = mix(hash, word)
        (word, shift) = (0, 0)
      }
    }
    return Int(truncatingIfNeeded: mix(hash, word ^ UInt64(key.count) << 56))
  }

  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    return product.high ^ product.low
  }

  /// A key that is a number as the server writes it, of up to 18 digits.
  private static func value(_ key: UnsafeBufferPointer<UInt8>) -> UInt64? {
    guard !key.isEmpty, key.count < 19, key.count == 1 || key[0] != UInt8(ascii: "0") else {
      return nil
    }
    var value: UInt64 = 0
    for byte in key {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
    }
    return value
  }
}
