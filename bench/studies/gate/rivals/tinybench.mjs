// One process of tinybench, as its README uses it: every function of a module is a task of one Bench.
// node tinybench-suite.mjs <module> <ms per task>
import { pathToFileURL } from 'node:url'
import { Bench } from 'tinybench'

const [file, time] = process.argv.slice(2)
const { workloads } = await import(pathToFileURL(file).href)
const bench = new Bench({ time: Number(time), retainSamples: true })
for (const [name, run] of Object.entries(workloads)) bench.add(name, run)
await bench.run()

/** At most a hundred averages over equal stretches, in order: what other rules take for samples. */
function stretches(samples) {
  const parts = Math.min(100, samples.length)
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * samples.length) / parts)
    const some = samples.slice(from, Math.floor(((part + 1) * samples.length) / parts))
    return Number((some.reduce((sum, one) => sum + one, 0) / some.length).toPrecision(6))
  })
}

const seen = {}
for (const { name, result } of bench.tasks) {
  const { mean, moe, samples } = result.latency
  seen[name] = { mean, moe, samples: stretches(samples) }
}
process.stdout.write(JSON.stringify(seen))
