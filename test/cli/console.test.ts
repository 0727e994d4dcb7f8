import { describe, expect, it } from 'vitest'
import { createConsole } from '../../src/cli/console.ts'

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

  it('is as wide as COLUMNS says where there is no terminal, or 100', () => {
    expect(consoleOf({ COLUMNS: '60' }, { stdout: pipe }).width).toBe(60)
    expect(consoleOf({ COLUMNS: 'wide' }, { stdout: pipe }).width).toBe(100)
    expect(consoleOf({ COLUMNS: '60' }).width).toBe(80)
    expect(consoleOf({}, { stdout: { ...terminal, columns: undefined as never } }).width).toBe(100)
  })
})
