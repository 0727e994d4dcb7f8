const setUp = new Set<string>()

/** The state of a benchmark that fails when another one of its file was set up in the same process. */
export function alone<State>(name: string, state: () => State) {
  return {
    setup: () => {
      setUp.add(name)
      return state()
    },
    teardown: () => {
      if (setUp.size !== 1) throw new Error(`${name} shared its process with ${[...setUp].join(', ')}`)
    },
  }
}
