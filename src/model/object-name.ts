import { z } from 'zod'

/**
 * The name of an object in git: SHA-1 or SHA-256, in full. What a document says is given to git as an argument, so a text of
 * any other form is no name: it could be an option, or a revision that means another thing tomorrow.
 */
export const objectNameSchema = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u)
