import { createRequire } from 'node:module'
import type * as IORedis from 'ioredis'

// As in `bullmq.ts`, which loads the same.
const driver = createRequire(import.meta.url)('ioredis') as typeof IORedis

export const { Cluster, Redis } = driver
export type Cluster = IORedis.Cluster
export type Redis = IORedis.Redis
