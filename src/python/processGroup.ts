import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';

/**
 * Starts a program in a process group of its own, so that it ends with all that it started.
 * Descriptors after standard error are as `stdio` has them.
 */
export function spawnGroup(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  // On Windows a process has no group, and a detached one would open a window.
  return spawn(program, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
}

/** Ends a program of `spawnGroup` at once, with every process that it started. One that is gone may have left some. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left of it.
  }
}
