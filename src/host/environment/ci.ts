/** Variables that services set, most particular first: Gitea and Forgejo set GitHub's, too. */
const services: readonly (readonly [string, string])[] = [
  ['FORGEJO_ACTIONS', 'forgejo-actions'],
  ['GITEA_ACTIONS', 'gitea-actions'],
  ['GITHUB_ACTIONS', 'github-actions'],
  ['GITLAB_CI', 'gitlab'],
  ['CIRCLECI', 'circleci'],
  ['TRAVIS', 'travis'],
  ['BUILDKITE', 'buildkite'],
  ['JENKINS_URL', 'jenkins'],
  ['TF_BUILD', 'azure-pipelines'],
  ['BITBUCKET_BUILD_NUMBER', 'bitbucket'],
  ['TEAMCITY_VERSION', 'teamcity'],
  ['CODEBUILD_BUILD_ID', 'aws-codebuild'],
  ['CIRRUS_CI', 'cirrus'],
  ['DRONE', 'drone'],
  ['SEMAPHORE', 'semaphore'],
  ['APPVEYOR', 'appveyor'],
  ['VERCEL', 'vercel'],
  ['NETLIFY', 'netlify'],
]

/** The service that runs this, `unknown` where only `CI` is set, `undefined` on a person's machine. */
export function ciService(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  const service = services.find(([name]) => isSet(variables[name]))?.[1]
  return service ?? (isSet(variables.CI) ? 'unknown' : undefined)
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase())
}
