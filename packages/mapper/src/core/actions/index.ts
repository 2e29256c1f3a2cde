import type { ActionName } from '@sluice/shared/domain'
import type { ActionDefinition } from './action-definition.ts'
import { sendAlias } from './send-alias.ts'
import { sendGroup } from './send-group.ts'
import { sendIdentify } from './send-identify.ts'
import { sendPage } from './send-page.ts'
import { sendScreen } from './send-screen.ts'
import { sendTrack } from './send-track.ts'

/** Every action by its name. */
export const ACTIONS: Readonly<Record<ActionName, ActionDefinition>> = {
  sendIdentify,
  sendTrack,
  sendPage,
  sendScreen,
  sendGroup,
  sendAlias,
}
