/** A list that keeps its newest `limit` items, in the order of arrival. */
export class Ring<T> {
  readonly #limit: number
  #items: T[] = []
  #oldest = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  push(item: T): void {
    if (this.#items.length < this.#limit) {
      this.#items.push(item)
    } else if (this.#limit > 0) {
      this.#items[this.#oldest] = item
      this.#oldest = (this.#oldest + 1) % this.#limit
    }
  }

  /** The kept items, oldest first. */
  *values(): Generator<T> {
    for (let index = 0; index < this.#items.length; index++) {
      yield this.#items[(this.#oldest + index) % this.#items.length]!
    }
  }

  /** The newest `count` kept items, newest first. */
  newest(count: number): readonly T[] {
    const { length } = this.#items
    return Array.from(
      { length: Math.min(count, length) },
      (_, index) => this.#items[(this.#oldest + length - 1 - index) % length]!,
    )
  }

  clear(): void {
    this.#items = []
    this.#oldest = 0
  }
}
