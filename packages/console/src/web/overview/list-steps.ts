import type { ControlOverview } from './read-overview.ts'

/** A step from an empty installation to the first delivered event. */
export interface Step {
  readonly text: string
  /** What it is good for. */
  readonly why: string
  /** Relative to where the console stands. */
  readonly href: string
  readonly isDone: boolean
}

/** The steps in their order, as they stand. */
export function listSteps({
  sources,
  models,
  destinations,
  mappings,
  total,
  enabled,
}: ControlOverview): readonly Step[] {
  const place = `destinations/${encodeURIComponent(destinations[0]?.id ?? '')}`
  const mapped =
    mappings[0] === undefined ? place : `destinations/${encodeURIComponent(mappings[0].destination)}`
  return [
    {
      text: 'Add a source',
      why: 'the warehouse that holds your rows',
      href: 'sources/new',
      isDone: sources > 0,
    },
    {
      text: 'Add a model',
      why: 'a query: which rows there are, and what tells one from another',
      href: 'models/new',
      isDone: models > 0,
    },
    {
      text: 'Add a destination',
      why: 'a write key of your Segment workspace',
      href: 'destinations/new',
      isDone: destinations.length > 0,
    },
    {
      text: 'Add a mapping',
      why: 'which rows become which call, with which fields',
      href: destinations.length > 0 ? `${place}/mappings/new` : 'destinations/new',
      isDone: total > 0,
    },
    {
      text: 'Enable the mapping and its destination',
      why: 'from now on what changes is sent',
      href: destinations.length > 0 ? `${mapped}/mappings` : 'destinations/new',
      isDone: enabled > 0,
    },
  ]
}
