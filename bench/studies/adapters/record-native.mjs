/**
 * Loaded before a benchmark file that its own library runs: writes what that library has measured, as `[name, ns]`, into the
 * file that NATIVE_RESULTS names.
 */
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const results = []
globalThis.recordNative = (name, ns) => results.push([name, ns])
process.on('exit', () => writeFileSync(process.env.NATIVE_RESULTS, JSON.stringify(results)))

const wrappers = {
  tinybench: (real) => `
    import * as real from '${real}'
    export * from '${real}'
    export class Bench extends real.Bench {
      async run() {
        const tasks = await super.run()
        for (const { name, result } of this.tasks)
          recordNative(name, 1e6 * (result?.latency?.p50 ?? result?.latency?.mean ?? result?.mean))
        return tasks
      }
    }`,
  mitata: (real) => `
    import * as real from '${real}'
    export * from '${real}'
    export async function run(options) {
      const all = await real.run({ ...options, format: 'quiet' })
      for (const { runs } of all.benchmarks) for (const { name, stats } of runs) recordNative(name, stats?.p50)
      return all
    }`,
  benchmark: (real) => `
    import real from '${real}'
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
    export default real
    export { real as 'module.exports' }
    export const Suite = real.Suite`,
  benny: (real) => `
    import real from '${real}'
    export const { add, cycle, complete, save, configure } = real
    export async function suite(...given) {
      const summary = await real.suite(...given)
      for (const { name, details } of summary.results) recordNative(name, 1e9 * details.median)
      return summary
    }
    export default { ...real, suite }`,
}

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const isFile = context.parentURL?.startsWith('file:') && !context.parentURL.includes('/node_modules/')
    if (!Object.hasOwn(wrappers, specifier) || !isFile || context.parentURL.includes('?native'))
      return resolved
    return { url: `${resolved.url}?native=${specifier}`, shortCircuit: true }
  },
  load(url, context, next) {
    const name = new URL(url).searchParams.get('native')
    if (name === null) return next(url, context)
    return { format: 'module', source: wrappers[name](url.slice(0, url.indexOf('?'))), shortCircuit: true }
  },
})
