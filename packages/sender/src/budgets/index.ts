export type { Budgets } from './budgets.ts'
export { createRedisBudgets } from './create-redis-budgets.ts'
