import { describe, expect, it } from 'vitest'
import { testRenderer } from '../../../src/core/kit/test-renderer.ts'
import { renderers } from '../../../src/core/report/renderers.ts'
import type { OwnRenderer } from '../../../src/model/extension.ts'
import type { Run } from '../../../src/model/run.ts'

const textOf = (path: string, write: (run: Run) => string): OwnRenderer => {
  return (run) => [{ path, text: write(run) }]
}
const names = ({ benchmarks }: Run) => benchmarks.map(({ name }) => name)
const escapes = /\p{Cc}/gu

describe('the kit for renderers', () => {
  it.each(Object.entries(renderers))('passes the format %s', async (_, renderer) => {
    await testRenderer(renderer)
  })

  it('passes a renderer that writes what it should', async () => {
    await testRenderer(textOf('names.txt', (run) => names(run).join(' ').replaceAll(escapes, ' ')))
    await testRenderer(async (run) => [{ path: 'all.json', text: JSON.stringify(run) }])
  })

  let calls = 0
  it.each<[string, OwnRenderer, string]>([
    ['throws', () => [][0]!, 'it returned no list'],
    [
      'throws for an empty run',
      textOf('a.txt', ({ benchmarks }) => benchmarks[0]!.state),
      'without benchmarks: it threw TypeError',
    ],
    ['writes nothing', () => [], 'it returned no file'],
    ['leaves its folder', textOf('../x', () => ''), 'leads out of its folder'],
    [
      'names files by benchmarks',
      (run) => names(run).map((path) => ({ path, text: '' })),
      'no file name everywhere',
    ],
    ['counts', textOf('a.txt', () => `${++calls}`), 'the same run gives other files'],
    [
      'sorts the run',
      (run) => {
        ;(run.benchmarks as unknown[]).reverse()
        return [{ path: 'a.txt', text: '' }]
      },
      'it changes the run',
    ],
    [
      'writes markup',
      textOf('a.html', (run) => names(run).join(' ')),
      'a.html: a name with < becomes markup',
    ],
    ['writes cells', textOf('a.md', (run) => `| ${names(run).join(' ')} |`), 'a name with | becomes a cell'],
    ['writes lines', textOf('a.txt', (run) => names(run).join(' ')), 'a name with a newline becomes a line'],
    ['writes commands', textOf('a.csv', (run) => names(run).join(' ')), 'it repeats control characters'],
    ['writes half of it', textOf('a.json', (run) => `{ "x": ${names(run).length}`), 'it is no JSON'],
  ])('says what is wrong with one that %s', async (_, renderer, message) => {
    await expect(testRenderer(renderer)).rejects.toThrow(message)
  })
})
