import { describe, expect, it } from 'vitest'
import { createConsole } from '../../src/cli/console.ts'
import { errorText } from '../../src/cli/usage-error.ts'

const terminal = { isTTY: true, columns: 80, write: () => true }
const pipe = { isTTY: false, columns: undefined as never, write: () => true }

function consoleOf(env: NodeJS.ProcessEnv, { stdout = terminal, stderr = terminal, color = true } = {}) {
  const { live, color: isColored, width } = createConsole({ stdout, stderr, env }, { color })
  return { live, color: isColored, width }
}

describe('a console', () => {
  it('is alive and coloured on a terminal, whose width it has', () => {
    expect(consoleOf({})).toEqual({ live: true, color: true, width: 80 })
  })

  it('writes over nothing where a terminal is dumb, in CI, and where stderr goes elsewhere', () => {
    expect(consoleOf({ TERM: 'dumb' })).toEqual({ live: false, color: false, width: 80 })
    expect(consoleOf({ CI: 'true' })).toEqual({ live: false, color: true, width: 80 })
    expect(consoleOf({}, { stderr: pipe })).toEqual({ live: false, color: true, width: 80 })
  })

  it.each([
    ['NO_COLOR', { NO_COLOR: '1' }, terminal, false],
    ['an empty NO_COLOR', { NO_COLOR: '' }, terminal, true],
    ['a pipe', {}, pipe, false],
    ['a pipe and FORCE_COLOR', { FORCE_COLOR: '1' }, pipe, true],
    ['FORCE_COLOR of 0', { FORCE_COLOR: '0' }, pipe, false],
    ['an empty FORCE_COLOR', { FORCE_COLOR: '' }, pipe, false],
    ['a dumb terminal and FORCE_COLOR', { TERM: 'dumb', FORCE_COLOR: '1' }, terminal, true],
    ['both', { NO_COLOR: '1', FORCE_COLOR: '1' }, terminal, false],
  ])('has colours or not: %s', (_, env, stdout, expected) => {
    expect(consoleOf(env, { stdout }).color).toBe(expected)
  })

  it('has none where the person wants none', () => {
    expect(consoleOf({ FORCE_COLOR: '1' }, { color: false }).color).toBe(false)
  })

  it('wraps messages where a terminal shows them, or COLUMNS says so, and nowhere else', () => {
    const widthOf = (stderr: typeof pipe, env: NodeJS.ProcessEnv = {}) =>
      createConsole({ stdout: pipe, stderr, env }, { color: true }).messageWidth
    expect(widthOf(terminal as never)).toBe(80)
    expect(widthOf(pipe, { COLUMNS: '60' })).toBe(60)
    expect(widthOf(pipe)).toBe(Number.POSITIVE_INFINITY)
  })

  it('is as wide as COLUMNS says where there is no terminal, or 100', () => {
    expect(consoleOf({ COLUMNS: '60' }, { stdout: pipe }).width).toBe(60)
    expect(consoleOf({ COLUMNS: 'wide' }, { stdout: pipe }).width).toBe(100)
    expect(consoleOf({ COLUMNS: '60' }).width).toBe(80)
    expect(consoleOf({}, { stdout: { ...terminal, columns: undefined as never } }).width).toBe(100)
  })
})

describe('an error', () => {
  const error = { message: 'there is no command called so', advice: 'Write another one, that there is.' }

  it('is what is wrong and what to do, a line each', () => {
    expect(errorText(error, Number.POSITIVE_INFINITY)).toBe(
      'assay: there is no command called so\n       Write another one, that there is.\n',
    )
  })

  it('is wrapped within the terminal, beside the name of the program', () => {
    expect(errorText(error, 30)).toBe(
      'assay: there is no command\n       called so\n       Write another one, that\n       there is.\n',
    )
  })

  it('lets no text of others act', () => {
    expect(errorText({ message: 'a\u001b[31m\u202eb\nc', advice: 'd' }, 40)).toMatch(
      /^assay: \P{Cc}+\n {7}d\n$/u,
    )
  })
})
