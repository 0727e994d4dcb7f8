import { expect, test } from 'vitest'
import { openQuestions, questions } from '../../../src/host/environment/question.ts'
import { fakeFiles } from './fake-files.ts'

const cpu = 'AMD EPYC'
const bare = {
  '/proc/version': 'Linux version 6.8.0',
  '/proc/cpuinfo': 'flags\t\t: fpu sse2\n',
  '/sys/devices/system/cpu/cpu0/topology/core_cpus_list': '0',
  '/sys/bus/pci/devices/0000:00:02.0/class': '0x020000',
}
const guest = { ...bare, '/proc/cpuinfo': 'flags\t\t: fpu hypervisor\n' }
const open = (texts: Record<string, string>, platform: NodeJS.Platform = 'linux', name = cpu) =>
  openQuestions(fakeFiles(texts), { platform, cpu: name })

test('where /proc and /sys tell everything nobody is asked', () => {
  expect(open(bare)).toEqual([])
  expect(open({ ...guest, '/sys/class/dmi/id/sys_vendor': 'Amazon EC2' })).toEqual([])
})

test('what they leave open is asked', () => {
  const { '/sys/devices/system/cpu/cpu0/topology/core_cpus_list': _, ...withoutTopology } = bare
  expect(open(withoutTopology)).toEqual(['cpu'])
  expect(open(bare, 'linux', '')).toEqual(['cpu'])
  expect(open(guest)).toEqual(['system'])
  // A sandbox without /proc.
  expect(open({})).toEqual(['cpu', 'system', 'gpus'])
  expect(open({ ...bare, '/sys/class/drm/card0/dev': '226:0' })).toEqual(['gpus'])
})

test('where there is no /proc everything is asked, whatever its files are called', () => {
  expect(open({}, 'darwin')).toEqual(questions)
  expect(open(bare, 'win32')).toEqual(questions)
})
