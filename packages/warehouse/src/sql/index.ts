export { readSqlTokens, type SqlToken } from './read-sql-tokens.ts'
export { stripTerminator } from './strip-terminator.ts'
