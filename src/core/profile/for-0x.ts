import type { CpuProfile } from '../../model/cpu-profile.ts'

/**
 * A profile as 0x draws it: it takes only frames of `.js` and `.mjs` files for the user's, and leaves the page blank for
 * TypeScript; and it prints lines as they are, which count from 0.
 */
export function formatForZeroX(profile: CpuProfile): CpuProfile {
  const nodes = profile.nodes.map((node) => {
    const { url, lineNumber } = node.callFrame
    const shown = /\.(?:cjs|[cm]?tsx?)$/u.test(url) ? `${url}.js` : url
    return { ...node, callFrame: { ...node.callFrame, url: shown, lineNumber: Math.max(0, lineNumber + 1) } }
  })
  return { ...profile, nodes }
}
