/** Longest text taken over from the machine, in characters. */
const longestText = 200

/**
 * Text of the machine as data: without control and invisible characters (general category C, which holds
 * terminal escapes and the marks that turn the reading direction), white space collapsed, length limited.
 */
export function cleanText(text: string): string {
  const visible = text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .normalize('NFC')
  return [...visible].slice(0, longestText).join('').trimEnd()
}

/** A CPU's name without marks and without its frequency: `Intel(R) Xeon(R) CPU @ 2.20GHz` → `Intel Xeon`. */
export function cleanCpuModel(text: string): string {
  return cleanText(
    text
      .replace(/\((?:r|tm|c)\)|[®™©]/giu, '')
      .replace(/@.*$/su, ' ')
      .replace(/\bcpu\b/giu, ' '),
  )
}
