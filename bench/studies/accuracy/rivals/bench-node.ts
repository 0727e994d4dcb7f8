import { MemoryPlugin, Suite } from 'bench-node'
import { closed } from '../kernel.ts'
import { answer, type Reading, readOrder } from './order.ts'

/**
 * bench-node as its README shows it, on a Node with `--allow-natives-syntax`, which it requires: by default it
 * tells V8 never to optimise the function; its detection of eliminated code, which must be asked for, lets V8
 * optimise, and its account of the heap takes the place of the default plugin.
 */

const { asks, time, detect, memory } = readOrder()

/** ms of bench-node's warm-up, which no option changes. */
const warmUp = 50
/** As in its defaults, ten samples in the time there is. */
const timing = time === undefined ? {} : { maxTime: (time - warmUp) / 1e3, minTime: (time - warmUp) / 1e4 }

const suite = new Suite({
  reporter: false,
  ...(detect ? { detectDeadCodeElimination: true } : {}),
  ...(memory ? { plugins: [new MemoryPlugin()] } : {}),
})
for (const { alias, kernel } of asks) suite.add(alias, timing, closed(kernel) as () => void)

// Warnings are printed and nothing else: what is printed is read.
const printed: string[] = []
const { log } = console
console.log = (line: unknown) => {
  printed.push(String(line))
}
const results = await suite.run()
console.log = log

answer(
  results.map(({ name, opsSec, plugins }): Reading => {
    const heap = (plugins as unknown as { name: string; result: { histogram: { mean: number } } }[]).find(
      (plugin) => plugin.name === 'MemoryPlugin',
    )
    return {
      name,
      ns: 1e9 / opsSec!,
      ...(detect ? { flagged: printed.includes(`  • ${name}`) } : {}),
      ...(heap ? { bytes: heap.result.histogram.mean } : {}),
    }
  }),
)
