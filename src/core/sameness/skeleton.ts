import {
  type AnyNode,
  type ArrowFunctionExpression,
  type FunctionDeclaration,
  type FunctionExpression,
  type Identifier,
  type Node,
  type Program,
  parse,
} from 'acorn'

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression

/** ParsedCode without the functions that stand in it directly, which follow in their order. Equal texts: equal code. */
export type Skeleton = { readonly text: string; readonly functions: readonly FunctionNode[] }

/** A file that was read. */
export type ParsedCode = {
  readonly program: Program
  /** Every name that may be a variable's, wherever it stands. */
  readonly names: ReadonlySet<string>
  /** Variables of the file that functions assign to. */
  readonly assigned: string
  /** Of a function or of the file. `without`: nodes that are left out. */
  readonly skeletonOf: (owner: FunctionNode | Program, without?: ReadonlySet<AnyNode>) => Skeleton
  readonly nameOf: (node: FunctionNode) => string
}

/** V8 compiles such functions to WebAssembly, and does not tell that they run. */
const asmDirective = /(['"])use asm\1/u

/** Reads JavaScript: a module, or else a script, as Node runs CommonJS. `undefined` of anything else. */
export function readCode(text: string): ParsedCode | undefined {
  if (asmDirective.test(text)) return undefined
  const program = parseAs('module', text) ?? parseAs('script', text)
  if (!program) return undefined
  const all = usesIn(program)
  const names = new Map<Node, string>()
  nameFunctions(program, names)
  const own = declaredIn(program)
  const inFunctions = functionsIn(program).flatMap((one) => {
    const { names, assigned } = usesIn(one)
    return [...[...assigned].filter((name) => own.has(name)), ...(names.has('eval') ? ['eval'] : [])]
  })
  return {
    program,
    names: all.names,
    assigned: [...new Set(inFunctions)].sort().join(' '),
    skeletonOf,
    nameOf: (node) => names.get(node) ?? '(anonymous)',
  }
}

function parseAs(sourceType: 'module' | 'script', text: string): Program | undefined {
  try {
    return parse(text, {
      ...{ ecmaVersion: 'latest', sourceType, allowHashBang: true },
      allowReturnOutsideFunction: sourceType === 'script',
    })
  } catch {
    return undefined
  }
}

/**
 * Note: tokens were compared at first. A line's end between them may end a statement (`return`), and no token tells it.
 */
function skeletonOf(owner: FunctionNode | Program, without?: ReadonlySet<AnyNode>): Skeleton {
  const functions: FunctionNode[] = []
  const ofVariables = owner.type === 'Program' ? new Set<string>() : declaredIn(owner)
  const describe = (value: unknown): unknown => {
    if (Array.isArray(value))
      return value.filter((one) => !without?.has(one as AnyNode)).map((one) => describe(one))
    if (!isNode(value)) return typeof value === 'bigint' ? `${value}n` : value
    if (value !== owner && isFunction(value)) {
      functions.push(value)
      return [
        'function',
        value.type === 'FunctionDeclaration' && value.id?.name,
        capturesOf(value, ofVariables),
      ]
    }
    if (value.type === 'Literal' && value.regex) return ['regex', value.regex.pattern, value.regex.flags]
    if (value.type === 'Literal') return [typeof value.value, String(value.value), value.bigint]
    return Object.entries(value).flatMap(([field, part]) => (isPlace(field) ? [] : [field, describe(part)]))
  }
  return { text: JSON.stringify(describe(owner)), functions }
}

/**
 * What a function does to the variables of the function that it stands in: one that is used in there lives elsewhere, and
 * one that is assigned to is no constant, which makes the outer one slower even where the inner one never runs.
 */
function capturesOf(node: FunctionNode, ofVariables: ReadonlySet<string>): string[] {
  const { names, assigned, receivers } = usesIn(node)
  return [
    ...[...names].filter((name) => ofVariables.has(name) || name === 'eval').sort(),
    ...[...assigned]
      .filter((name) => ofVariables.has(name))
      .sort()
      .map((name) => `${name}=`),
    ...(node.type === 'ArrowFunctionExpression' ? [...receivers].sort() : []),
  ]
}

/** `receivers`: what arrow functions take from where they stand. */
type Uses = {
  readonly names: ReadonlySet<string>
  readonly assigned: ReadonlySet<string>
  readonly receivers: ReadonlySet<string>
}

function usesIn(top: Node): Uses {
  const [names, assigned, receivers] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const visit = (node: AnyNode, isInOther: boolean) => {
    if (node.type === 'Identifier') names.add(node.name)
    if (
      node.type === 'AssignmentExpression' ||
      node.type === 'ForInStatement' ||
      node.type === 'ForOfStatement'
    )
      for (const { name } of targetsIn(node.left as AnyNode)) assigned.add(name)
    if (node.type === 'UpdateExpression')
      for (const { name } of targetsIn(node.argument as AnyNode)) assigned.add(name)
    const isReceiver =
      node.type === 'ThisExpression' ||
      node.type === 'Super' ||
      node.type === 'MetaProperty' ||
      (node.type === 'Identifier' && node.name === 'arguments')
    if (isReceiver && !isInOther) receivers.add(node.type === 'Identifier' ? node.name : node.type)
    const isOther = node !== top && isFunction(node) && node.type !== 'ArrowFunctionExpression'
    for (const child of childrenOf(node)) visit(child, isInOther || isOther)
  }
  visit(top as AnyNode, false)
  return { names, assigned, receivers }
}

/** Variables that belong to a function, or to the file, wherever in it they are declared. */
function declaredIn(owner: FunctionNode | Program): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (pattern: Node | null | undefined) => {
    if (pattern) for (const { name } of targetsIn(pattern as AnyNode)) found.add(name)
  }
  const visit = (node: AnyNode) => {
    if (node.type === 'VariableDeclarator') add(node.id)
    if (node.type === 'CatchClause') add(node.param)
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') add(node.id)
    if (isFunction(node) && node.type === 'FunctionDeclaration') add(node.id)
    if (node === owner || !isFunction(node)) for (const child of childrenOf(node)) visit(child)
  }
  if (owner.type !== 'Program') {
    if (owner.type === 'FunctionExpression') add(owner.id)
    for (const param of owner.params) add(param)
  }
  visit(owner as AnyNode)
  return found
}

/** The variables that a pattern gives values to. */
function targetsIn(pattern: AnyNode): Identifier[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern]
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) =>
        targetsIn(one.type === 'Property' ? one.value : one.argument),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one ? targetsIn(one) : []))
    case 'AssignmentPattern':
      return targetsIn(pattern.left)
    case 'RestElement':
      return targetsIn(pattern.argument)
    case 'VariableDeclaration':
      return pattern.declarations.flatMap(({ id }) => targetsIn(id))
    default:
      return []
  }
}

