/**
 * Markdown in which a code host finds nothing to link that was not meant as a link. In a comment, `#1`, `GH-1` and the
 * address of an issue would each leave a notice there, and foreign text may hold them. What is code is left as it is:
 * nothing is looked for in it. Mentions are no more there, see `prose`.
 */
export function unlink(markdown: string): string {
  return markdown
    .split(/((?<!\\)`[^`\n]+`|<code>[^<]*<\/code>)/u)
    .map((part, index) => (index % 2 === 1 ? part : broken(part)))
    .join('')
}

/** A word joiner (U+2060) is not seen, and ends what a code host looks for. */
function broken(text: string): string {
  return text
    .replace(/(?<!&)#(?=\d)/gu, '#\u2060')
    .replace(/\b(GH-)(?=\d)/giu, '$1\u2060')
    .replace(/:(?=\/\/)/gu, ':\u2060')
    .replace(/\b(www)(?=\.)/giu, '$1\u2060')
}
