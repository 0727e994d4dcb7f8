import type { FlameNode } from '../../../src/core/profile/flame.ts'
import { flameGraph } from '../../../src/core/report/plots/flame-graph.ts'
import type { Explanation } from '../../../src/model/explanation.ts'
import type { Rendered } from '../../../src/model/rendered.ts'
import type { Run } from '../../../src/model/run.ts'
import { exampleRun } from './example-run.ts'

const folder = 'profiles/sort-native-1a2b3c4d/main'

/** The example with what profiles say about one of its regressions, and the files that show it. */
export function explainedRun(): { run: Run; attachments: Rendered[] } {
  const run = exampleRun()
  const { id } = run.benchmarks.find(({ name, params }) => name === 'native' && params.n === 10_000)!
  const attachments = ['difference', 'flame'].map((name) => ({
    path: `${folder}/${name}.svg`,
    mediaType: 'image/svg+xml',
    text: flameGraph({
      subject: 'sort › native {n: 10000}',
      what: name,
      subtitle: 'CPU time of one operation, main 834.3 µs, working tree 1.236 ms.',
      root: frame('all', 100, 'neutral', [
        frame('compare (src/sort.ts:12)', 61, 'worse', [frame('keyOf (src/key.ts:3)', 33, 'worse')]),
        frame('swap (src/sort.ts:31)', 27, 'neutral'),
      ]),
      differential: name === 'difference',
    }),
  }))
  const artifacts = [...attachments.map(({ path }) => path), `${folder}/flame.html`]
  return { run: { ...run, explanations: [explanation(id, artifacts)] }, attachments }
}

function frame(
  label: string,
  weight: number,
  kind: FlameNode['kind'],
  children: FlameNode[] = [],
): FlameNode {
  return { label, weight, kind, tooltip: `${label}: ${weight} %`, children }
}

function explanation(id: string, artifacts: string[]): Explanation {
  return {
    id,
    base: { ref: 'main', commit: '3f2a91c0d5e6b7a8c9d0e1f2a3b4c5d6e7f8a9b0' },
    replicates: 12,
    together: true,
    withoutInlining: false,
    operation: { base: 834_300, head: 1_236_000 },
    blamed: [
      {
        name: 'keyOf',
        file: 'src/key.ts',
        line: 3,
        cost: 352_000,
        own: { base: 41_000, head: 393_000, change: 352_000, low: 341_000, high: 363_000, q: 0.001 },
        hottest: 5,
        calls: { base: 10_000, head: 132_877 },
        collector: 0,
        builtins: 0,
        edited: false,
        callees: [],
      },
    ],
    functions: [],
    artifacts,
  }
}
