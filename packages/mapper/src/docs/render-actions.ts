import { isDeepStrictEqual } from 'node:util'
import type { ActionDefinition, FieldDefinition } from '../core/index.ts'
import { listPlaces } from './list-places.ts'

type Fields = readonly (readonly [name: string, field: FieldDefinition])[]

type Places = ReadonlyMap<string, readonly string[]>

/** The actions and their fields as Markdown: what all actions share first, then what each has of its own. */
export function renderActions(actions: readonly ActionDefinition[]): string {
  const shared = listSharedFields(actions)
  const sharedPlaces = actions[0] ? listPlaces(actions[0]) : new Map<string, readonly string[]>()
  return [
    '### Fields of every action',
    renderFields(shared, sharedPlaces),
    'The members of those that are not free:',
    renderMembers(shared),
    ...actions.flatMap((action) => renderAction(action, shared, sharedPlaces)),
  ].join('\n\n')
}

/** The fields that all actions define alike. */
function listSharedFields([first, ...others]: readonly ActionDefinition[]): Fields {
  return Object.entries(first?.fields ?? {}).filter(([name, field]) =>
    others.every((other) => isDeepStrictEqual(other.fields[name], field)),
  )
}

function renderAction(action: ActionDefinition, shared: Fields, sharedPlaces: Places): readonly string[] {
  const sharedNames = new Set(shared.map(([name]) => name))
  const own = Object.entries(action.fields).filter(([name]) => !sharedNames.has(name))
  const places = listPlaces(action)
  const ids = action.idFields.map((name) => `\`${name}\``).join(' or ')
  return [
    `### ${action.name}`,
    `**${action.title}.** ${action.description} Needs ${ids}. Beside the fields of every action:`,
    renderFields(own, places),
    ...(own.some(([, field]) => field.members) ? [renderMembers(own)] : []),
    ...renderMoved(shared, sharedPlaces, places),
  ]
}

/** A sentence for each shared field that stands elsewhere in this action's event. */
function renderMoved(shared: Fields, sharedPlaces: Places, places: Places): readonly string[] {
  return shared
    .filter(([name]) => !isDeepStrictEqual(places.get(name), sharedPlaces.get(name)))
    .map(([name]) =>
      places.has(name)
        ? `Here \`${name}\` stands in the event as ${renderPlaces(name, places)}.`
        : `Here \`${name}\` is taken, but not sent.`,
    )
}

function renderFields(fields: Fields, places: Places): string {
  return renderTable(
    ['field', 'label', 'type', 'in the event', 'what it is'],
    fields.map(([name, field]) => [
      `\`${name}\``,
      field.label,
      renderType(field),
      renderPlaces(name, places),
      renderDescription(field),
    ]),
  )
}

function renderPlaces(name: string, places: Places): string {
  return (places.get(name) ?? []).map((place) => `\`${place}\``).join(', ')
}

function renderMembers(fields: Fields): string {
  return renderTable(
    ['member', 'label', 'type', 'what it is'],
    fields.flatMap(([name, { members = {} }]) =>
      Object.entries(members).map(([member, { label, type, description }]) => [
        `\`${name}.${member}\``,
        label,
        type,
        description,
      ]),
    ),
  )
}

function renderType({ type, members }: FieldDefinition): string {
  return type === 'object' && members === undefined ? 'free object' : type
}

function renderDescription(field: FieldDefinition): string {
  const required = field.isRequired ? '**Required.** ' : ''
  const standard = field.default === undefined ? '' : ` Default: \`${JSON.stringify(field.default)}\`.`
  return `${required}${field.description}${standard}`
}

function renderTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n')
}

/** A bar would end the cell. */
function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`)
}
