import { askBeforeLeaving } from './ask-before-leaving.ts'
import { actAtOnce } from './act-at-once.ts'
import { copyTexts } from './copy-texts.ts'
import { forgetIssues } from './forget-issues.ts'
import { openDialogs } from './open-dialogs.ts'
import { renewLivePages } from './renew-live-pages.ts'
import { renewParts } from './renew-parts.ts'

// What every page brings.
actAtOnce()
copyTexts()
forgetIssues()
openDialogs()
renewLivePages()
renewParts()
// Last: a form whose submission is taken over by a script is not sent.
askBeforeLeaving()
