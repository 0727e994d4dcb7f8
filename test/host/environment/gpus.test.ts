import { expect, test } from 'vitest'
import { nvidiaGpus } from '../../../src/host/environment/gpus.ts'
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
