import { expect, test } from 'vitest'
import { ciService } from '../../../src/host/environment/ci.ts'

test.each([
  [{ CI: 'true', GITHUB_ACTIONS: 'true' }, 'github-actions'],
  [{ CI: 'true', GITHUB_ACTIONS: 'true', GITEA_ACTIONS: 'true' }, 'gitea-actions'],
  [{ GITLAB_CI: 'true' }, 'gitlab'],
  [{ TF_BUILD: 'True' }, 'azure-pipelines'],
  [{ JENKINS_URL: 'https://ci.example/' }, 'jenkins'],
  [{ CI: '1' }, 'unknown'],
  [{ CI: 'false' }, undefined],
  [{ CI: '' }, undefined],
  [{}, undefined],
])('%j is %s', (variables, service) => {
  expect(ciService(variables)).toBe(service)
})
