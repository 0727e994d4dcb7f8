/** What Vitest sets before it loads a benchmark file, where nobody else has. Libraries branch on it. */
const usual = { NODE_ENV: 'test', TEST: 'true', VITEST: 'true' } as const

const { env } = process
const added = new Set<string>()

/** Sets it for whatever is loaded from now on. */
export function setVitestEnvironment(): void {
  for (const [name, value] of Object.entries(usual)) {
    if (env[name] !== undefined) continue
    env[name] = value
    added.add(name)
  }
}

/** For a process that goes on with other files. */
export function unsetVitestEnvironment(): void {
  for (const name of added) delete env[name]
  added.clear()
}
