export { mapChunk, type MappedChunk } from './map-chunk.ts'
export { prepareMapping, type ReadyMapping, type Sender } from './prepare-mapping.ts'
