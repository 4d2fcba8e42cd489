import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Starts a program in a process group of its own, so that it ends with all that it started.
 * Descriptors after standard error are as `stdio` has them.
 */
export function spawnGroup(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  // On Windows a process has no group, and a detached one would open a window.
  return spawn(program, args, { ...options, detached: process.platform !== 'win32', windowsHide: true });
}

/** Each process of this machine with its parent, as far as the system tells. */
function parents(): [process: number, parent: number][] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return (stdout ?? '').split('\n').map((line): [number, number] => {
      const [pid, parent] = line.trim().split(/\s+/).map(Number);
      return [pid, parent];
    });
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): [number, number][] => {
      try {
        // pid (name) state parent …, and a name may hold anything.
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
      } catch {
        return []; // It has just ended.
      }
    });
}

/** What a process has started, and what that has started, in their groups or in sessions of their own. */
function descendants(pid: number): number[] {
  const all = parents();
  const found = [pid];
  for (const one of found) for (const [child, parent] of all) if (parent === one) found.push(child);
  return found.slice(1);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Nobody is left of it.
  }
}

/**
 * Ends a program of `spawnGroup` at once, with every process that it started. One that is gone may have left some: of
 * those only the ones in its group are known.
 */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  const started = descendants(pid);
  kill(-pid);
  started.forEach(kill);
}
