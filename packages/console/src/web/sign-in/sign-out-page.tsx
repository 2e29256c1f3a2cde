/** @jsxRuntime automatic @jsxImportSource preact */
import { view, type Page } from '../pages/page.ts'

/** Asks whether to sign out: leaving is an order, and no link may give one. */
export const signOutPage: Page = {
  path: '/sign-out',
  show: ({ visitor }) =>
    view(
      'Sign out',
      <form class="card narrow" method="post" action="sign-out">
        <h1>Sign out</h1>
        {visitor.hasSession ? (
          <>
            <p>You are signed in as {visitor.account.user}.</p>
            <button autofocus>Sign out</button>
          </>
        ) : (
          <p>
            Your browser sends your password by itself, or none is asked for: there is nothing to sign out of.
          </p>
        )}
        <p>
          <a href=".">Back</a>
        </p>
      </form>,
    ),
}
