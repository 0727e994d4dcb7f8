/** FNV-1a over UTF-16 code units, 32 bits as 8 hexadecimal digits: short names that stay the same, no protection. */
export function fnv(text: string): string {
  let code = 0x811c9dc5
  for (let at = 0; at < text.length; at++) code = Math.imul(code ^ text.charCodeAt(at), 0x01000193)
  return (code >>> 0).toString(16).padStart(8, '0')
}
