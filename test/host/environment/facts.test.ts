import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { booleanFact, numberFact, parseFacts, probeHardware } from '../../../src/host/environment/facts.ts'
import { type HardwareQuestion, questions } from '../../../src/host/environment/question.ts'
import { heldGroups } from '../../../src/host/process/process-group.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

test('every line is a fact, and a name may have several', () => {
  const facts = parseFacts('["cpu","AMD EPYC"]\n["gpu","A"]\n["gpu","B"]\n["physicalCores","8"]\n')
  expect([...facts]).toEqual([
    ['cpu', ['AMD EPYC']],
    ['gpu', ['A', 'B']],
    ['physicalCores', ['8']],
  ])
  expect(numberFact(facts, 'physicalCores')).toBe(8)
  expect(numberFact(facts, 'cpu')).toBeUndefined()
  expect(numberFact(facts, 'l3')).toBeUndefined()
})

test('a fact is true or false, or not known', () => {
  const facts = parseFacts('["onBattery","true"]\n["virtual","false"]\n')
  const told = ['onBattery', 'virtual', 'other'].map((name) => booleanFact(facts, name))
  expect(told).toEqual([true, false, undefined])
})

test('what is no fact is left out', () => {
  expect([...parseFacts('\nnoise\n{}\nnull\n[1,2]\n["a"]\n["b",null]\n["c","  "]\n["d","cut o')]).toEqual([])
})

test('the text of a fact is data', () => {
  expect(parseFacts(`${JSON.stringify(['gpu', '\u001B[2Jboo'])}\n`).get('gpu')).toEqual(['[2Jboo'])
})

test('systeminformation describes this machine, with nothing that identifies it', async () => {
  const facts = await probeHardware(questions, 30_000)
  expect(facts.get('cpu')?.[0]).toMatch(/\p{L}/u)
  expect(numberFact(facts, 'physicalCores')).toBeGreaterThan(0)
  const known = ['cpu', 'physicalCores', 'l1d', 'l1i', 'l2', 'l3', 'virtual', 'virtualHost', 'onBattery']
  expect([...known, 'distribution', 'gpu']).toEqual(expect.arrayContaining([...facts.keys()]))
})

test('only what is asked is answered', async () => {
  const answered = async (question: HardwareQuestion) => [...(await probeHardware([question], 30_000)).keys()]
  const ofCpu = ['cpu', 'physicalCores', 'l1d', 'l1i', 'l2', 'l3']
  const cpu = await answered('cpu')
  expect(cpu).toEqual(expect.arrayContaining(['cpu', 'physicalCores']))
  expect(cpu.filter((name) => !ofCpu.includes(name))).toEqual([])
  expect((await answered('battery')).filter((name) => name !== 'onBattery')).toEqual([])
})

test('where nothing is asked nothing is started', async () => {
  const started = vi.fn()
  const { execPath } = process
  Object.defineProperty(process, 'execPath', {
    configurable: true,
    get() {
      started()
      return execPath
    },
  })
  onTestFinished(() => {
    Object.defineProperty(process, 'execPath', { configurable: true, writable: true, value: execPath })
  })
  expect(await probeHardware([])).toEqual(new Map())
  expect(started).not.toHaveBeenCalled()
  await probeHardware(['cpu'], 30_000)
  expect(started).toHaveBeenCalled()
})

test('a debugger asked for in NODE_OPTIONS does not stop it', async () => {
  vi.stubEnv('NODE_OPTIONS', '--inspect-brk=0')
  expect((await probeHardware(questions, 30_000)).get('cpu')).toBeDefined()
})

test.skipIf(process.platform !== 'linux')(
  'a hanging nvidia-smi costs the time limit, not what was known before, and is ended',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const mark = join(folder, 'started')
    await writeFile(join(folder, 'lspci'), '#!/bin/sh\n', { mode: 0o755 })
    await writeFile(join(folder, 'nvidia-smi'), `#!/bin/sh\necho $$ > '${mark}'\nexec sleep 600\n`)
    await chmod(join(folder, 'nvidia-smi'), 0o755)
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
    const probed = probeHardware(questions, 5000)
    // What this process holds ends with it, however it ends.
    await expect.poll(() => heldGroups('program'), { timeout: 5000 }).toHaveLength(1)
    const facts = await probed
    expect(facts.get('cpu')).toBeDefined()
    const hanging = Number(await readFile(mark, 'utf8'))
    await expect.poll(() => isRunning(hanging)).toBe(false)
  },
)

async function isRunning(pid: number): Promise<boolean> {
  await wait(10)
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // A zombie has ended; whoever adopted it has not looked yet.
  return status !== '' && !/\) Z /u.test(status)
}
