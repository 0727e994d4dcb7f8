import { expect, test } from 'vitest'
import { drainsBattery } from '../../../src/host/environment/power.ts'
import { fakeFiles } from './fake-files.ts'

const supply = (name: string, texts: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(texts).map(([file, text]) => [`/sys/class/power_supply/${name}/${file}`, text]),
  )

test.each([
  ['a laptop unplugged', supply('BAT0', { type: 'Battery', status: 'Discharging' }), true],
  ['a laptop charging', supply('BAT1', { type: 'Battery', status: 'Charging' }), false],
  [
    'a full laptop on an adapter that is not named AC',
    {
      ...supply('BAT0', { type: 'Battery', status: 'Full' }),
      ...supply('ADP1', { type: 'Mains', online: '1' }),
    },
    false,
  ],
  ['a mouse', supply('hidpp_0', { type: 'Battery', scope: 'Device', status: 'Discharging' }), undefined],
  ['a server', {}, undefined],
])('%s', (_, texts, expected) => {
  expect(drainsBattery(fakeFiles(texts))).toBe(expected)
})
