/** A benchmark file to begin with: JavaScript and strict TypeScript alike. */
export const exampleText = `import { bench, group } from 'assay'

// A template: put what your package does in the place of what is measured here.
// 'npx assay list' shows what there is, 'npx assay run sort' measures what fits 'sort'.

const line = Array.from({ length: 1_000 }, (_, index) => \`field \${index}\`).join(',')

// One function may be all. What it returns is kept, so that the compiler cannot leave the work out.
bench('split 1,000 fields', () => line.split(','))

// Ways to do the same: they must return equal results before anything is timed, and are ranked.
group('sort', { agree: true }, () => {
  bench('in place', {
    params: { n: [100, 10_000] }, // one benchmark for each
    setup: ({ n }) => Array.from({ length: n }, (_, index) => (index * 7919) % n), // once in each process
    prepare: (unsorted) => unsorted.slice(), // a fresh input per operation, outside the clock
    run: (input) => input.sort((a, b) => a - b), // what is measured; it may be asynchronous
    verify: (sorted, { n }) => sorted.length === n, // a wrong result is a failure
    work: ({ n }) => ({ items: n }), // shown as items/s
  })
  bench('a copy', {
    params: { n: [100, 10_000] },
    setup: ({ n }) => Array.from({ length: n }, (_, index) => (index * 7919) % n),
    run: (unsorted) => [...unsorted].sort((a, b) => a - b),
  })
})
`
