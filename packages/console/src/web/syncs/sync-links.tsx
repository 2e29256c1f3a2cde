/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact'

/** Where a sync is looked at, relative to where the console stands. */
export function findSyncPath(id: string): string {
  return `syncs/${encodeURIComponent(id)}`
}

/** Where the syncs of a mapping are looked at. */
export function findMappingSyncsPath(mapping: string): string {
  return `mappings/${encodeURIComponent(mapping)}/syncs`
}

/** As much of the id of a sync as people need to tell it from others. */
export function formatSyncId(id: string): string {
  return id.slice(0, 8)
}

/** A link to a sync. */
export function SyncLink({ id }: { readonly id: string }): VNode {
  return (
    <a class="code" href={findSyncPath(id)} title={id}>
      {formatSyncId(id)}
    </a>
  )
}
