import type { Fact, Topic } from './fact.ts'
import type { ValueKind } from './judge-type.ts'
import { findSubject, type Subject } from './subjects.ts'

/** What the rows of a model are about, and who says so. */
export interface RowSubject {
  readonly subject: Subject
  /** False where only the kind of call lets one think so. */
  readonly isNamed: boolean
}

/** A column as it is compared with facts. */
export interface ColumnWords {
  /** Its words, as `splitName` gives them. */
  readonly words: string
  readonly kind: ValueKind
}

/** How well a column fits a fact, from 0 to 1, and why. */
export interface Match {
  readonly score: number
  readonly reason: string
}

// What each makes less sure: another word for it, words before it, a type that it can only be read as, and a subject
// that nobody names.
const SYNONYM = 0.1
const LEAD = 0.05
const TYPE = 0.1
const UNNAMED = 0.1

/** How a column fits a fact; undefined where it does not. */
export function matchColumn(
  { words: text, kind }: ColumnWords,
  topic: Topic,
  fact: Fact,
  row: RowSubject,
): Match | undefined {
  const isBest = kind === 'unknown' || fact.holds.best.includes(kind)
  if (!isBest && !fact.holds.also.includes(kind)) return undefined
  const words = text.split(' ')
  const subjects = new Set<Subject>([topic.about, ...(topic.also ?? [])])
  const maySay = fact.isDistinct ? new Set([...subjects, row.subject]) : subjects
  for (let lead = 0; lead < words.length; lead += 1) {
    const leads = words.slice(0, lead)
    if (!leads.every((word) => isAbout(word, maySay))) return undefined
    const name = words.slice(lead).join(' ')
    const isSaid = lead > 0 || fact.isDistinct || subjects.has(row.subject)
    if (isSaid && fact.names.includes(name)) return weigh({ fact, name, leads, row, isBest })
  }
  return undefined
}

function isAbout(word: string, subjects: ReadonlySet<Subject>): boolean {
  const subject = findSubject(word)
  return subject !== undefined && subjects.has(subject)
}

interface Found {
  readonly fact: Fact
  readonly name: string
  /** The words before the name. */
  readonly leads: readonly string[]
  readonly row: RowSubject
  readonly isBest: boolean
}

function weigh({ fact, name, leads, row, isBest }: Found): Match {
  const isFirst = fact.names[0] === name
  const isLed = leads.length > 0
  const isBare = !isLed && !fact.isDistinct
  // Of ids the one that says whose is the likelier, of anything else the one that need not say it.
  const isId = fact.names[0] === 'id'
  const losses = [
    isLed === isId ? 0 : LEAD,
    isFirst ? 0 : SYNONYM,
    isBest ? 0 : TYPE,
    isBare && !row.isNamed ? UNNAMED : 0,
  ]
  const reasons = [
    isFirst && fact.worth === 1 ? `"${name}" is its name` : `"${name}" is another name of it`,
    ...(isLed ? [`"${leads.join(' ')}" says whose`] : []),
    ...(isBare ? [row.isNamed ? 'the model says whose' : 'whose it is, the call lets one think'] : []),
    ...(isBest ? [] : ['its type has to be read as another']),
  ]
  return { score: losses.reduce((score, loss) => score - loss, fact.worth), reason: reasons.join('; ') }
}
