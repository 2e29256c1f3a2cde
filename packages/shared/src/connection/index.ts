export { parseHttpUrl } from './parse-http-url.ts'
export { parsePostgresUrl, type PostgresUrl, type UrlMistake } from './parse-postgres-url.ts'
export { readTls, type Tls, type TlsTexts } from './read-tls.ts'
export type { SslMode } from './ssl-mode.ts'
