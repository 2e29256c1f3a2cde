import { describe, expect, test } from '@jest/globals'
import type { ActionDefinition, FieldDefinition } from '../core/index.ts'
import { renderActions } from './render-actions.ts'

const USER_ID: FieldDefinition = { label: 'User ID', description: 'Who.', type: 'string' }

/** An action with these fields and nothing else of note. */
function actionWith(name: ActionDefinition['name'], fields: ActionDefinition['fields']): ActionDefinition {
  return {
    name,
    title: 'Send',
    description: 'Sends.',
    fields,
    idFields: ['user_id'],
    event: {},
    perform: () => ({}),
  }
}

describe('renderActions', () => {
  test('what all actions define alike is told once', () => {
    const markdown = renderActions([
      actionWith('sendIdentify', {
        user_id: USER_ID,
        traits: { label: 'Traits', description: 'Any.', type: 'object' },
      }),
      actionWith('sendTrack', { user_id: USER_ID }),
    ])
    expect(markdown.match(/`user_id` \| User ID/g)).toHaveLength(1)
    expect(markdown).toContain('| `traits` | Traits | free object |  | Any. |')
  })

  test('a field of the same name that differs is told for each', () => {
    const markdown = renderActions([
      actionWith('sendIdentify', { user_id: USER_ID }),
      actionWith('sendAlias', { user_id: { ...USER_ID, isRequired: true } }),
    ])
    expect(markdown).toContain('| `user_id` | User ID | string |  | Who. |')
    expect(markdown).toContain('| `user_id` | User ID | string |  | **Required.** Who. |')
  })

  test('a shared field that an action sends elsewhere, or not at all, is told there', () => {
    const at = (place: string): ActionDefinition['event'] => ({
      [place]: { from: 'field', field: 'user_id' },
    })
    const markdown = renderActions([
      { ...actionWith('sendIdentify', { user_id: USER_ID }), event: at('userId') },
      { ...actionWith('sendPage', { user_id: USER_ID }), event: { ...at('userId'), ...at('who') } },
      actionWith('sendScreen', { user_id: USER_ID }),
    ])
    expect(markdown).toContain('| `user_id` | User ID | string | `userId` | Who. |')
    expect(markdown).toContain('Here `user_id` stands in the event as `userId`, `who`.')
    expect(markdown).toContain('Here `user_id` is taken, but not sent.')
  })

  test('members, defaults and bars are written out', () => {
    const markdown = renderActions([
      actionWith('sendTrack', {
        location: {
          label: 'Location',
          description: 'Where | when.',
          type: 'object',
          members: { city: { label: 'City', description: 'The city.', type: 'string' } },
          default: { '@path': '$.location' },
        },
      }),
    ])
    expect(markdown).toContain(
      String.raw`| object |  | Where \| when. Default: ` + '`{"@path":"$.location"}`. |',
    )
    expect(markdown).toContain('| `location.city` | City | string | The city. |')
  })
})
