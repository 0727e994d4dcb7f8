import { expect, it } from 'vitest'
import { isOfKill } from '../../../src/host/process/child.ts'
import { wayToEnd } from '../../../src/host/process/process-group.ts'

it.each([
  ['linux', 'program', { number: -7 }],
  ['darwin', 'child', { number: -7 }],
  ['win32', 'child', { number: 7 }],
  ['win32', undefined, { number: 7 }],
  ['win32', 'program', { program: 'taskkill', args: ['/pid', '7', '/t', '/f'] }],
] as const)('on %s a %s is ended by what the system has for that', (platform, kind, way) => {
  expect(wayToEnd(platform, 7, kind)).toEqual(way)
})

it.each([
  ['linux', null, 'SIGKILL', true],
  ['linux', 1, null, false],
  ['win32', null, 'SIGKILL', true],
  ['win32', 1, null, true],
  ['win32', 0, null, false],
] as const)(
  'on %s code %s and signal %s may be the end of a killed process: %s',
  (platform, code, signal, is) => {
    expect(isOfKill(platform, code, signal)).toBe(is)
  },
)
