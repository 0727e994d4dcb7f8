import type { Rendered } from '../../model/rendered.ts'
import type { Run } from '../../model/run.ts'
import { changePlot } from './change-plot.ts'
import { forkPlot } from './fork-plot.ts'

/** A plot by name: its file is `plots/<name>.svg`. Each is left out where it has nothing to show. */
const drawers = {
  changes: { draw: changePlot, title: 'Change of each benchmark with its interval' },
  forks: { draw: forkPlot, title: 'Times of the forks around their median' },
} as const satisfies Record<string, { draw: (run: Run) => string | undefined; title: string }>

/** A picture, and the words that stand in for it. */
export type Plot = { readonly title: string; readonly file: Rendered }

export function plots(run: Run): Plot[] {
  return Object.entries(drawers).flatMap(([name, { draw, title }]) => {
    const text = draw(run)
    if (text === undefined) return []
    return [{ title, file: { path: `plots/${name}.svg`, mediaType: 'image/svg+xml', text } }]
  })
}
