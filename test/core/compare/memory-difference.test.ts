import { expect, it } from 'vitest'
import { memoryDifference } from '../../../src/core/compare/memory-difference.ts'
import type { BenchmarkResult } from '../../../src/model/run.ts'

const needs = (...peaks: number[]) => ({
  trials: peaks.map((peakMemory) => ({ values: { peakMemory } })) as unknown as BenchmarkResult['trials'],
})
const usual = needs(100, 101, 100, 99, 100)

it('is what all trials of one need more than any of the other', () => {
  expect(memoryDifference(needs(200, 201, 199, 200, 220), usual)).toEqual({ from: 100, to: 200 })
  expect(memoryDifference(usual, needs(200, 201, 199, 200, 220))).toEqual({ from: 200, to: 100 })
})

it('is nothing where some are alike, few, or hardly apart', () => {
  expect(memoryDifference(needs(200, 201, 199, 200, 101), usual)).toBeUndefined()
  expect(memoryDifference(needs(200, 201), usual)).toBeUndefined()
  expect(memoryDifference(needs(102, 102, 102, 102, 102), needs(101, 101, 101, 101, 101))).toBeUndefined()
})
