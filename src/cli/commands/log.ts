import { defineCommand } from '../command.ts'

const decide = defineCommand({
  usage: ['assay log decide TEXT --why TEXT'],
  summary: 'record a decision with its reason',
  about: 'Records what was decided, and why.',
  flags: ['json', 'config', 'why', 'about'],
  examples: [
    ['assay log decide "Keep the copy" --why "callers sort it again"', 'a decision'],
    ['assay log decide "Keep it" --why "so" --about sort', 'one about some benchmarks'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.decide,
})

const insight = defineCommand({
  usage: ['assay log insight TEXT'],
  summary: 'record what you found out',
  about: 'Records what you found out, and how much it matters.',
  flags: ['json', 'config', 'about', 'area', 'impact', 'confidence'],
  examples: [
    ['assay log insight "Half of the time is the copy"', 'an insight'],
    ['assay log insight "It allocates" --area memory --impact high', 'one of high impact'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.insight,
})

const hypothesis = defineCommand({
  usage: ['assay log hypothesis TEXT --about FILTER --target VALUE'],
  summary: 'set a target for benchmarks',
  about: 'Records a target. The run that reaches it closes it with the numbers.',
  flags: ['json', 'config', 'about', 'metric', 'target'],
  examples: [
    ['assay log hypothesis "Blocks fit" --about matrix --target \'50 ms\'', 'a limit'],
    ['assay log hypothesis "A table halves it" --about parse --target \'-50 %\'', 'a change'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.hypothesis,
})

const next = defineCommand({
  usage: ['assay log next TEXT'],
  summary: 'record something to do',
  about: 'Records a next action. Its owner comes from --owner or from the configuration.',
  flags: ['json', 'config', 'about', 'owner'],
  examples: [
    ['assay log next "Ask whether callers need a stable sort"', 'an action'],
    ['assay log next "Try a table" --owner storage --about parse', 'one for somebody'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.next,
})

const done = defineCommand({
  usage: ['assay log done <id>'],
  summary: 'close a next action',
  about: 'Records that a next action is done.',
  flags: ['json', 'config', 'why'],
  examples: [
    ['assay log done x7f2', 'close it'],
    ['assay log done x7f2 --why "nobody needs it"', 'with a reason'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.done,
})

const close = defineCommand({
  usage: ['assay log close <id> --as WORD --why TEXT'],
  summary: 'end a hypothesis by hand',
  about: 'Records how a hypothesis ended, with the last numbers.',
  flags: ['json', 'config', 'as', 'why'],
  meanings: { as: 'reached, not-reached or withdrawn' },
  examples: [
    ['assay log close x7f2 --as withdrawn --why "the copy stays"', 'withdraw it'],
    ['assay log close x7f2 --as reached --why "on the new machine"', 'call it reached'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.close,
})

const search = defineCommand({
  usage: ['assay log search <word…>'],
  summary: 'find entries that have all words',
  about: 'Shows the entries that have all of these words, the newest first.',
  flags: ['json', 'config'],
  examples: [
    ['assay log search sort', 'one word'],
    ['assay log search copy memory --json', 'two, for a program'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.search,
})

const show = defineCommand({
  usage: ['assay log show [id]'],
  summary: 'show the newest entries, or one with its outcome',
  about: 'Shows the newest entries, or a single one with its outcome.',
  flags: ['json', 'config'],
  examples: [
    ['assay log show', 'the newest'],
    ['assay log show x7f2', 'one of them'],
  ],
  load: async () => (await import('../log.ts')).logPrograms.show,
})

const verbs = { decide, insight, hypothesis, next, done, close, search, show }

export const logCommand = defineCommand({
  usage: Object.values(verbs).flatMap(({ usage }) => usage),
  summary: 'record decisions, insights, hypotheses and next actions',
  about: 'Every run, gate and profile is an entry of the logbook, too.',
  flags: [],
  examples: [decide.examples[0]!, hypothesis.examples[0]!],
  verbs,
})
