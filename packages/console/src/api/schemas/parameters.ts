import { z } from 'zod'

const PAGE_DEFAULT = 100
const PAGE_LIMIT = 1_000

/** Text that PostgreSQL can hold. */
export const text = z
  .string()
  .max(200)
  .refine((value) => !value.includes('\0'), { error: 'must not hold a NUL character' })

/** The id of an item, in a path. */
export const itemParams = z.object({ id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/) })

/** The id of a sync, in a path. */
export const syncParams = z.object({ id: z.uuid() })

/** A number in a query. */
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.int().min(least).max(most))

/** Yes or no in a query. */
export const flag = z
  .enum(['true', 'false'])
  .transform((said) => said === 'true')
  .optional()

/** Which page of a list. */
export const paging = {
  limit: whole(1, PAGE_LIMIT).optional().describe(`Items of a page, ${PAGE_DEFAULT} unless told.`),
  cursor: text.optional().describe('`next` of the page before.'),
}

/** How many items a page has. */
export const readLimit = ({ limit }: { readonly limit?: number | undefined }): number => limit ?? PAGE_DEFAULT

/** How long to wait for something, in seconds. */
export const waiting = whole(0, 60)
