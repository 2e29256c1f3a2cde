import { createServer } from 'node:http'

/**
 * The Tracking API of both sides, in a process of its own: it counts requests and bytes,
 * parses nothing, and answers as Segment does, 400 to a body above its limit included.
 * Asked to keep bodies, it hands them over, for whoever wants to compare them.
 */
const BODY_LIMIT_BYTES = 500_000

let counts = { requests: 0, bytes: 0, largestBytes: 0, refused: 0 }
let kept = null

const server = createServer((request, response) => {
  let bytes = 0
  const parts = []
  request.on('data', (part) => {
    bytes += part.length
    if (kept !== null) parts.push(part)
  })
  request.on('end', () => {
    const isTooLarge = bytes > BODY_LIMIT_BYTES
    counts.requests += 1
    counts.bytes += bytes
    counts.largestBytes = Math.max(counts.largestBytes, bytes)
    if (isTooLarge) counts.refused += 1
    kept?.push(Buffer.concat(parts).toString())
    response.writeHead(isTooLarge ? 400 : 200, { 'content-type': 'application/json' })
    response.end('{"success":true}')
  })
})

/** `restart` answers what was counted and counts anew; `keep` and `release` begin and end the keeping of bodies. */
process.on('message', (request) => {
  if (request === 'restart') {
    process.send(counts)
    counts = { requests: 0, bytes: 0, largestBytes: 0, refused: 0 }
  } else {
    process.send(kept ?? [])
    kept = request === 'keep' ? [] : null
  }
})
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
