/** Environment variables that hold a key, and that name its file. */
export const keyVariable = 'ASSAY_SIGNING_KEY'
export const keyFileVariable = 'ASSAY_SIGNING_KEY_FILE'

/** What was taken of an environment already: of several projects in turn each is told the same. */
const known = new WeakMap<NodeJS.ProcessEnv, KeyEnvironment>()

export type KeyEnvironment = Readonly<Record<string, string | undefined>>

/**
 * Takes the key out of a process's environment, and returns what it said: benchmarks, configurations, builds and
 * installations are started with that environment, and none of them has any business with it.
 *
 * Note: this keeps it out of logs and dumps of their environments, and no more. They run as the same user, who can read what this
 * process was started with (/proc/<pid>/environ), and its memory. Started anew without the variable (process.execve), with the key
 * in a pipe, it would be in /proc/<pid>/fd and in memory. A key is out of reach of code that it is not there for: in another job.
 */
export function takeKeyVariables(env: NodeJS.ProcessEnv): KeyEnvironment {
  const { XDG_CONFIG_HOME } = env
  const before = known.get(env)
  const told = (name: string) => env[name] ?? before?.[name]
  const taken = {
    XDG_CONFIG_HOME,
    [keyVariable]: told(keyVariable),
    [keyFileVariable]: told(keyFileVariable),
  }
  known.set(env, taken)
  delete env[keyVariable]
  delete env[keyFileVariable]
  return taken
}
