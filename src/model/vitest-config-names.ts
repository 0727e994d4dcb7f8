/** Where Vitest looks for its configuration: the first that is there counts. */
export const vitestConfigNames = ['vitest.config', 'vite.config', 'vitest.workspace'].flatMap((name) =>
  ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((ending) => `${name}.${ending}`),
)
