/** @jsxRuntime automatic @jsxImportSource preact */
import { listTokens, revokeToken } from '@sluice/operations'
import { SluiceError } from '@sluice/shared/errors'
import { redirect, view, type Page } from '../pages/page.ts'
import { OrderButton } from '../parts/order-button.tsx'
import { Heading } from '../parts/section.tsx'
import { Instant } from '../time/instant.tsx'
import { findRevokePath } from './find-revoke-path.ts'

/** Asks, then takes a token out of use. */
export const revokePage: Page = {
  path: '/tokens/:name/revoke',
  async show({ deps, params, nowMs }) {
    const name = params['name'] ?? ''
    const token = (await listTokens(deps)).find((each) => each.name === name && each.revokedAt === null)
    if (token === undefined) throw new SluiceError('token_unknown', `there is no token ${name} in use`)
    return view(
      `Revoke ${name}`,
      <>
        <Heading title={`Revoke ${name}?`} back={{ href: 'tokens', text: 'API tokens' }} />
        <div class="card question">
          <p>
            Whatever uses it is refused from its next request on.{' '}
            {token.lastUsedAt === null ? (
              'Nothing has used it yet.'
            ) : (
              <>
                It was used last <Instant at={token.lastUsedAt} nowMs={nowMs} />.
              </>
            )}
          </p>
          <div class="actions">
            <OrderButton action={findRevokePath(name)} look="danger">
              Revoke token
            </OrderButton>
            <a href="tokens">Keep it</a>
          </div>
        </div>
      </>,
    )
  },
  async act({ deps, params, actor }) {
    const { name } = await revokeToken(deps, { name: params['name'] ?? '' }, actor)
    return redirect('tokens', `The token ${name} is revoked.`)
  },
}
