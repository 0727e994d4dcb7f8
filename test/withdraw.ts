import { afterAll } from 'vitest'
import { withdrawAll } from '../src/core/kind/declarations.ts'

/** Run for every file of tests: files of a worker share its modules, and what one declares no other knows. */
afterAll(withdrawAll)
