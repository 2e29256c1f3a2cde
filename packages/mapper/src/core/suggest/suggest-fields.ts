import type { ActionName } from '@sluice/shared/domain'
import { ACTIONS } from '../actions/index.ts'
import { judgeType } from './judge-type.ts'
import { listPlacements, USUAL_SUBJECTS } from './list-placements.ts'
import { matchColumn, type ColumnWords, type Match, type RowSubject } from './match-column.ts'
import { matchMoment } from './match-moment.ts'
import { settleCandidates, type Candidate } from './settle-candidates.ts'
import { splitName } from './split-name.ts'
import { findModelSubject } from './subjects.ts'

/** A column of a model, with the warehouse's name for its type. */
export interface SuggestedColumn {
  readonly name: string
  readonly type: string
}

/** What suggestions are made of; nothing else is asked. */
export interface SuggestFieldsInput {
  readonly action: ActionName
  readonly columns: readonly SuggestedColumn[]
  /** The id of the model, which says what its rows are about. */
  readonly model: string
  /** The column that tells its rows apart; null where nobody has said. */
  readonly identifier: string | null
}

/** A column that belongs in a field. */
export interface Suggestion {
  /** The field, or a member of it: `user_id`, `traits.firstName`, `traits.company.name`. */
  readonly field: string
  /** The column's path in the row event. */
  readonly path: string
  /** How sure it is, from 0 to 1. */
  readonly score: number
  readonly reason: string
}

/** A field that several columns fit alike, so that a person has to choose. */
export interface SuggestionTie {
  readonly field: string
  readonly paths: readonly string[]
}

/** What belongs where, in the order of the action's fields. */
export interface Suggestions {
  readonly suggestions: readonly Suggestion[]
  readonly ties: readonly SuggestionTie[]
  /** Fields that every event of the action needs, and that no column is named like. */
  readonly needed: readonly string[]
  /** The other columns. */
  readonly left: readonly string[]
}

/** A column by which rows are told apart is the likelier id of two. */
const IDENTIFIER = 0.04

/** Fields for the columns of a model: by their names and types alone, the same whenever it is asked. */
export function suggestFields({ action, columns, model, identifier }: SuggestFieldsInput): Suggestions {
  const row = findRowSubject(action, model)
  const placements = listPlacements(action)
  const candidates = columns
    // No path reaches others.
    .filter(({ name }) => !/[.[\]'"]/.test(name))
    .flatMap(({ name, type }): Candidate[] => {
      const column = { words: splitName(name), kind: judgeType(type) }
      return placements
        .flatMap(({ root, topic }, place) =>
          topic.facts.flatMap((fact, at): Candidate[] => {
            const match = matchColumn(column, topic, fact, row)
            if (match === undefined) return []
            const field = fact.key === '' ? root : `${root}.${fact.key}`
            const bonus = name === identifier && field.endsWith('_id') ? IDENTIFIER : 0
            return [{ field, column: name, order: [place, at], ...match, score: match.score + bonus }]
          }),
        )
        .concat(listMoments(name, column, action))
    })
  const { chosen, ties } = settleCandidates(candidates)
  const placed = new Set([...chosen.map(({ column }) => column), ...ties.flatMap((tie) => tie.columns)])
  const told = new Set([...chosen, ...ties].map(({ field }) => field))
  return {
    suggestions: chosen.map(({ field, column, score, reason }) => ({
      field,
      path: writePath(column),
      score: Math.min(1, Math.round(score * 100) / 100),
      reason,
    })),
    ties: ties.map(({ field, columns: rivals }) => ({ field, paths: rivals.map(writePath) })),
    needed: listNeeded(action)
      .filter((names) => !names.some((name) => told.has(name)))
      .map((names) => names.join(' or ')),
    left: columns.map(({ name }) => name).filter((name) => !placed.has(name)),
  }
}

/** What an event of an action cannot be without; of some fields any one is enough. */
function listNeeded(action: ActionName): readonly (readonly string[])[] {
  const { fields, idFields } = ACTIONS[action]
  const required = Object.keys(fields).filter((name) => fields[name]?.isRequired)
  return [idFields, ...required.filter((name) => !idFields.includes(name)).map((name) => [name])]
}

function findRowSubject(action: ActionName, model: string): RowSubject {
  // Whatever its table is called, an alias is about people.
  const named = action === 'sendAlias' ? undefined : findModelSubject(splitName(model))
  return { subject: named ?? USUAL_SUBJECTS[action], isNamed: named !== undefined }
}

/** What somebody or something is has no time; what happens has. */
function listMoments(name: string, column: ColumnWords, action: ActionName): readonly Candidate[] {
  if (action === 'sendIdentify' || action === 'sendGroup') return []
  const match: Match | undefined = matchMoment(column)
  return match === undefined ? [] : [{ field: 'timestamp', column: name, order: [0, 0], ...match }]
}

function writePath(column: string): string {
  return `$.properties.${column}`
}
