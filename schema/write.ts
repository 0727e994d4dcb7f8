import { writeFileSync } from 'node:fs'
import { runJsonSchema } from '../src/model/run-json-schema.ts'

/** `npm run schema`: writes the published schema from the one that the program reads with. */
const file = new URL('run.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(runJsonSchema(), null, 2)}\n`)
