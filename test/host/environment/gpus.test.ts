import { expect, test } from 'vitest'
import { mayHaveGpus, nvidiaGpus } from '../../../src/host/environment/gpus.ts'
import { fakeFiles } from './fake-files.ts'

test("the driver's own list names the models", () => {
  const information = 'Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 0\nBus Location: \t 0000:00:05.0'
  const files = fakeFiles({
    '/proc/driver/nvidia/gpus/0000:00:05.0/information': information,
    '/proc/driver/nvidia/gpus/0000:00:06.0/registry': '',
  })
  expect(nvidiaGpus(files)).toEqual(['NVIDIA H100 80GB HBM3'])
  expect(nvidiaGpus(fakeFiles({}))).toEqual([])
})

test.each([
  ['where nothing tells of the bus', true, {}],
  ['with a graphics card', true, { '0000:00:02.0/class': '0x020000', '0000:01:00.0/class': '0x030000' }],
  ['with an accelerator without outputs', true, { '0000:01:00.0/class': '0x030200' }],
  ['with a device that may not be read', true, { '0000:01:00.0/vendor': '0x10de' }],
  ['with a network card only', false, { '0000:00:02.0/class': '0x020000' }],
])('a machine may have a GPU %s: %s', (_, may, devices) => {
  const onBus = Object.entries(devices).map(([name, text]) => [`/sys/bus/pci/devices/${name}`, text])
  expect(mayHaveGpus(fakeFiles(Object.fromEntries(onBus)))).toBe(may)
})

test('a card that a driver shows without the bus is one, an output alone is none', () => {
  const usb = { '/sys/bus/pci/devices/0000:01:00.0/class': '0x0c0330' }
  expect(mayHaveGpus(fakeFiles({ ...usb, '/sys/class/drm/card1/dev': '226:1' }))).toBe(true)
  expect(mayHaveGpus(fakeFiles({ ...usb, '/proc/device-tree/model': 'Raspberry Pi 5' }))).toBe(true)
  expect(mayHaveGpus(fakeFiles({ ...usb, '/sys/class/drm/version': 'drm 1.1.0' }))).toBe(false)
})
