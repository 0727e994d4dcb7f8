import { afterAll } from 'vitest'
import { removeProjects } from './project.ts'

/** Run for every file of tests: a worker runs many of them, and hooks of a module that they share belong to the first one. */
afterAll(removeProjects)
