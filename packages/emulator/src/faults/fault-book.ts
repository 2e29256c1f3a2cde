import type { FaultAction, FaultRule } from './fault-rule.ts'
import { type FaultSubject, matchFault } from './match-fault.ts'
import { createSeededRandom } from './seeded-random.ts'

/** A rule in force: its number, and how many requests it has caught. */
export interface ActiveFault extends FaultRule {
  readonly id: number
  readonly caught: number
}

interface Entry {
  readonly id: number
  readonly rule: FaultRule
  readonly random: () => number
  caught: number
}

/** The rules in force, in order: the first that catches a request decides about it. */
export class FaultBook {
  #entries: Entry[] = []
  #lastId = 0

  /** Puts rules behind those in force and returns them. */
  add(rules: readonly FaultRule[]): readonly ActiveFault[] {
    const entries = rules.map((rule) => ({
      id: ++this.#lastId,
      rule,
      random: createSeededRandom(rule.seed ?? 1),
      caught: 0,
    }))
    this.#entries.push(...entries)
    return entries.map(toActiveFault)
  }

  /** The action of the first rule that catches the request, or null; a rule that has caught its `times` is gone. */
  take(subject: FaultSubject): FaultAction | null {
    for (const entry of this.#entries) {
      if (!matchFault(entry.rule.match ?? {}, subject)) continue
      if (entry.random() >= (entry.rule.probability ?? 1)) continue
      entry.caught++
      if (entry.caught === entry.rule.times) this.remove(entry.id)
      return entry.rule.action
    }
    return null
  }

  list(): readonly ActiveFault[] {
    return this.#entries.map(toActiveFault)
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** Removes one rule; false if there is none of that number. */
  remove(id: number): boolean {
    const before = this.#entries.length
    this.#entries = this.#entries.filter((entry) => entry.id !== id)
    return this.#entries.length < before
  }

  clear(): void {
    this.#entries = []
  }
}

function toActiveFault({ id, rule, caught }: Entry): ActiveFault {
  return { id, ...rule, caught }
}
