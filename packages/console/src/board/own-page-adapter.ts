import { ExpressAdapter } from '@bull-board/express'

type Render = (error: Error | null, html?: string) => void
type Engine = (path: string, options: object, done: Render) => void

const FOREIGN_LINK = /<link\b[^>]*href="https?:[^>]*>\s*/g
const BODY = /<body\b[^>]*>/

/**
 * Bull Board for express, its page within a frame of ours, and without the links to other hosts (fonts): the console
 * asks nothing of anybody else.
 */
export class OwnPageAdapter extends ExpressAdapter {
  readonly #frame: string

  /** `frame` is markup that stands first on the page. */
  constructor(frame: string) {
    super()
    this.#frame = frame
  }

  override setViewsPath(path: string): this {
    super.setViewsPath(path)
    this.app.disable('x-powered-by')
    const { engines } = this.app as unknown as { readonly engines: Readonly<Record<string, Engine>> }
    const render = engines['.ejs']
    if (render === undefined) throw new Error('bull board renders its page with something other than ejs')
    this.app.engine('ejs', (file: string, options: object, done: Render) =>
      render(file, options, (error, html) =>
        done(
          error,
          html?.replaceAll(FOREIGN_LINK, '').replace(BODY, (body) => `${body}${this.#frame}`),
        ),
      ),
    )
    return this
  }
}
