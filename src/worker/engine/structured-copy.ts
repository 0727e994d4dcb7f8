import v8 from 'node:v8'

/**
 * Values as bytes: whatever structured clone can copy. Engines write them in ways of their own, so both ends must have the same.
 */
export const { deserialize, serialize } = v8
