import type { Response } from 'express'

/** Answers with one line, for programs. */
export function sendLine(response: Response, status: number, line: string): void {
  response.status(status).type('text').send(`${line}\n`)
}
