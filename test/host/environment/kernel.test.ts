import { expect, test } from 'vitest'
import { kernelSettings } from '../../../src/host/environment/kernel.ts'
import { fakeFiles } from './fake-files.ts'

const flaws = '/sys/devices/system/cpu/vulnerabilities'

test('huge pages, the clock, and what is done about flaws that the CPU has', () => {
  const files = fakeFiles({
    '/sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never',
    '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'kvm-clock\n',
    [`${flaws}/meltdown`]: 'Not affected\n',
    [`${flaws}/spectre_v2`]: 'Mitigation: Enhanced IBRS; IBPB: conditional\n',
    [`${flaws}/mds`]: 'Vulnerable\u001b[31m\n',
    [`${flaws}/no flaw: <b>`]: 'Vulnerable\n',
  })
  expect(kernelSettings(files)).toEqual({
    hugePages: 'madvise',
    clock: 'kvm-clock',
    mitigations: { mds: 'Vulnerable [31m', spectre_v2: 'Mitigation: Enhanced IBRS; IBPB: conditional' },
  })
})

test('a CPU without flaws is told from a kernel that does not say', () => {
  expect(kernelSettings(fakeFiles({ [`${flaws}/mds`]: 'Not affected' }))).toEqual({ mitigations: {} })
  expect(kernelSettings(fakeFiles({}))).toEqual({})
})

test('a text of any length is cut', () => {
  const { mitigations } = kernelSettings(fakeFiles({ [`${flaws}/mds`]: 'x'.repeat(9_999) }))
  expect(mitigations?.mds).toHaveLength(120)
})
