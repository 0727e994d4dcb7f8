import { z } from 'zod'

/** ns of CPU time that were spent elsewhere than in the measuring thread. */
export const elsewhereSchema = z.strictObject({
  workers: z.number().nonnegative(),
  pool: z.number().nonnegative(),
  children: z.number().nonnegative(),
})
