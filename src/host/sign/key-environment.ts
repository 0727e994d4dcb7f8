/** Environment variables that hold a key, and that name its file. */
export const keyVariable = 'ASSAY_SIGNING_KEY'
export const keyFileVariable = 'ASSAY_SIGNING_KEY_FILE'

/** What the environment says of a key. */
export type KeyEnvironment = Readonly<Record<string, string | undefined>>

/**
 * Takes the key out of a process's environment, and returns what it said: benchmarks, configurations, builds and
 * installations are started with that environment, and none of them has any business with it.
 */
export function takeKeyVariables(env: NodeJS.ProcessEnv): KeyEnvironment {
  const { XDG_CONFIG_HOME } = env
  const taken = { XDG_CONFIG_HOME, [keyVariable]: env[keyVariable], [keyFileVariable]: env[keyFileVariable] }
  delete env[keyVariable]
  delete env[keyFileVariable]
  return taken
}
