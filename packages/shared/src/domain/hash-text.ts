// Looked up once: of a global, each use costs as much as the use itself where a module has a context of its own.
const { imul } = Math
const HIGH_BITS = 20

/**
 * 52 well mixed bits of a text, the same everywhere and for ever: MurmurHash3's rounds and finalizer in two lanes
 * over its UTF-16 units. Not for secrets: whoever wants two texts with one hash finds them.
 */
export function hashText(text: string): number {
  let [one, two] = [0x9747b28c, 0x1b873593]
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    one = imul(rotate(one ^ imul(rotate(imul(unit, 0xcc9e2d51), 15), 0x1b873593), 13), 5) + 0xe6546b64
    two = imul(rotate(two ^ imul(rotate(imul(unit, 0x239b961b), 16), 0xab0e9789), 15), 5) + 0x38b34ae5
  }
  const first = finish(one ^ text.length)
  const second = finish(two ^ text.length ^ first)
  return ((finish(first ^ second) >>> 0) % 2 ** HIGH_BITS) * 2 ** 32 + (second >>> 0)
}

function rotate(bits: number, by: number): number {
  return (bits << by) | (bits >>> (32 - by))
}

/** MurmurHash3's 32-bit finalizer: each bit of what goes in turns half of those that come out. */
function finish(bits: number): number {
  let mixed = bits ^ (bits >>> 16)
  mixed = imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
