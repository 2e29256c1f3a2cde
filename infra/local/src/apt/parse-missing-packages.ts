/** The packages that `apt-get --simulate install` would install: what a program needs and the machine lacks. */
export function parseMissingPackages(simulation: string): string[] {
  return [...simulation.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '')
}
