import { AssayError } from '../../model/assay-error.ts'

/** What a person can do about a file that cannot be written, by the system's error code. */
const writing: Readonly<Record<string, string>> = {
  EACCES: 'Give yourself write permission on that folder.',
  EPERM: 'Give yourself write permission on that folder.',
  EROFS: 'The file system is read-only: mount it writable, or run in a folder that is.',
  ENOTDIR: 'A part of that path is a file where a folder is needed: rename or remove that file.',
  EEXIST: 'A part of that path is a file where a folder is needed: rename or remove that file.',
  EISDIR: 'There is a folder of that name where a file is needed: rename or remove that folder.',
  ENOSPC: 'The disk is full: free some space.',
  EDQUOT: 'Your disk quota is used up: free some space.',
  EFBIG: 'Files may not be that large here (ulimit -f): raise the limit.',
  ENAMETOOLONG: 'The path is too long for this file system: shorten the names that it is made of.',
}

/** The same for whatever else the system may refuse, where it is not what is said of writing. */
const using: Readonly<Record<string, string>> = {
  EACCES: 'Give yourself permission on it.',
  EPERM: 'Give yourself permission on it.',
  ENOENT: 'It is not there; where there is a link of that name, it leads nowhere.',
  ELOOP: 'Its links lead in a circle: remove one of them.',
  EBUSY: 'Something else uses it: try again.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n).',
  ENFILE: 'Too many files are open on this machine: try again when less runs on it.',
  ENOMEM: 'The machine is out of memory: try again when less runs on it.',
  EAGAIN: 'The machine starts no further process (ulimit -u): try again when less runs on it.',
  EIO: 'The disk or the network behind it fails: look at the log of the system.',
  ESTALE: 'The file system behind it has changed: try again.',
  ETIMEDOUT: 'The file system behind it does not answer: try again.',
  ERR_FS_FILE_TOO_LARGE: 'It is larger than any file that Assay reads: it is none of them.',
}

/**
 * A write error that the person can fix, as an AssayError; any other error unchanged. `more` ends the advice where
 * permission is missing.
 */
export function withAdvice(error: unknown, path: string, more = ''): unknown {
  if (error instanceof AssayError) return error
  const code = (error as NodeJS.ErrnoException).code ?? ''
  const remedy = writing[code]
  if (remedy === undefined) return error
  const advice = /^(?:EACCES|EPERM|EROFS)$/u.test(code) && more !== '' ? `${remedy} ${more}` : remedy
  return new AssayError('not-writable', `${path} cannot be written (${code}).`, advice, { cause: error })
}

/**
 * Whether a file system knows no second name of a file: FAT, and some that come over a network or from the host of a virtual
 * machine. Source: link(2).
 */
export function hasNoLinks({ code = '' }: NodeJS.ErrnoException): boolean {
  return /^(?:EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/u.test(code)
}

/**
 * What the system refused, as a sentence; `undefined` for anything that is a mistake of the program. The one place where errors
 * that nobody expected are told apart: the system's own name what was called.
 */
export function systemError(error: unknown): AssayError | undefined {
  if (!(error instanceof Error)) return undefined
  const { code = '', syscall, path } = error as NodeJS.ErrnoException
  const remedy = using[code] ?? writing[code]
  if (remedy === undefined || (syscall === undefined && !code.startsWith('ERR_FS_'))) return undefined
  if (syscall === 'uv_cwd' && code === 'ENOENT')
    return new AssayError(
      'system',
      'The current folder is gone.',
      'It was removed or replaced while you stood in it: change to one that is there.',
      { cause: error },
    )
  const what = syscall?.startsWith('spawn')
    ? syscall.slice('spawn '.length)
    : (path ?? (syscall === 'uv_cwd' ? 'The current folder' : 'A file'))
  const verb = syscall?.startsWith('spawn') ? 'be started' : syscall === 'write' ? 'be written' : 'be used'
  return new AssayError('system', `${what} cannot ${verb} (${code}).`, remedy, { cause: error })
}
