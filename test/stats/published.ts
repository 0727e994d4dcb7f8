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

/**
 * Throughput at 1 … 32 at a time, an example of Schwartz 2015 (Practical Scalability Analysis with the Universal Scalability
 * Law), as the tests of codahale/usl-rs have it.
 */
export const scalability = [
  [955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43, 5931.37, 6531.08],
  [7219.8, 7867.61, 8278.71, 8646.7, 9047.84, 9426.55, 9645.37, 9897.24],
  [10_097.6, 10_240.5, 10_532.39, 10_798.52, 11_151.43, 11_518.63, 11_806, 12_089.37],
  [12_075.41, 12_177.29, 12_211.41, 12_158.93, 12_155.27, 12_118.04, 12_140.4, 12_074.39],
]
  .flat()
  .map((throughput, index) => ({ concurrency: index + 1, throughput }))

/** Rain of seeded clouds over that of others, five years (Hollander, Wolfe & Chicken 2014, table 9.1). */
export const seeding = [1.26, 1.27, 1.12, 1.16, 1.03]

/** Flow of the Nile at Aswan, 1871 … 1970, 10⁸ m³ a year (R's dataset Nile). */
export const nile = [
  [1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180],
  [799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701],
  [916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862],
  [698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812],
  [742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906],
  [901, 1170, 912, 746, 919, 718, 714, 740],
].flat()
