import { entryId } from '../../../src/core/log/entry.ts'
import { appendLog } from '../../../src/host/store/logbook.ts'
import { configSchema } from '../../../src/model/config.ts'

/** Appends one note to the logbook of a project, as soon as it is told to. */
const [project = '', index = ''] = process.argv.slice(2)
process.send?.('ready')
await new Promise((resolve) => process.once('message', resolve))
const at = new Date().toISOString()
const note = {
  schema: 'assay/log@1',
  id: entryId(at, `study ${index}`),
  at,
  type: 'insight',
  text: `note ${index}`,
  about: [],
} as const
await appendLog(project, configSchema.parse({}), [{ ...note, about: [] }])
process.disconnect()
