import PanelData
import Testing

/// Vectors of NIST, FIPS 180-4 examples and the SHA-2 additional set.
@Suite struct SHA256DigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func agreesWithTheStandard(text: String, digest: String) {
    #expect(SHA256Digest.hex(of: text.utf8) == digest)
  }

  @Test func agreesOnAMillionLetters() {
    #expect(
      SHA256Digest.hex(of: repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    )
  }

  @Test(arguments: [1, 55, 56, 57, 63, 64, 65, 119, 128, 1000])
  func doesNotDependOnThePieces(length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
    for cut in stride(from: 0, through: length, by: max(1, length / 9)) {
      var digest = SHA256Digest()
      bytes[..<cut].withUnsafeBufferPointer { digest.update($0) }
      bytes[cut...].withUnsafeBufferPointer { digest.update($0) }
      #expect(digest.hex == SHA256Digest.hex(of: bytes))
    }
  }
}
