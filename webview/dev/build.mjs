// Bundles the real webview with a host in the page into out/dev, and answers where.
import { build } from 'esbuild';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const folder = `${root}out/dev`;

/** The policy of the real editor: nothing inline, nothing evaluated. */
const policy = "default-src 'none'; img-src 'self'; font-src 'self'; style-src 'self'; script-src 'nonce-dev'";
const page = `<!DOCTYPE html>
<html lang="en">
<head>
  <link rel="icon" href="codicon.ttf">
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet">
  <link rel="stylesheet" href="experiment.css">
  <title>Init Lab</title>
</head>
<body>
  <script nonce="dev" src="devHost.js"></script>
  <script nonce="dev" src="experiment.js"></script>
</body>
</html>
`;

export async function buildHarness(minify = false) {
  await mkdir(folder, { recursive: true });
  const result = await build({
    bundle: true,
    minify,
    sourcemap: true,
    metafile: true,
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
    outdir: folder,
    logLevel: 'warning',
    mainFields: ['browser', 'module', 'main'],
    tsconfig: `${root}webview/tsconfig.json`,
    entryPoints: { experiment: `${root}webview/experiment/main.ts`, devHost: `${root}webview/dev/devHost.ts` },
  });
  for (const file of ['codicon.css', 'codicon.ttf'])
    await cp(`${root}node_modules/@vscode/codicons/dist/${file}`, `${folder}/${file}`);
  await writeFile(`${folder}/index.html`, page);
  return result.metafile;
}
