export { readSqlTokens, type SqlToken } from './read-sql-tokens.ts'
