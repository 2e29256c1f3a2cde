import type { IncomingHttpHeaders } from 'node:http'

const BASIC = 'Basic realm="Sluice", charset="UTF-8"'
// A scheme that browsers do not know: they show the page, not a dialog of their own over it.
const formatChallenge = (basePath: string): string =>
  `Cookie realm="Sluice", form-action="${basePath}/sign-in", cookie-name="sluice_session"`

/**
 * What a 401 asks for (RFC 9110 wants a challenge in each): Basic auth of a program, the sign-in page of a
 * person's browser. Headless browsers are programs: they answer a challenge with the credentials they were given.
 */
export function chooseChallenge(headers: IncomingHttpHeaders, basePath: string): string {
  const agent = headers['user-agent'] ?? ''
  return agent.startsWith('Mozilla/') && !agent.includes('Headless') ? formatChallenge(basePath) : BASIC
}
