import type { Response } from 'express'
import type { Html } from './pages/html.ts'

/** Answers with a page. */
export function sendPage(response: Response, page: Html): void {
  response.type('html').send(page.toString())
}

/** Answers with one line, for programs. */
export function sendLine(response: Response, status: number, line: string): void {
  response.status(status).type('text').send(`${line}\n`)
}
