/** The path of a file beside the report as the target of a link, in Markdown and in HTML: a path is one, whatever it holds. */
export function linkTarget(path: string): string {
  return path
    .toWellFormed()
    .replace(/[^\p{L}\p{N}./_-]+/gu, (part) => encodeURIComponent(part).replace(/[!'()*]/gu, percent))
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`
}
