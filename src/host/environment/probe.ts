/**
 * A program of its own: asks systeminformation what its arguments name (HardwareQuestion), and writes every fact as soon as
 * it is known, one `["name","text"]` a line. Serial numbers, identifiers and host names stay in this process.
 *
 * Note: not called inside the harness, because some of its functions wait synchronously for `nvidia-smi`,
 * `dmesg` or `hostname -f`, and no promise can be raced against that. A process can be killed.
 */
import { writeSync } from 'node:fs'
import { battery, cpu, graphics, osInfo, system } from 'systeminformation'
import type { HardwareQuestion } from './question.ts'

const asked = process.argv.slice(2) as HardwareQuestion[]

const ask: Record<HardwareQuestion, () => Promise<void>> = {
  async cpu() {
    const { manufacturer, brand, physicalCores, cache } = await cpu()
    sendFact('cpu', `${manufacturer} ${brand}`)
    sendFact('physicalCores', physicalCores)
    for (const level of ['l1d', 'l1i', 'l2', 'l3'] as const) sendFact(level, cache[level])
  },
  async system() {
    const { virtual, virtualHost } = await system()
    sendFact('virtual', virtual)
    sendFact('virtualHost', virtualHost)
  },
  async battery() {
    const { hasBattery, acConnected, isCharging } = await battery()
    if (hasBattery) sendFact('onBattery', !acConnected && !isCharging)
  },
  async distribution() {
    const { distro, release } = await osInfo()
    sendFact('distribution', `${distro} ${release}`)
  },
  async gpus() {
    const { controllers } = await graphics()
    for (const { vendor, model } of controllers)
      sendFact('gpu', model.startsWith(vendor) ? model : `${vendor} ${model}`)
  },
}

await answer(asked.filter((question) => question !== 'gpus'))
// Last and alone: it starts nvidia-smi, which hangs when the driver does.
await answer(asked.filter((question) => question === 'gpus'))

async function answer(some: readonly HardwareQuestion[]) {
  await Promise.allSettled(some.map((question) => ask[question]()))
}

function sendFact(name: string, value: unknown) {
  if (value !== undefined && value !== null) writeSync(1, `${JSON.stringify([name, String(value)])}\n`)
}
