import { line, type Markup, tag } from './markup.ts'

/** A table with a head, whose first column names the rows; in the others stand numbers, on the right, unless words do. */
export function grid(
  heads: readonly string[],
  rows: readonly (readonly [first: Markup, ...rest: Markup[]])[],
  { words = false } = {},
): Markup {
  const head = tag('tr', {}, ...heads.map((title) => line('th', title, { scope: 'col' })))
  const body = rows.map(([first, ...rest]) => {
    return tag('tr', {}, tag('th', { scope: 'row' }, first), ...rest.map((cell) => tag('td', {}, cell)))
  })
  return tag(
    'div',
    { class: 'scroll' },
    tag('table', { class: words ? 'words' : 'numbers' }, tag('thead', {}, head), tag('tbody', {}, ...body)),
  )
}
