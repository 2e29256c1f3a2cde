// Looked up once: of a global, each use costs as much as the use itself where a module has a context of its own.
const { imul } = Math
const HIGH_BITS = 20
const SEED_ONE: number = 0x9747b28c
const SEED_TWO: number = 0x1b873593

/**
 * 52 well mixed bits of a text, the same everywhere and for ever: MurmurHash3's rounds and finalizer in two lanes
 * over its UTF-16 units. Not for secrets: whoever wants two texts with one hash finds them.
 */
export function hashText(text: string): number {
  let one = SEED_ONE
  let two = SEED_TWO
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    one = mixOne(one, unit)
    two = mixTwo(two, unit)
  }
  return finishLanes(one, two, text.length)
}

/** The same over the bytes from `start` to `end`: of a text in ASCII it is the hash of the text. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let one = SEED_ONE
  let two = SEED_TWO
  for (let index = start; index < end; index += 1) {
    const unit = bytes[index] ?? 0
    one = mixOne(one, unit)
    two = mixTwo(two, unit)
  }
  return finishLanes(one, two, end - start)
}

function mixOne(lane: number, unit: number): number {
  return (imul(rotate(lane ^ imul(rotate(imul(unit, 0xcc9e2d51), 15), 0x1b873593), 13), 5) + 0xe6546b64) | 0
}

function mixTwo(lane: number, unit: number): number {
  return (imul(rotate(lane ^ imul(rotate(imul(unit, 0x239b961b), 16), 0xab0e9789), 15), 5) + 0x38b34ae5) | 0
}

function finishLanes(one: number, two: number, length: number): number {
  const first = finish(one ^ length)
  const second = finish(two ^ length ^ first)
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
