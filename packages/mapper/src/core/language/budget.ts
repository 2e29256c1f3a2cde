import { EVENT_LIMIT_BYTES } from '@sluice/shared/domain'
import { MappingError } from './mapping-error.ts'

/**
 * What one row may cost on its way to an event, in units: a character of text that a directive makes is one, a member or an item
 * that it makes is MEMBER_UNITS. That is sixteen times the largest row (512 KiB), and bounds time and memory whatever the mapping.
 */
export const WORK_LIMIT_UNITS = 2 ** 23

/** A member costs more than its name: a slot in its object, and its share of the walk. */
export const MEMBER_UNITS = 16

/** Counts what one row costs while it is mapped; the counted stop with a MappingError, so that no row is more than a bounded burden. */
export class Budget {
  #spent = 0
  #textLimit = EVENT_LIMIT_BYTES

  /** The longest text that a value may be written as; one more character than this is refused. */
  get textLimit(): number {
    return this.#textLimit
  }

  /** What the row has cost so far. */
  get spentUnits(): number {
    return this.#spent
  }

  /** Begins with a row anew. */
  begin(textLimit: number): this {
    this.#spent = 0
    this.#textLimit = textLimit
    return this
  }

  /** Takes down work that is about to be done, or text that was made; throws `event_too_large` past the limit. */
  spend(units: number): void {
    this.#spent += units
    if (this.#spent > WORK_LIMIT_UNITS) throw tooLarge('makes too much of this row on the way to an event')
  }

  /** Refuses a text that has grown past `textLimit`. */
  refuseText(): never {
    throw tooLarge(`makes an event of more than ${EVENT_LIMIT_BYTES} bytes`)
  }
}

/** The text limit of a value that is not an event yet: it may still be cut, tested or left out. */
export const VALUE_LIMIT_CHARACTERS = WORK_LIMIT_UNITS

function tooLarge(what: string): MappingError {
  return new MappingError('event_too_large', ['fields'], `${what}; map less of the row`)
}
