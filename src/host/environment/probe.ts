/**
 * A program of its own: asks systeminformation about this machine and writes every fact as soon as it is known,
 * one `["name","text"]` a line. Serial numbers, identifiers and host names stay in this process.
 *
 * Note: not called inside the harness, because some of its functions wait synchronously for `nvidia-smi`,
 * `dmesg` or `hostname -f`, and no promise can be raced against that. A process can be killed.
 */
import { writeSync } from 'node:fs'
import { battery, cpu, graphics, osInfo, system } from 'systeminformation'

const ask: (() => Promise<void>)[] = [
  async () => {
    const { manufacturer, brand, physicalCores, cache } = await cpu()
    tell('cpu', `${manufacturer} ${brand}`)
    tell('physicalCores', physicalCores)
    for (const level of ['l1d', 'l1i', 'l2', 'l3'] as const) tell(level, cache[level])
  },
  async () => {
    const { virtual, virtualHost } = await system()
    tell('virtual', virtual)
    tell('virtualHost', virtualHost)
  },
  async () => {
    const { hasBattery, acConnected, isCharging } = await battery()
    if (hasBattery) tell('onBattery', !acConnected && !isCharging)
  },
  async () => {
    // Linux says it in a file (environment.ts); here it costs a look-up of the host's name.
    if (process.platform === 'linux') return
    const { distro, release } = await osInfo()
    tell('distribution', `${distro} ${release}`)
  },
]

await Promise.allSettled(ask.map((question) => question()))

// Last and alone: it starts nvidia-smi, which hangs when the driver does.
await Promise.allSettled([tellGpus()])

async function tellGpus() {
  const { controllers } = await graphics()
  for (const { vendor, model } of controllers)
    tell('gpu', model.startsWith(vendor) ? model : `${vendor} ${model}`)
}

function tell(name: string, value: unknown) {
  if (value !== undefined && value !== null) writeSync(1, `${JSON.stringify([name, String(value)])}\n`)
}
