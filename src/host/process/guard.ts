import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'

/**
 * What must not outlive this process, however it ends: process groups, detached processes that carry our mark, and
 * temporary folders. A process that is killed can do nothing more, and a child that loops cannot look whether its
 * parent is there. So one more process waits beside all of them: a shell in a session of its own, asleep in `read`
 * until this process closes the pipe, which the system does for it in any case.
 *
 * On Windows nothing is started: libuv puts children into a job that ends with this process. Where there is no
 * `/bin/sh`, children still end when their channel closes, unless they loop.
 */

export const isWindows = process.platform === 'win32'

/** The environment variable by which what our children start is known, whatever session it is in. */
export const markName = 'ASSAY_OWNED'
const mark = randomBytes(8).toString('hex')
let marks = 0

/** A mark of its own for one child; always of the same length, as the environment lies on the stack. */
export function nextMark(): string {
  marks++
  return `${mark}-${String(marks).padStart(8, '0')}`
}

/** `+5` a group, `/x` a folder, `-5` and `-/x` no longer. The marked come last: `grep` reads what Linux tells of processes. */
const script = `
trap '' HUP INT QUIT TERM
groups=' '
while IFS= read -r line; do
  case $line in
    +*) groups="$groups\${line#+} " ;;
    -/*) for folder; do shift; [ "$folder" = "\${line#-}" ] || set -- "$@" "$folder"; done ;;
    -*) one=" \${line#-} "
        case $groups in *"$one"*) groups="\${groups%%"$one"*} \${groups#*"$one"}" ;; esac ;;
    /*) set -- "$@" "$line" ;;
    done) exit ;;
  esac
done
for group in $groups; do kill -KILL "-$group"; done
for pass in 1 2 3 4 5; do
  found=$(grep -la '${markName}=${mark}-' /proc/[0-9]*/environ)
  [ -n "$found" ] || break
  for file in $found; do pid=\${file#/proc/}; kill -KILL "\${pid%/environ}"; done
done
[ $# -eq 0 ] || rm -rf -- "$@"
`

const groups = new Set<number>()
const folders = new Set<string>()
let guard: ChildProcess | undefined
let isDismissed = false

/** Has a process group ended when this process has gone. Returns how to take it back. */
export function guardGroup(leader: number): () => void {
  groups.add(leader)
  sendLine(`+${leader}`)
  return () => {
    if (groups.delete(leader)) sendLine(`-${leader}`)
  }
}

/** Has a folder removed when this process has gone. What was removed before is no error. */
export function guardFolder(folder: string): () => void {
  if (folder.includes('\n')) return () => {}
  folders.add(folder)
  sendLine(folder)
  return () => {
    // The name may be somebody else's from now on.
    if (folders.delete(folder)) sendLine(`-${folder}`)
  }
}

function sendLine(line: string): void {
  if (isWindows) return
  if (guard === undefined) start()
  else guard.stdin?.write(`${line}\n`)
}

/** Also when somebody has ended the one before. */
function start(): void {
  const started = spawn('/bin/sh', ['-c', script], {
    // No folder of anybody is kept busy, and nothing of the environment is kept alive.
    cwd: '/',
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard = started
  started.on('error', () => {})
  started.stdin?.on('error', () => {})
  started.on('exit', () => {
    if (guard === started) guard = undefined
  })
  // It must not keep this process from ending.
  started.unref()
  ;(started.stdin as unknown as { unref?: () => void })?.unref?.()
  started.stdin?.write([...[...groups].map((leader) => `+${leader}`), ...folders, ''].join('\n'))
  if (isDismissed) return
  isDismissed = true
  process.on('exit', () => {
    if (groups.size === 0 && folders.size === 0) guard?.stdin?.write('done\n')
  })
}
