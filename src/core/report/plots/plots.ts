import type { Rendered } from '../../../model/rendered.ts'
import type { Figure } from '../blocks/block.ts'
import type { View } from '../blocks/view.ts'
import { changePlot } from './change-plot.ts'
import { countsPlot, countsTitle } from './counts-plot.ts'
import { forkPlot } from './fork-plot.ts'
import { growthPlot } from './growth-plot.ts'
import { historyPlot } from './history-plot.ts'
import { latencyPlot } from './latency-plot.ts'

/** A plot by name: its file is `plots/<name>.svg`. Each is left out where it has nothing to show. */
const drawers = {
  counts: { draw: countsPlot, title: countsTitle },
  changes: { draw: changePlot, title: () => 'Change of each benchmark with its interval' },
  growth: { draw: growthPlot, title: () => 'Growth with a parameter, beside what is declared' },
  forks: { draw: forkPlot, title: () => 'Forks of each benchmark, over those of its base' },
  history: { draw: historyPlot, title: () => 'Accepted numbers of each benchmark up to this run' },
  latency: { draw: latencyPlot, title: () => 'Latencies of single operations' },
} as const satisfies Record<
  string,
  { draw: (view: View) => string | undefined; title: (view: View) => string }
>

/** A picture, and the words that stand in for it. */
export type Plot = { readonly name: keyof typeof drawers; readonly title: string; readonly file: Rendered }

const names = Object.keys(drawers) as (keyof typeof drawers)[]

export function plots(view: View): Plot[] {
  return names.flatMap((name) => {
    const { draw, title } = drawers[name]
    const text = draw(view)
    if (text === undefined) return []
    return [
      { name, title: title(view), file: { path: `plots/${name}.svg`, mediaType: 'image/svg+xml', text } },
    ]
  })
}

/** What it shows stands in tables as well. */
export function figureOf({ title, file }: Plot): Figure {
  return { type: 'figure', path: file.path, alt: title, svg: file.text, folded: false }
}
