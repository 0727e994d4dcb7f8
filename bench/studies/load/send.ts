import { openAlarm } from '../../../src/worker/generate/alarm.ts'
import { readClock } from '../../../src/worker/generate/clock.ts'
import { sendLoad } from '../../../src/worker/generate/send-load.ts'

/**
 * Sends one load from this process, and prints what became of it, and when it began, ns on the clock of `process.hrtime`.
 * Arguments: origin, rate, seconds, seconds of warm-up.
 */
const [, , origin = '', rate = '100', seconds = '1', warmUp = '0'] = process.argv
const constant = { from: Number(rate), to: Number(rate), duration: Number(seconds) * 1e9 }
let start = 0
const alarm = await openAlarm()
const generated = await sendLoad(
  {
    ...{ spacing: 'even', seed: 'study', most: 1, compared: 0 },
    ...{ warmUp: Number(warmUp) * 1e9, timeout: 10e9, inFlight: 4_000 },
    targets: [{ side: 'head', origin }],
    stages: [constant],
  },
  {
    request: (index) => {
      // Warming begins with 0, too: the last one counts.
      if (index === 0) start = readClock()
      return { method: 'GET', path: `/${index}`, headers: {}, body: undefined }
    },
  },
  alarm,
)
await alarm.close()
process.stdout.write(JSON.stringify({ ...generated, start }))
