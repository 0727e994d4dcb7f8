import { stripTypeScriptTypes } from 'node:module'
import { type AnyNode, type Node, parse } from 'acorn'

/** One small fault: `text` in place of what stands between two offsets of a file. */
export type Mutant = {
  readonly file: string
  readonly start: number
  readonly end: number
  /** From 1. */
  readonly line: number
  readonly operator: string
  readonly was: string
  readonly text: string
  /** The nearest function around it that has a name. */
  readonly within: string | undefined
}

type Edit = { readonly operator: string; readonly start: number; readonly end: number; readonly text: string }
type Placed = Edit & { readonly within: string | undefined }

/** What takes an operator's place; the usual point mutations (Offutt et al. 1996, "sufficient" operators). */
const swapped: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
}

const swappedNames: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
])

/** Every point mutation of a file, in the order of the text. */
export function mutantsOf(file: string, source: string): Mutant[] {
  // Types become blanks, so offsets stay those of the source.
  const code = stripTypeScriptTypes(source)
  const edits: Placed[] = []
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }) as AnyNode, code, undefined, edits)
  return edits
    .toSorted((a, b) => a.start - b.start)
    .map(({ operator, start, end, text, within }) => ({
      file,
      start,
      end,
      line: source.slice(0, start).split('\n').length,
      operator,
      was: source.slice(start, end),
      text,
      within,
    }))
}

function visit(node: AnyNode, code: string, around: string | undefined, edits: Placed[]): void {
  const within = functionNameOf(node) ?? around
  edits.push(...editsOf(node, code).map((edit) => ({ ...edit, within })))
  for (const child of childrenOf(node)) visit(child, code, within, edits)
}

/** What V8 calls the function that a node declares. */
function functionNameOf(node: AnyNode): string | undefined {
  const isFunction = (value: AnyNode | null | undefined) =>
    value?.type === 'ArrowFunctionExpression' || value?.type === 'FunctionExpression'
  if (node.type === 'FunctionDeclaration') return node.id?.name
  if (node.type === 'VariableDeclarator' && isFunction(node.init))
    return node.id.type === 'Identifier' ? node.id.name : undefined
  if ((node.type === 'Property' || node.type === 'MethodDefinition') && isFunction(node.value))
    return node.key.type === 'Identifier' ? node.key.name : undefined
  return undefined
}

function childrenOf(node: AnyNode): AnyNode[] {
  // What is imported is no decision.
  if (node.type === 'ImportDeclaration') return []
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof (value as Node | null)?.type === 'string')
}

function editsOf(node: AnyNode, code: string): Edit[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return operators(node, code)
    case 'IfStatement':
    case 'ConditionalExpression':
      return ['true', 'false'].map((text) => replaced('condition', node.test, text))
    case 'UnaryExpression':
      return node.operator === '!' ? [replaced('negation', node, code.slice(node.start + 1, node.end))] : []
    case 'Literal':
      return literals(node)
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' ? methods(node.callee, code) : []
    case 'ExpressionStatement':
      return statements(node)
    default:
      return []
  }
}

type Of<Type extends AnyNode['type']> = Extract<AnyNode, { type: Type }>

function operators(node: Of<'BinaryExpression'> | Of<'LogicalExpression'>, code: string): Edit[] {
  const { left, right, operator } = node
  // Joined text is wording.
  if (operator === '+' && [left, right].some((side) => isText(side))) return []
  const start = left.end + code.slice(left.end, right.start).indexOf(operator)
  const end = start + operator.length
  return (swapped[operator] ?? []).map((text) => ({ operator: 'operator', start, end, text }))
}

function isText(node: AnyNode): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string')
}

/** Small ones by one; a large one that is off by one changes nothing that anybody can see. */
function otherNumber(value: number): number {
  return Math.abs(value) <= 10 ? value + 1 : 2 * value
}

function literals(node: Of<'Literal'>): Edit[] {
  if (typeof node.value === 'number') return [replaced('number', node, String(otherNumber(node.value)))]
  return typeof node.value === 'boolean' ? [replaced('boolean', node, String(!node.value))] : []
}

function methods({ object, property, computed }: Of<'MemberExpression'>, code: string): Edit[] {
  if (computed || property.type !== 'Identifier') return []
  const other = swappedNames.get(property.name)
  if (other !== undefined) return [replaced('method', property, other)]
  // The call without what it selects or orders.
  const [start, end] = [object.end, callEnd(code, property.end)]
  const dropped = ['filter', 'toSorted', 'slice', 'trim', 'reverse', 'toReversed'].includes(property.name)
  return dropped && end !== undefined ? [{ operator: 'call', start, end, text: '' }] : []
}

/** Where the call that opens at an offset is closed again; strings with brackets in them are given up on. */
function callEnd(code: string, from: number): number | undefined {
  if (code[from] !== '(') return undefined
  let depth = 0
  for (let at = from; at < code.length; at++) {
    if (/["'`/]/u.test(code[at]!)) return undefined
    if (code[at] === '(') depth++
    if (code[at] === ')' && --depth === 0) return at + 1
  }
  return undefined
}

function statements(node: Of<'ExpressionStatement'>): Edit[] {
  const { expression } = node
  const call = expression.type === 'AwaitExpression' ? expression.argument : expression
  return call.type === 'CallExpression' ? [replaced('statement', expression, 'void 0')] : []
}

function replaced(operator: string, { start, end }: Node, text: string): Edit {
  return { operator, start, end, text }
}

/** What a mutant is called, whatever lines are added above it: its file, what it does, and the line it does it in. */
export function nameOf(mutant: Mutant, source: string): string {
  const from = source.lastIndexOf('\n', mutant.start - 1) + 1
  const to = source.indexOf('\n', mutant.start)
  const line = source.slice(from, to === -1 ? undefined : to)
  const place = mutant.start - from - (line.length - line.trimStart().length)
  return `${mutant.file} | ${line.trim()} | ${place}: ${mutant.was} → ${mutant.text}`
}
