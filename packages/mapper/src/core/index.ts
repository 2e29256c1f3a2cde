export { ACTIONS } from './actions/index.ts'
export type { ActionDefinition, Payload, SpecEvent } from './actions/action-definition.ts'
export { checkEvent, type EventFault } from './check-event.ts'
export { compileMapping } from './compile-mapping.ts'
export { lintFilter } from './filter/lint-filter.ts'
export { parseConditions, type Condition, type GroupCondition } from './filter/parse-conditions.ts'
export { hashSelection } from './hash-selection.ts'
export { mapsOwnMessageId } from './maps-own-message-id.ts'
export type { MappingPath } from './language/mapping-error.ts'
export type { CompileResult, CompiledMapping, MapResult, MappingConfig, Mistake } from './mapping-config.ts'
export {
  createMessageIdFactory,
  createMessageIdPrefix,
  type CreateMessageId,
  type MessageIdScope,
} from './message-id.ts'
export type { FieldDefinition, FieldType, MemberDefinition } from './schema/field.ts'
export { lintMapping } from './lint/lint-mapping.ts'
export type { KnownRows } from './lint/lint-reads.ts'
export { findWrittenPath } from './lint/written-path.ts'
export {
  suggestFields,
  type SuggestFieldsInput,
  type Suggestion,
  type Suggestions,
  type SuggestionTie,
} from './suggest/suggest-fields.ts'
export { findPlainColumn } from './reads/find-plain-column.ts'
export { listColumnsRead } from './reads/list-columns-read.ts'
export { listComparedColumns } from './reads/list-compared-columns.ts'
