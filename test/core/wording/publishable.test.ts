import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishable, publishableFailure } from '../../../src/core/wording/publishable.ts'
import { policy } from '../../../src/model/config.ts'

const places = [
  ['/home/ada/work/app', '.'],
  ['/home/ada/work', '<repository>'],
  ['/home/ada', '~'],
  ['/tmp', '<tmp>'],
  ['C:\\Users\\ada', '~'],
  ['/', '<root>'],
] as const

describe('a text that may be committed or posted', () => {
  it.each([
    ['at f (/home/ada/work/app/bench/a.ts:3:1)', 'at f (./bench/a.ts:3:1)'],
    ['at file:///home/ada/work/app/bench/a.ts:3:1', 'at ./bench/a.ts:3:1'],
    ["ENOENT: no such file, open '/home/ada/work/app'", "ENOENT: no such file, open '.'"],
    ['/home/ada/work/other/b.ts and /home/ada/.npmrc', '<repository>/other/b.ts and ~/.npmrc'],
    ['in /home/ada.', 'in ~.'],
    ['/tmp/x:/tmp/y;/tmp', '<tmp>/x:<tmp>/y;<tmp>'],
    ['C:\\Users\\ada\\x.ts, file:///C:/Users/ada/x.ts', '~\\x.ts, ~/x.ts'],
    // Other names that begin or end like one of these.
    [
      '/home/adam/x /data/home/ada/x /tmpfs/x /home/ada-2',
      '/home/adam/x /data/home/ada/x /tmpfs/x /home/ada-2',
    ],
    ['https://example.org/tmp/x', 'https://example.org/tmp/x'],
    ['/opt/x', '/opt/x'],
    ['', ''],
  ])('%j reads %j', (text, told) => {
    expect(publishable(text, places)).toBe(told)
  })

  it('takes a folder for what it is, not for a pattern', () => {
    expect(publishable('/a+b(c)-$[1]/x /aab/x', [['/a+b(c)-$[1]', '.']])).toBe('./x /aab/x')
  })

  it('is bounded, and says how much is left out', () => {
    const text = 'x'.repeat(5_000_000)
    const told = publishable(text, places)
    expect(told).toBe(
      `${'x'.repeat(policy.texts.message)}… (${5_000_000 - policy.texts.message} more characters)`,
    )
    expect(publishable('x'.repeat(policy.texts.message), places)).toHaveLength(policy.texts.message)
    expect(publishable('ab😀', places, 3)).toBe('ab… (1 more characters)')
  })

  it('never holds a folder, wherever a text is cut, and never more than its bound', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(' /home/ada/work/app', '(/home/ada', '\n/tmp/', ' file:///tmp'),
    )
    fc.assert(
      fc.property(
        fc.array(part).map((parts) => parts.join(' ')),
        fc.integer({ min: 0, max: 60 }),
        (text, limit) => {
          const told = publishable(text, places, limit)
          expect(told).not.toMatch(/(?:^|[ (\n])(?:file:\/\/)?\/(?:home\/ada|tmp)(?:[/ ]|$)/u)
          expect(told.length).toBeLessThanOrEqual(limit + 40)
        },
      ),
    )
  })

  it('is every text of a failure', () => {
    const long = '/home/ada/work/app/ '.repeat(10_000)
    const { message, stack, stderr, ...rest } = publishableFailure(
      { reason: 'threw', phase: 'setup', message: long, stack: long, stderr: long },
      places,
    )
    expect(rest).toEqual({ reason: 'threw', phase: 'setup' })
    for (const [text, limit] of [
      [message, policy.texts.message],
      [stack, policy.texts.stack],
      [stderr, policy.texts.stderr],
    ] as const) {
      expect(text).not.toContain('ada')
      expect(text!.length).toBeLessThan(limit + 40)
    }
    expect(publishableFailure({ reason: 'threw', message: 'a' }, places)).toEqual({
      reason: 'threw',
      message: 'a',
    })
  })
})
