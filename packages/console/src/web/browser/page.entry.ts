import { askBeforeLeaving } from './ask-before-leaving.ts'
import { actAtOnce } from './act-at-once.ts'
import { openDialogs } from './open-dialogs.ts'
import { renewLivePages } from './renew-live-pages.ts'

// What every page brings.
askBeforeLeaving()
actAtOnce()
openDialogs()
renewLivePages()
