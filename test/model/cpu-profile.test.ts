import { describe, expect, it } from 'vitest'
import { type CpuProfile, cpuProfileSchema, type ProfileNode } from '../../src/model/cpu-profile.ts'
import { profileOf } from '../core/profile/given.ts'

const good = profileOf(['(root)', ['work@src/work.ts:1', 'hash@src/hash.ts:3']], ['work', 'hash'])
const [root, work, hash] = good.nodes as [ProfileNode, ProfileNode, ProfileNode]
const parsed = (profile: unknown) => cpuProfileSchema.safeParse(profile).success
const withNodes = (...nodes: readonly ProfileNode[]): CpuProfile => ({ ...good, nodes: [...nodes] })

describe('a CPU profile', () => {
  it('is taken as V8 writes it', () => {
    expect(parsed(good)).toBe(true)
  })

  it.each([
    ['without a node', withNodes()],
    ['with a child that is not there', withNodes(root, work)],
    ['with two nodes of one number', withNodes(root, work, hash, hash)],
    ['with a node that leads back to the root', withNodes(root, work, { ...hash, children: [root.id] })],
    ['with a node that calls itself', withNodes(root, work, { ...hash, children: [hash.id] })],
    ['with a node that two others call', withNodes({ ...root, children: [work.id, hash.id] }, work, hash)],
    ['with samples that are no numbers', { ...good, samples: ['work'] }],
    ['without times', { ...good, timeDeltas: undefined }],
    ['that is none', '{}'],
  ])('is refused %s', (_, profile) => {
    expect(parsed(profile)).toBe(false)
  })
})
