import { execFileSync } from 'node:child_process'
import { copyFileSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noteFiles, readFiles } from '../../../src/host/run/agreed-files.ts'
import { project } from '../../project.ts'

const { folder, write } = project({ a: 'one', b: 'two', 'sub/c': 'three' })
const at = (file: string) => join(folder, file)

async function look(files: readonly string[], act: () => void = () => {}) {
  const noted = await noteFiles(folder, files)
  act()
  return readFiles(folder, files, noted)
}

describe('files that a run left', () => {
  it('are told from those that were there before', async () => {
    expect(await look(['a'])).toMatchObject({ unwritten: ['a'] })
    expect(await look(['a', 'b'], () => write('b', 'two'))).toMatchObject({ unwritten: ['a'] })
  })

  it('are written also where their time of modification is an old one', async () => {
    utimesSync(at('a'), 1e9, 1e9)
    const copied = await look(['b'], () => {
      copyFileSync(at('a'), at('b'))
      utimesSync(at('b'), 1e9, 1e9)
    })
    expect(copied).toMatchObject({ unwritten: [] })
    expect(await look(['moved'], () => renameSync(at('b'), at('moved')))).toMatchObject({ unwritten: [] })
    symlinkSync('a', at('link'))
    const linked = await look(['link'], () => {
      rmSync(at('link'))
      symlinkSync('moved', at('link'))
    })
    expect(linked).toMatchObject({ unwritten: [] })
  })

  it('are written also a moment after they were written before', async () => {
    for (let n = 0; n < 20; n++) {
      write('fast', 'same')
      expect(await look(['fast'], () => write('fast', 'same'))).toMatchObject({ unwritten: [] })
      expect(await look(['fast'])).toMatchObject({ unwritten: ['fast'] })
    }
  })

  it('may be missing', async () => {
    expect(await look(['none'])).toEqual({ files: { none: 'missing' }, unwritten: [] })
  })

  it('cannot be compared where they are no files', async () => {
    const why = 'only files are meant, each by its path, no folders and no globs'
    expect(await look(['sub'])).toEqual({ unknown: `'sub' of agree.files is a folder: ${why}` })
    expect(await look(['moved/x'])).toEqual({
      unknown: `'moved/x' of agree.files cannot be read (ENOTDIR): ${why}`,
    })
    execFileSync('mkfifo', [at('pipe')])
    expect(await look(['pipe'])).toEqual({ unknown: `'pipe' of agree.files is a pipe or a device: ${why}` })
    symlinkSync('round', at('round'))
    expect(await look(['round'])).toMatchObject({ unknown: expect.stringContaining('(ELOOP)') })
  })

  it('cannot be compared where reading them fails', async () => {
    // The beginning of a process's memory, which nothing is mapped to.
    expect(await look(['/proc/self/mem'])).toMatchObject({ unknown: expect.stringContaining('(EIO)') })
  })
})
