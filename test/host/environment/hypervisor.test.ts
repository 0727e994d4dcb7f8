import { expect, test } from 'vitest'
import { detectEmulator, detectGuest } from '../../../src/host/environment/hypervisor.ts'
import { fakeFiles } from './fake-files.ts'

const linux = { '/proc/version': 'Linux version 6.8.0' }
const bare = { ...linux, '/proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu vme svm\nbugs\t\t:' }
const guest = { ...linux, '/proc/cpuinfo': 'processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm' }
const arm = { ...linux, '/proc/cpuinfo': 'processor\t: 0\nFeatures\t: fp asimd' }
const dmi = (vendor: string, product: string) => ({
  '/sys/class/dmi/id/sys_vendor': vendor,
  '/sys/class/dmi/id/product_name': product,
})
const clocks = (names: string) => ({
  '/sys/devices/system/clocksource/clocksource0/available_clocksource': names,
})
const nothing = { virtual: false }

test.each([
  ['x86 hardware', bare, nothing, { virtual: false }],
  [
    'an x86 host that systeminformation takes for a guest',
    bare,
    { virtual: true, host: 'KVM' },
    { virtual: false },
  ],
  [
    'an x86 guest without firmware tables',
    guest,
    { virtual: true, host: 'KVM' },
    { virtual: true, hypervisor: 'KVM' },
  ],
  ['an x86 guest of which nothing is known', guest, nothing, { virtual: true }],
  [
    'a guest of KVM by its clock',
    { ...guest, ...clocks('tsc kvm-clock') },
    nothing,
    { virtual: true, hypervisor: 'KVM' },
  ],
  [
    'a guest of Hyper-V by its clock',
    { ...guest, ...clocks('tsc hyperv_clocksource_tsc_page acpi_pm') },
    nothing,
    { virtual: true, hypervisor: 'Hyper-V' },
  ],
  [
    'a guest of Xen by its clock',
    { ...guest, ...clocks('xen tsc hpet acpi_pm') },
    nothing,
    { virtual: true, hypervisor: 'Xen' },
  ],
  [
    'a guest with the clocks of hardware',
    { ...guest, ...clocks('tsc hpet acpi_pm') },
    nothing,
    { virtual: true },
  ],
  [
    'a guest whose firmware says more than its clock',
    { ...guest, ...dmi('QEMU', 'Standard PC'), ...clocks('kvm-clock tsc') },
    nothing,
    { virtual: true, hypervisor: 'QEMU' },
  ],
  [
    'a machine of Google',
    { ...guest, ...dmi('Google', 'Google Compute Engine') },
    nothing,
    { virtual: true, hypervisor: 'KVM' },
  ],
  [
    'a machine of Azure',
    { ...guest, ...dmi('Microsoft Corporation', 'Virtual Machine') },
    nothing,
    { virtual: true, hypervisor: 'Hyper-V' },
  ],
  [
    'a Surface, which Microsoft made but which is no guest',
    { ...bare, ...dmi('Microsoft Corporation', 'Surface Laptop') },
    nothing,
    { virtual: false },
  ],
  [
    'a Graviton instance',
    { ...arm, ...dmi('Amazon EC2', 'c7g.large') },
    nothing,
    { virtual: true, hypervisor: 'Nitro' },
  ],
  ['a bare-metal Graviton', { ...arm, ...dmi('Amazon EC2', 'c7g.metal') }, nothing, { virtual: false }],
  ['an ARM board', arm, nothing, { virtual: false }],
  [
    'a Linux on Windows',
    { ...guest, '/proc/sys/kernel/osrelease': '5.15.153.1-microsoft-standard-WSL2' },
    nothing,
    { virtual: true, hypervisor: 'WSL' },
  ],
  ['Windows in VMware', {}, { virtual: true, host: 'VMware' }, { virtual: true, hypervisor: 'VMware' }],
])('%s', (_, texts, reported, expected) => {
  expect(detectGuest(fakeFiles(texts), 'AMD EPYC', reported)).toEqual(expected)
})

test('a virtual Mac says so in the name of its CPU', () => {
  expect(detectGuest(fakeFiles({}), 'Apple M1 (Virtual)', nothing)).toEqual({ virtual: true })
  expect(detectGuest(fakeFiles({}), 'Apple M1', nothing)).toEqual({ virtual: false })
})

const armInfo = 'processor\t: 0\nBogoMIPS\t: 48.00\nCPU implementer\t: 0x61'
const intelInfo = 'processor\t: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Intel(R) Xeon(R)'

test.each<[string, string, string, string | undefined, string, string | undefined]>([
  ['x64 on a Mac with an M1', 'x64', 'VirtualApple', undefined, '', 'Rosetta 2'],
  ['arm64 on a Mac with an M1', 'arm64', 'Apple M1', undefined, '', undefined],
  ['x64 on Windows on Arm', 'x64', 'Snapdragon', 'ARMv8 (64-bit) Family 8', '', 'Windows on Arm'],
  ['x64 on Windows', 'x64', 'Intel Xeon', 'Intel64 Family 6', '', undefined],
  ['x64 on x64', 'x64', 'Intel Xeon', undefined, intelInfo, undefined],
  ['arm64 on arm64', 'arm64', 'Neoverse-N1', undefined, armInfo, undefined],
  ['x64 on arm64', 'x64', 'unknown', undefined, armInfo, 'an emulator such as QEMU'],
  ['arm64 on x64', 'arm64', 'unknown', undefined, intelInfo, 'an emulator such as QEMU'],
  ['s390x, which has a vendor of its own', 's390x', '', undefined, 'vendor_id : IBM/S390', undefined],
])('%s', (_, arch, cpu, processor, cpuinfo, emulator) => {
  expect(detectEmulator(fakeFiles({ '/proc/cpuinfo': cpuinfo }), { arch, cpu, processor })).toBe(emulator)
})
