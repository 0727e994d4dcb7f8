import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { runHere } from '../in-process.ts'

async function completionsFor(shell: string): Promise<string> {
  const { code, stdout, stderr } = await runHere('/nonexistent', 'completions', shell)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

/** What bash itself offers after these words. */
function offeredBy(script: string, ...words: readonly string[]): string[] {
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _assay; printf '%s\\n' "\${COMPREPLY[@]}"`
  const offered = execFileSync('bash', ['-c', `${script}\n${ask}`, 'bash', 'assay', ...words], {
    encoding: 'utf8',
  })
  return offered.split('\n').filter((word) => word !== '')
}

describe('completions', () => {
  it.each([
    [['ga'], ['gate']],
    [['run', '--wi'], ['--within']],
    [['baseline', 'up'], ['update']],
    [['baseline', 'update', '--wh'], ['--why']],
    [['gate', '--against', 'main', '--ke'], ['--key']],
    [['--ver'], ['--verbose', '--version']],
  ])('bash offers after %j what fits', async (words, expected) => {
    const offered = offeredBy(await completionsFor('bash'), ...words)
    expect(offered.toSorted()).toEqual(expected)
  })

  it.each(['zsh', 'fish'])('%s is told of every command, with what it does', async (shell) => {
    const text = await completionsFor(shell)
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(text).toContain(name)
      expect(text).toContain(summary.replaceAll("'", "'\\''"))
    }
    expect(text).toContain('measuring time of everything together')
  })

  it('of another shell there are none, and those that there are are named', async () => {
    const { code, stderr } = await runHere('/nonexistent', 'completions', 'csh')
    expect(code).toBe(2)
    expect(stderr).toContain('bash, zsh, fish')
  })
})
