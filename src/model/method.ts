/**
 * The version of the measuring rules. Numbers measured under different rules are never compared: raise it
 * whenever a change moves what a fork reports for the same code (dotnet/performance#5142: a harness default
 * changed and raised 2,300 false regressions).
 */
export const method = 3
