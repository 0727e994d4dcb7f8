/**
 * A picture inside a page: in an image it can run nothing and load nothing, and its style is its own. Written with
 * percents, of which only what would end or change the address needs them.
 */
export function dataUri(svg: string): string {
  return `data:image/svg+xml,${svg.replace(/[%#<>"\n\r\t]|\p{Cc}/gu, encodeURIComponent)}`
}
