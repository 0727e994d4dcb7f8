/**
 * Loaded before a benchmark file that its own library runs: writes what that library has measured, as `[name, ns]`, into the
 * file that NATIVE_RESULTS names. What the file imports or requires is the library in a wrapper, which lies beside that file.
 */
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const { NATIVE_RESULTS } = process.env
const results = []
globalThis.recordNative = (name, ns) => results.push([name, ns])
process.on('exit', () => writeFileSync(NATIVE_RESULTS, JSON.stringify(results)))

/** What makes of a library one that records, and the names that a module exports anew. */
const wrappers = {
  tinybench: {
    names: ['Bench'],
    make: `(real) => ({ Bench: class extends real.Bench {
      async run() {
        const tasks = await super.run()
        for (const { name, result } of this.tasks)
          recordNative(name, 1e6 * (result?.latency?.p50 ?? result?.p50 ?? result?.latency?.mean ?? result?.mean))
        return tasks
      }
    } })`,
  },
  mitata: {
    names: ['run'],
    make: `(real) => ({ run: async (options) => {
      const all = await real.run({ ...options, format: 'quiet' })
      for (const { runs } of all.benchmarks) for (const { name, stats } of runs) recordNative(name, stats?.p50)
      return all
    } })`,
  },
  benchmark: {
    names: ['Suite'],
    make: `(real) => {
      const { run } = real.Suite.prototype
      real.Suite.prototype.run = function (options) {
        this.on('complete', () => {
          for (const { name, stats } of Array.from(this)) {
            const times = stats.sample.toSorted((a, b) => a - b)
            recordNative(name, 1e9 * times[times.length >> 1])
          }
        })
        return run.call(this, options)
      }
      return { Suite: real.Suite }
    }`,
  },
  benny: {
    names: ['suite'],
    make: `(real) => ({ suite: async (...given) => {
      const summary = await real.suite(...given)
      for (const { name, details } of summary.results) recordNative(name, 1e9 * details.median)
      return summary
    } })`,
  },
}

/** A module, and one that can be required: functions keep their own properties. */
function write(name, url) {
  const { names, make } = wrappers[name]
  const path = join(dirname(NATIVE_RESULTS), `native-${name}`)
  const real = JSON.stringify(url)
  writeFileSync(
    `${path}.mjs`,
    `import * as all from ${real}\nconst real = all.default ?? all\nconst made = (${make})(real)\n` +
      `export * from ${real}\nexport const { ${names.join(', ')} } = made\n` +
      `export default typeof real === 'function' ? Object.assign(real, made) : { ...real, ...made }\n`,
  )
  writeFileSync(
    `${path}.cjs`,
    `const real = require(${JSON.stringify(new URL(url).pathname)})\nconst made = (${make})(real)\n` +
      `module.exports = typeof real === 'function' ? Object.assign(real, made) : { ...real, ...made }\n`,
  )
  return path
}

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const { parentURL = '' } = context
    const isFile = parentURL.startsWith('file:') && !/\/node_modules\/|\/native-/u.test(parentURL)
    if (!Object.hasOwn(wrappers, specifier) || !isFile) return resolved
    const ending = context.conditions.includes('require') ? 'cjs' : 'mjs'
    return {
      url: pathToFileURL(`${write(specifier, resolved.url)}.${ending}`).href,
      format: ending === 'cjs' ? 'commonjs' : 'module',
      shortCircuit: true,
    }
  },
})
