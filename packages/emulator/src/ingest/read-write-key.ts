/**
 * The write key of a request: the user name of Basic auth, else `writeKey` of the body, else null.
 * The password is ignored, and so is a Bearer token: OAuth clients name their key in the body.
 */
export function readWriteKey(authorization: string | undefined, bodyWriteKey: unknown): string | null {
  const basic = /^basic +(\S+)$/i.exec(authorization ?? '')?.[1]
  const userName = basic === undefined ? '' : readUserName(Buffer.from(basic, 'base64').toString('utf8'))
  if (userName !== '') return userName
  return typeof bodyWriteKey === 'string' && bodyWriteKey !== '' ? bodyWriteKey : null
}

function readUserName(credentials: string): string {
  const colon = credentials.indexOf(':')
  return colon === -1 ? credentials : credentials.slice(0, colon)
}
