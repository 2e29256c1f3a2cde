export { createRedisHolds } from './create-redis-holds.ts'
export type { Holds } from './holds.ts'
