import { expect, test } from 'vitest'
import { cpuDesign } from '../../../src/host/environment/cpu-design.ts'
import { fakeFiles } from './fake-files.ts'

const of = (cpuinfo: string, more: Record<string, string> = {}) =>
  cpuDesign(fakeFiles({ '/proc/cpuinfo': cpuinfo, ...more }))

const intel = `processor\t: 0
vendor_id\t: GenuineIntel
cpu family\t: 6
model\t\t: 143
model name\t: Intel(R) Xeon(R) Processor
stepping\t: 8
microcode\t: 0x2b000603
flags\t\t: fpu avx2 sse4_2 hypervisor tsc bmi2
processor\t: 1
model\t\t: 85`

test('Intel and AMD tell family, model and stepping, microcode and instructions', () => {
  expect(of(intel)).toEqual({
    id: '6-143-8',
    microcode: '0x2b000603',
    features: ['avx2', 'bmi2', 'sse4_2'],
  })
})

test('ARM tells who designed it, and of which part', () => {
  const arm = `processor\t: 0
Features\t: fp asimd aes crc32 atomics
CPU implementer\t: 0x41
CPU architecture: 8
CPU variant\t: 0x3
CPU part\t: 0xd0c
CPU revision\t: 1`
  expect(of(arm)).toEqual({ id: '0x41-0xd0c-0x3-1', features: ['aes', 'asimd', 'atomics', 'crc32'] })
})

test('the microcode that was loaded after the start is the one that counts', () => {
  const loaded = { '/sys/devices/system/cpu/cpu0/microcode/version': '0x2b000620\n' }
  expect(of(intel, loaded).microcode).toBe('0x2b000620')
})

test.each(['', 'model : \u001b[31m\ncpu family : x\nstepping : 1', 'microcode : unknown\nflags :'])(
  'what is not there, or is no number, is left out: %j',
  (text) => {
    expect(of(text)).toEqual({})
  },
)
