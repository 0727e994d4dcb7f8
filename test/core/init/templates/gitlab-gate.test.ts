import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { packageManager } from '../../../../src/core/init/package-manager.ts'
import { gitlabGate } from '../../../../src/core/init/templates/gitlab-gate.ts'
import { expectGolden } from '../../report/golden.ts'

const textFor = (lockFile: string) =>
  gitlabGate({ manager: packageManager(lockFile, ''), node: 24, branch: 'main', reports: 'reports' })

describe('the job for GitLab', () => {
  it('is as in test/golden/init', () => {
    expectGolden('init/gitlab.yml', textFor('package-lock.json'))
  })

  it('installs, gates, keeps what it found, and has no key', () => {
    const { assay, ...others } = parse(textFor('pnpm-lock.yaml'), { strict: true }) as {
      assay: { script: string[]; artifacts: unknown; variables: unknown }
    }
    expect(others).toEqual({})
    const [prepare, install, gate] = assay.script
    expect(prepare).toContain('corepack')
    expect(install).toBe('pnpm install --frozen-lockfile')
    expect(gate).toContain('npx --no -- assay gate --against "$base" --json')
    expect(assay.artifacts).toEqual({
      when: 'always',
      paths: ['reports/'],
      reports: { junit: '.assay/report/junit.xml', metrics: '.assay/report/metrics.txt' },
    })
    expect(assay.variables).toEqual({ GIT_DEPTH: '0' })
    expect(JSON.stringify(assay)).not.toContain('ASSAY_SIGNING_KEY')
  })
})
