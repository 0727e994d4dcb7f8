// One run of benchforge: every function of a module against the same one of another, in interleaved batches.
// node benchforge.mjs <entry of benchforge> <module of the base> <module of the head> <batches>
// The modules export each function by a name of its own: f0, f1, …
import { writeSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const [entry, base, head, batches] = process.argv.slice(2)
const { defaultCliArgs, parseCliArgs, prepareHtmlData, runBenchmarks } = await import(
  pathToFileURL(entry).href
)
const { workloads } = await import(pathToFileURL(base).href)
const spec = (file, name, index) => ({
  name,
  fn: workloads[name],
  modulePath: pathToFileURL(file).href,
  exportName: `f${index}`,
})
const groups = Object.keys(workloads).map((name, index) => ({
  name,
  benchmarks: [spec(head, name, index)],
  baseline: spec(base, name, index),
}))
const args = parseCliArgs(['--batches', batches], defaultCliArgs)
// It tells its progress on stdout, where the answer goes.
process.stdout.write = () => true
const report = await runBenchmarks({ name: 'functions', groups }, args)
const { groups: told } = prepareHtmlData(report, { cliArgs: args, equivMargin: args['equiv-margin'] })
const cells = told.map(({ name, benchmarks: [{ comparisonCI: difference }] }) => [
  name,
  {
    direction: difference.direction,
    percent: difference.percent,
    low: difference.ci[0],
    high: difference.ci[1],
  },
])
writeSync(1, JSON.stringify(Object.fromEntries(cells)))
