import { bench } from 'assay'

/** The floor: what a call of an empty function costs in the measured loop. */
bench('nothing', () => {})
