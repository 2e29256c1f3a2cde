export { openBodyReader, type BodySink } from './open-body-reader.ts'
export { openBodyWriter, type BodyWriter } from './open-body-writer.ts'
