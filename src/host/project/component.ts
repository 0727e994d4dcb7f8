import { basename } from 'node:path'
import { type Certificate, certificateSchema } from '../../model/certificate.ts'
import { readManifest } from './project.ts'

/** Name of the package as a slug: lower case, digits, dots and hyphens; and its version, where that is one. */
export async function readComponent(root: string): Promise<Pick<Certificate, 'component' | 'version'>> {
  const { name, version } = (await readManifest(root)) ?? {}
  const slug = (typeof name === 'string' && name !== '' ? name : basename(root))
    .toLowerCase()
    .replace(/[^a-z0-9.]+/gu, '-')
    .replace(/^[-.]+|-+$/gu, '')
  const known = certificateSchema.shape.version.safeParse(version).data
  return { component: slug || 'project', ...(known !== undefined && { version: known }) }
}
