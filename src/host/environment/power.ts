import type { SystemFiles } from '../process/system-files.ts'

const folder = '/sys/class/power_supply'

/**
 * Whether a battery of the machine itself is being drained; `undefined` where there is no battery or no /sys.
 * Batteries of mice and headsets say `Device` as their scope. Source: Linux ABI/testing/sysfs-class-power.
 *
 * Note: systeminformation takes every full battery for a drained one when the mains adapter is not named AC.
 */
export function drainsBattery(files: SystemFiles): boolean | undefined {
  const statuses = files
    .list(folder)
    .map((name) => `${folder}/${name}`)
    .filter((supply) => files.read(`${supply}/type`) === 'Battery')
    .filter((supply) => files.read(`${supply}/scope`) !== 'Device')
    .map((supply) => files.read(`${supply}/status`))
  return statuses.length > 0 ? statuses.includes('Discharging') : undefined
}
