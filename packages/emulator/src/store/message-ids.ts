/** Below the 2^24 entries that V8 allows in one Set. */
const GENERATION_SIZE = 8_000_000

/** Every messageId that was accepted, across keys and regions; about 100 bytes of memory each. */
export class MessageIds {
  readonly #generationSize: number
  #newest = new Set<string>()
  #older: Set<string>[] = []

  constructor(generationSize = GENERATION_SIZE) {
    this.#generationSize = generationSize
  }

  /** Adds an id; false if it was there already. */
  add(messageId: string): boolean {
    if (this.#older.length > 0 && this.#older.some((ids) => ids.has(messageId))) return false
    const sizeBefore = this.#newest.size
    if (this.#newest.add(messageId).size === sizeBefore) return false
    if (this.#newest.size >= this.#generationSize) {
      this.#older.push(this.#newest)
      this.#newest = new Set()
    }
    return true
  }

  clear(): void {
    this.#newest = new Set()
    this.#older = []
  }
}
