import { hashText } from './hash-text.ts'

const { clz32, floor } = Math

// 65,536 registers: the standard error is 1.04 / √65,536 = 0.4 %, so 2 % is five of them.
const INDEX_BITS = 16
const REGISTERS = 1 << INDEX_BITS
// A hash has 52 bits; what is left of it beside the index.
const REST_BITS = 36
const HIGH_REST_MASK = 0xf
// 8 bytes each: a set of them is never larger than the registers that take its place.
const EXACT_LIMIT = REGISTERS / 8
const LOW = 2 ** 32

const EXACT = 1
const ESTIMATED = 2

/**
 * How many different texts there were, in at most 64 KB: exactly up to 8,192 of them, then by a HyperLogLog of 65,536
 * registers, with a standard error of 0.4 %. Counts can be merged, and come to the same in whatever order. Whoever
 * has the bytes can find out whether a text that he guesses is among the counted ones: seal them.
 */
export class DistinctCount {
  #hashes: Set<number> | null = new Set()
  #registers = new Uint8Array(0)

  /** What `toBytes` wrote; throws a TypeError for anything else. */
  static fromBytes(bytes: Uint8Array): DistinctCount {
    const count = new DistinctCount()
    if (bytes[0] === ESTIMATED && bytes.length === 1 + REGISTERS) {
      count.#hashes = null
      count.#registers = bytes.slice(1)
    } else if (bytes[0] === EXACT && bytes.length % 8 === 1 && bytes.length <= 1 + REGISTERS) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + 1, bytes.length - 1)
      for (let at = 0; at < view.byteLength; at += 8) count.addHash(view.getFloat64(at))
    } else throw new TypeError('these bytes are no count of distinct texts')
    return count
  }

  /** Counts a text that was not counted before. */
  add(text: string): void {
    this.addHash(hashText(text))
  }

  /** Counts what another has counted, which stays as it is. */
  merge(other: DistinctCount): void {
    if (other.#hashes !== null) for (const hash of other.#hashes) this.addHash(hash)
    else {
      this.#estimate()
      for (const [index, rank] of other.#registers.entries())
        if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank
    }
  }

  /** A count of its own of the same texts. */
  copy(): DistinctCount {
    const copied = new DistinctCount()
    copied.merge(this)
    return copied
  }

  /** How many different texts there were. */
  read(): number {
    return this.#hashes?.size ?? Math.round(estimate(this.#registers))
  }

  /** At most 65,537 bytes; the first says which form the others have. */
  toBytes(): Uint8Array {
    if (this.#hashes === null) {
      const bytes = new Uint8Array(1 + REGISTERS)
      bytes[0] = ESTIMATED
      bytes.set(this.#registers, 1)
      return bytes
    }
    const bytes = new Uint8Array(1 + 8 * this.#hashes.size)
    bytes[0] = EXACT
    const view = new DataView(bytes.buffer, 1)
    let at = 0
    for (const hash of this.#hashes) {
      view.setFloat64(at, hash)
      at += 8
    }
    return bytes
  }

  /** Counts a text by what `hashText` makes of it. */
  addHash(hash: number): void {
    if (this.#hashes === null) return this.#raise(hash)
    this.#hashes.add(hash)
    if (this.#hashes.size > EXACT_LIMIT) this.#estimate()
  }

  #estimate(): void {
    if (this.#hashes === null) return
    const hashes = this.#hashes
    this.#hashes = null
    this.#registers = new Uint8Array(REGISTERS)
    for (const hash of hashes) this.#raise(hash)
  }

  /** A register keeps the most leading zeros, and one, of all hashes whose first bits are its index. */
  #raise(hash: number): void {
    const high = floor(hash / LOW)
    const highRest = high & HIGH_REST_MASK
    const rank = highRest === 0 ? 5 + clz32(hash % LOW) : clz32(highRest) - 27
    const index = high >>> 4
    if (rank > (this.#registers[index] ?? 0)) this.#registers[index] = rank
  }
}

/** The estimator of O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), algorithm 6. */
function estimate(registers: Uint8Array): number {
  const counts = new Float64Array(REST_BITS + 2)
  for (const rank of registers) counts[rank] = (counts[rank] ?? 0) + 1
  let sum = REGISTERS * sumFull(1 - (counts[REST_BITS + 1] ?? 0) / REGISTERS)
  for (let rank = REST_BITS; rank >= 1; rank -= 1) sum = 0.5 * (sum + (counts[rank] ?? 0))
  sum += REGISTERS * sumEmpty((counts[0] ?? 0) / REGISTERS)
  return REGISTERS ** 2 / (2 * Math.LN2 * sum)
}

/** The share of registers that are empty still, as the estimator weighs it. */
function sumEmpty(share: number): number {
  if (share === 1) return Infinity
  let [power, weight, sum, before] = [share, 1, share, -1]
  while (sum !== before) {
    power *= power
    before = sum
    sum += power * weight
    weight += weight
  }
  return sum
}

/** The share of registers that are not at their end yet, as the estimator weighs it. */
function sumFull(share: number): number {
  if (share === 0 || share === 1) return 0
  let [root, weight, sum, before] = [share, 1, 1 - share, -1]
  while (sum !== before) {
    root = Math.sqrt(root)
    before = sum
    weight *= 0.5
    sum -= (1 - root) ** 2 * weight
  }
  return sum / 3
}
