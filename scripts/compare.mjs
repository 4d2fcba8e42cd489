// `npm run compare`: the circles experiment on the command line, everything set up first.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

if (!existsSync(`${root}/node_modules/esbuild`)) run('npm', ['ci']);
run('npm', ['run', '--silent', 'build']);
run('node', ['dist/cli.js', 'run', 'examples/circles.initlab.json']);
