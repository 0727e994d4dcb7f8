import { type CommandDetail, commandDetailSchema } from '../../../model/command.ts'
import { commandMetricNames } from '../../../model/metric.ts'
import { commandFindings } from './findings.ts'
import { compareOutput } from './output.ts'

/** A program of any language, in processes of its own. */
export const commandKind = {
  name: 'command',
  metrics: commandMetricNames,
  primary: 'time',
  task: 'time',
  way: 'apart',
  trial: {
    one: 'trial',
    many: 'trials',
    is: 'A trial runs the command several times and counts as one value, the median of its clean runs',
  },
  detail: commandDetailSchema,
  keepDetail: (detail: unknown) => detail as CommandDetail,
  otherTasks: () => [],
  // What a process reads is not seen from outside.
  isTraced: false,
  isProfiled: false,
  findings: commandFindings,
  compareResults: compareOutput,
} as const
