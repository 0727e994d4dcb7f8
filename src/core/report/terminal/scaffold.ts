import type { Scaffold } from '../../init/scaffold.ts'
import { plain } from '../../wording/plain.ts'

/** What was written into a project, for people. */
export function scaffoldText({ files, kept, next }: Scaffold): string {
  const lines = [
    ...files.map(({ path, before, added }) =>
      before === undefined
        ? `wrote    ${plain(path)}`
        : `added    ${plain(path)}: ${plain((added ?? []).join(', '))}`,
    ),
    ...kept.map(({ what, why }) => `kept     ${plain(what)} (${plain(why)})`),
  ]
  const steps = next.flatMap(({ command, what }) =>
    command === undefined ? [`  ${plain(what)}`] : [`  ${plain(command)}`, `      ${plain(what)}`],
  )
  return `${[...lines, '', 'Next', ...steps].join('\n')}\n`
}
