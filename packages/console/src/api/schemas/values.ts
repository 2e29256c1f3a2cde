import { z } from 'zod'

/** When something is, or was. */
export const instant = z.iso.datetime().describe('ISO-8601, in UTC.')

/** How many there are of something. */
export const count = z.int().min(0)
