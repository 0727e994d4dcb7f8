import type { CommandDetail } from '../../../../src/model/command.ts'
import type { MeasuredTrial, Quality } from '../../../../src/model/trial.ts'

/** A trial of a command of 100 ms. */
export function trialOf({
  detail,
  quality,
  values = {},
  ...about
}: Partial<Omit<MeasuredTrial, 'end'>> & {
  detail?: Partial<CommandDetail>
  quality?: Partial<Quality>
  values?: Readonly<Record<string, number>>
} = {}): MeasuredTrial {
  return {
    ...{ kind: 'command', task: 'time', id: 'a › b', side: 'head', stage: 'screen', wall: 1e9, printed: 0 },
    ...about,
    end: {
      state: 'measured',
      values: { time: 100e6, ...values },
      quality: {
        ...{ samples: 10, clean: 10, cleanOnly: true, asleep: 0, mayWait: false, spent: 1e9, operations: 10 },
        ...quality,
      },
      detail: { supervisor: { program: 'perl', floor: 1.6e6 }, ...detail },
    },
  }
}
