/** What a mapping makes of a row: one call of the Segment Spec. */
export type ActionName = 'sendIdentify' | 'sendTrack' | 'sendPage' | 'sendScreen' | 'sendGroup' | 'sendAlias'

export const ACTION_NAMES: readonly ActionName[] = [
  'sendIdentify',
  'sendTrack',
  'sendPage',
  'sendScreen',
  'sendGroup',
  'sendAlias',
]
