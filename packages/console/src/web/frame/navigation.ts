/** A link of the navigation: its text, and where it leads from where the console stands. */
export interface NavigationLink {
  readonly text: string
  readonly href: string
}

/** In the order of use: what is wrong, how it is set up, what happens, who may what. */
export const NAVIGATION: readonly NavigationLink[] = [
  { text: 'Overview', href: '.' },
  { text: 'Sources', href: 'sources' },
  { text: 'Models', href: 'models' },
  { text: 'Destinations', href: 'destinations' },
  { text: 'Syncs', href: 'syncs' },
  { text: 'Records', href: 'records' },
  { text: 'Dead letters', href: 'dead-letters' },
  { text: 'Usage', href: 'usage' },
  { text: 'Alerts', href: 'alerts' },
  { text: 'Queues', href: 'queues' },
  { text: 'Audit log', href: 'audit' },
  { text: 'API tokens', href: 'tokens' },
]
