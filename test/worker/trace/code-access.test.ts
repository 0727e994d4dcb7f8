import { expect, it } from 'vitest'
import { lateLoads } from '../../../src/worker/trace/code-access.ts'

it.each<[string, string, (string | undefined)[]]>([
  ['an import', "const x = () => import('./x.js')", ['./x.js']],
  ['one with attributes', 'import("./x.json", { with: { type: "json" } })', ['./x.json']],
  ['one of a template without a part', 'import(`./x.js`)', ['./x.js']],
  ['one that is computed', 'await import(name)', [undefined]],
  ['one that is put together', "import('./locale/' + name)", [undefined]],
  ['one of a template with a part', 'import(`./' + '$' + '{name}.js`)', [undefined]],
  ['CommonJS', "const a = require('a'); if (b) require('./b')", ['a', './b']],
  ['CommonJS among modules', "const load = createRequire(import.meta.url)\nload('./b')", ['./b']],
  ['a function to load with that is passed on', 'use(createRequire(import.meta.url))', [undefined]],
  ['require as a value', 'const load = require\nload("x")', [undefined]],
  [
    'under another name',
    "import { createRequire as from } from 'node:module'\nconst load = from(import.meta.url)\nload('./b')",
    ['./b'],
  ],
  [
    'of a pattern',
    "const { createRequire: $from } = require('module'), a = $from(__filename)\na('./b')",
    ['module', './b'],
  ],
  [
    'of the module as a whole',
    "import module from 'node:module'\nconst load = module.createRequire(import.meta.url)\nload('./b')",
    ['./b'],
  ],
  ['by a name in quotes', "const load = module['createRequire'](here)", [undefined]],
  [
    'another name that is passed on',
    "import { createRequire as from } from 'module'\nuse(from)",
    [undefined],
  ],
  ['and says no more than that there is one', "import { createRequire } from 'node:module'", []],
  ['perhaps', "const n = require?.('./b').n", ['./b']],
  ['by way of another function', 'require.call(null, name)', [undefined]],
  ['as what there may be', 'const load = given ?? require\nconst other = own ? require : given', [undefined]],
  [
    'after a pattern that looks like a comment',
    "glob('src/**')\nimport('./x.js')\nglob('**/*.js')",
    ['./x.js'],
  ],
  ['no static import', "import x from './x.js'\nexport * from './y.js'\nimport.meta.url", []],
  ['no type in documentation', "/**\n * @type {import('./x.js').X}\n */\nlet x", []],
  ['no comment of a line', "  // import('./x.js')\nlet x", []],
  ['no method of that name', 'loader.import(name); own.resolve(name)', []],
])('%s', (_, source, loads) => {
  expect(lateLoads(source).map(({ name }) => name)).toEqual(loads)
})

it('tells imports from what is required: a package may give each another file', () => {
  const source = "const load = createRequire(here)\nload('a')\nrequire('b')\nimport('c')"
  expect(lateLoads(source).map(({ by }) => by)).toEqual(['require', 'require', 'import'])
})
