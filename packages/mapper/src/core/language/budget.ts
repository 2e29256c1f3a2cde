import { EVENT_LIMIT_BYTES } from '@sluice/shared/domain'
import { MappingError } from './mapping-error.ts'

/**
 * What one row may cost on its way to an event, in units of about a byte of memory or a
 * nanosecond: a character of text that a directive makes is one. That is sixteen times
 * the largest row (512 KiB); it bounds time and memory whatever the mapping.
 */
export const WORK_LIMIT_UNITS = 2 ** 23

/** A member of an object that a directive makes; an object of many is slow to grow. */
export const MEMBER_UNITS = 64

/** An item of a list that a directive makes. */
export const ITEM_UNITS = 8

/**
 * The text limit of a value that is not an event yet, since it may still be cut, tested
 * or left out: twice the largest row.
 */
export const VALUE_LIMIT_CHARACTERS = 2 ** 20

/**
 * Counts what one row costs while it is mapped; the counted stop with a MappingError,
 * so that no row is more than a bounded burden.
 */
export class Budget {
  #spent = 0
  #isExhausted = false
  #textLimit = EVENT_LIMIT_BYTES

  /** The longest text that a value may be written as; one more character than this is refused. */
  get textLimit(): number {
    return this.#textLimit
  }

  /** What the row has cost so far. */
  get spentUnits(): number {
    return this.#spent
  }

  /** True when the row would have cost more than any may: whatever else is tried with it costs as much again. */
  get isExhausted(): boolean {
    return this.#isExhausted
  }

  /** Begins with a row anew. */
  begin(textLimit: number): this {
    this.#spent = 0
    this.#isExhausted = false
    this.#textLimit = textLimit
    return this
  }

  /** Takes down work that is about to be done, or text that was made; throws `event_too_large` past the limit. */
  spend(units: number): void {
    if (this.#spent + units > WORK_LIMIT_UNITS) {
      this.#isExhausted = true
      throw tooLarge('makes too much of this row on the way to an event')
    }
    this.#spent += units
  }

  /** Refuses a text that has grown past `textLimit`. */
  refuseText(): never {
    throw tooLarge(`makes an event of more than ${EVENT_LIMIT_BYTES} bytes`)
  }
}

function tooLarge(what: string): MappingError {
  return new MappingError('event_too_large', ['fields'], `${what}; map less of the row`)
}
