export { compareCounts, sumRound, type DemoDocument } from '../demo/compare-counts.ts'
export { startProcess, type SluiceProgram, type StartedProcess } from '../demo/start-process.ts'
export {
  PROGRAM,
  asProcessOf,
  openInstallation,
  type Installation,
  type OwnServers,
  type RunningCommand,
} from './open-installation.ts'
export { runInProcess, startInProcess, type CommandResult, type InProcessCommand } from './run-in-process.ts'
