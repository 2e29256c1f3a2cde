export { createMapLetter } from './create-map-letter.ts'
export { readLeaseEnd } from './read-lease-end.ts'
export { settleOwnChunk } from './settle-own-chunk.ts'
export { tellSettled } from './tell-settled.ts'
