import { expect, test } from 'vitest'
import { findInstruments } from '../../../src/host/environment/instruments.ts'
import { fakeFiles } from './fake-files.ts'

const release = {
  inspector: undefined,
  variables: {},
  build: { asan: 0, napi_build_version: '10' },
  debugBuild: false,
}
const untraced = fakeFiles({ '/proc/self/status': 'Name:\tnode\nTracerPid:\t0\nUid:\t0' })

test('a release of Node that nobody looks into has none', () => {
  expect(findInstruments(untraced, release)).toEqual([])
  expect(findInstruments(fakeFiles({}), release)).toEqual([])
})

test.each([
  ['inspector', { inspector: 'ws://127.0.0.1:9229/0f' }],
  ['auto-attach', { variables: { VSCODE_INSPECTOR_OPTIONS: '{}' } }],
  ['coverage', { variables: { NODE_V8_COVERAGE: './coverage' } }],
  ['sanitizer', { build: { asan: 1 } }],
  ['sanitizer', { build: { ubsan: '1' } }],
  ['debug-build', { debugBuild: true }],
] as const)('%s: %j', (name, more) => {
  expect(findInstruments(untraced, { ...release, ...more })).toEqual([name])
})

test('a tracer shows as its number', () => {
  expect(findInstruments(fakeFiles({ '/proc/self/status': 'TracerPid:\t4711' }), release)).toEqual(['tracer'])
})

test('an empty variable is one that is not set, as Node sees it', () => {
  expect(findInstruments(untraced, { ...release, variables: { NODE_V8_COVERAGE: '' } })).toEqual([])
})
