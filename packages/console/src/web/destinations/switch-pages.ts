import {
  readDestinationStanding,
  readItem,
  readMappingStatus,
  switchResource,
  type DatabaseDeps,
} from '@sluice/operations'
import { countStarting } from '@sluice/shared/store'
import { redirect, type Page, type Submission, type Versions } from '../pages/page.ts'
import { readText } from '../config/read-text.ts'
import { describeFirstSync } from '../syncs/describe-first-sync.ts'

/** Switches a destination, and says what that did. */
export const switchDestinationPage: Page = {
  path: '/destinations/:id/enable',
  async act(submission) {
    const id = submission.params['id'] ?? ''
    const { message, versions } = await switchItem(submission, 'destination', id)
    return redirect(`destinations/${encodeURIComponent(id)}/settings`, message, versions)
  },
}

/** Switches a mapping, and says what that did. */
export const switchMappingPage: Page = {
  path: '/mappings/:id/enable',
  async act(submission) {
    const id = submission.params['id'] ?? ''
    const { message, versions } = await switchItem(submission, 'mapping', id)
    const { item } = await readItem(submission.deps, { kind: 'mapping', id })
    return redirect(
      `destinations/${encodeURIComponent(readText(item, 'destination'))}/mappings`,
      message,
      versions,
    )
  },
}

async function switchItem(
  { deps, form, actor }: Submission,
  kind: 'destination' | 'mapping',
  id: string,
): Promise<{ readonly message: string; readonly versions: Versions }> {
  const { version: before } = await readItem(deps, { kind, id })
  const enabled = form.get('enabled') === 'on'
  await switchResource(deps, { name: `${kind}/${id}`, enabled }, actor)
  const { managedBy, version: after } = await readItem(deps, { kind, id })
  const done = enabled
    ? `${id} is switched on. ${await describeStart(deps, kind, id)}`
    : `${id} is switched off. What is under way ends.`
  const message = managedBy === 'file' ? `${done} The next apply of sluice.yaml sets it again.` : done
  return { message, versions: { before, after } }
}

/** What is sent now that a mapping or a destination is on. */
async function describeStart(
  deps: DatabaseDeps,
  kind: 'destination' | 'mapping',
  id: string,
): Promise<string> {
  if (kind === 'destination') return describeStarts(await countStarting(deps.db, id))
  const status = await readMappingStatus(deps, { mapping: id })
  const destination = await readDestinationStanding(deps, { destination: status?.destination ?? '' })
  if (status === null || destination === null) return ''
  if (!destination.enabled) return 'Nothing is sent before its destination is switched on, too.'
  return status.lastSync === null
    ? describeFirstSync(status)
    : 'What has changed since its last sync is sent.'
}

function describeStarts({ enabled, unsent }: { readonly enabled: number; readonly unsent: number }): string {
  if (enabled === 0) return 'No mapping of it is on.'
  const [on, first] = [enabled, unsent].map((count) => count.toLocaleString('en-US'))
  const mappings = `${on} ${enabled === 1 ? 'mapping' : 'mappings'} of it may send now.`
  return unsent === 0 ? mappings : `${mappings} The first sync of ${first} of them sends every row.`
}