function functionsIn(node: AnyNode): FunctionNode[] {
  return childrenOf(node).flatMap((one) => (isFunction(one) ? [one] : functionsIn(one)))
}

/** Names that functions have, or get from where they stand. */
function nameFunctions(node: AnyNode, names: Map<Node, string>): void {
  const give = (value: Node | null | undefined, key: Node) => {
    const { name } = key as Partial<Identifier>
    if (value && isFunction(value as AnyNode) && name !== undefined) names.set(value, name)
  }
  if (node.type === 'VariableDeclarator') give(node.init, node.id)
  if (node.type === 'AssignmentExpression')
    give(node.right, node.left.type === 'MemberExpression' ? node.left.property : node.left)
  if (node.type === 'ExportDefaultDeclaration') names.set(node.declaration, 'default')
  if (node.type === 'MethodDefinition' || node.type === 'Property' || node.type === 'PropertyDefinition')
    give(node.value, node.key)
  if (isFunction(node) && node.type !== 'ArrowFunctionExpression' && node.id) names.set(node, node.id.name)
  for (const child of childrenOf(node)) nameFunctions(child, names)
}

/** What a node is made of, but names that are no variables'. */
function childrenOf(node: AnyNode): AnyNode[] {
  const isFixed = (field: string) =>
    (field === 'property' && node.type === 'MemberExpression' && !node.computed) ||
    (field === 'key' && 'computed' in node && !node.computed)
  return Object.entries(node).flatMap(([field, part]) => (isFixed(field) ? [] : [part].flat().filter(isNode)))
}

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/u.test(node.type)
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function isPlace(field: string): boolean {
  return field === 'start' || field === 'end' || field === 'raw'
}
