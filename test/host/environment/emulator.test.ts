import { expect, test } from 'vitest'
import { detectEmulator } from '../../../src/host/environment/emulator.ts'
import { fakeFiles } from './fake-files.ts'

const arm = 'processor\t: 0\nBogoMIPS\t: 48.00\nCPU implementer\t: 0x61'
const intel = 'processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R)'

test.each<[string, string, string, string | undefined, string, string | undefined]>([
  ['x64 on a Mac with an M1', 'x64', 'VirtualApple', undefined, '', 'Rosetta 2'],
  ['arm64 on a Mac with an M1', 'arm64', 'Apple M1', undefined, '', undefined],
  ['x64 on Windows on Arm', 'x64', 'Snapdragon', 'ARMv8 (64-bit) Family 8', '', 'Windows on Arm'],
  ['x64 on Windows', 'x64', 'Intel Xeon', 'Intel64 Family 6', '', undefined],
  ['x64 on x64', 'x64', 'Intel Xeon', undefined, intel, undefined],
  ['arm64 on arm64', 'arm64', 'Neoverse-N1', undefined, arm, undefined],
  ['x64 on arm64', 'x64', 'unknown', undefined, arm, 'an emulator such as QEMU'],
  ['arm64 on x64', 'arm64', 'unknown', undefined, intel, 'an emulator such as QEMU'],
  ['s390x, which has a vendor of its own', 's390x', '', undefined, 'vendor_id : IBM/S390', undefined],
])('%s', (_, arch, cpu, processor, cpuinfo, emulator) => {
  expect(detectEmulator(fakeFiles({ '/proc/cpuinfo': cpuinfo }), { arch, cpu, processor })).toBe(emulator)
})
