/** Hamilton's depression scale factor IV of nine patients (Hollander, Wolfe & Chicken 2014, table 3.1). */
export const depression = {
  before: [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3],
  after: [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29],
}

/**
 * Permeability of the human chorioamnion (Hollander, Wolfe & Chicken 2014, table 4.1; also R's wilcox.test).
 */
export const permeability = {
  atTerm: [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
  earlier: [1.15, 0.88, 0.9, 0.74, 1.21],
}
